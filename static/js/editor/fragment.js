/* A part of a workflow on its own: as it is copied, and as it becomes part of another.
   Its form is that of a workflow's document, so that exports can be pasted as well. */

import { newId, snapped } from "./edits.js";

const MARK = "switchhook workflow";
const SHIFT = 40;

/* The items of these keys with what is inside their loops; wires that lead out of
   the fragment are left out of it. */
export function fragmentOf(store, keys) {
  const inside = new Set(keys);
  const nodes = [];
  let isGrowing = true;
  while (isGrowing) {
    isGrowing = false;
    for (const item of store.items()) {
      if (inside.has(item.key) || !inside.has(item.group)) continue;
      inside.add(item.key);
      isGrowing = true;
    }
  }
  const triggers = [];
  for (const item of store.items()) {
    if (!inside.has(item.key)) continue;
    // Where it is seen: the document may give it no place.
    const raw = { ...item.raw, meta: { ...item.raw.meta, x: item.x, y: item.y } };
    (item.kind === "trigger" ? triggers : nodes).push(withWires(raw, (id) => (inside.has(id) ? id : null)));
  }
  return { [MARK]: 1, triggers, nodes };
}

/* The fragment that a text holds, or null. */
export function read(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const isItem = (each) => each && typeof each === "object" && typeof each.type === "string";
  const lists = [value?.triggers ?? [], value?.nodes ?? []];
  if (!lists.every((list) => Array.isArray(list) && list.every(isItem)) || !lists.flat().length) return null;
  return { triggers: lists[0], nodes: lists[1] };
}

/* Add a fragment with new ids, beside where it was, and select it. Returns the keys
   of what is seen of it here. */
export function pasted(store, { triggers, nodes }) {
  const ids = new Map(nodes.map((node) => [node.id, newId()]));
  const fresh = { triggers: store.group ? [] : triggers, nodes };
  const shift = shiftOf(store, [...fresh.triggers, ...fresh.nodes]);
  const outer = (node) => !ids.has(node.meta?.groupId);
  const renewed = (raw) => withWires({ ...raw, meta: { ...raw.meta, ...placed(raw, shift) } }, (id) => ids.get(id) ?? null);
  const newNodes = fresh.nodes.map((node) => {
    const copy = renewed({ ...node, id: ids.get(node.id), config: renamed(node.config, ids, store) });
    copy.meta = grouped(copy.meta, outer(node) ? store.group : ids.get(node.meta.groupId));
    if (outer(node)) copy.meta = { ...copy.meta, ...placed(node, shift) };
    else copy.meta = { ...copy.meta, x: node.meta?.x ?? 0, y: node.meta?.y ?? 0 };
    return copy;
  });
  const newTriggers = fresh.triggers.map((raw) => {
    const isOwn = store.triggerTypes.get(raw.type)?.key === "generated";
    return { ...renewed(raw), ...(isOwn && raw.key !== undefined ? { key: "" } : {}) };
  });
  const keys = newTriggers.map(() => store.newTriggerKey());
  const seen = [...keys, ...fresh.nodes.filter(outer).map(({ id }) => ids.get(id))];
  if (!seen.length) return [];
  store.apply("Paste", {
    ...store.doc,
    triggers: [...store.doc.triggers, ...newTriggers],
    triggerKeys: [...store.doc.triggerKeys, ...keys],
    nodes: [...store.doc.nodes, ...newNodes],
  });
  store.select(seen);
  return seen;
}

function withWires(raw, name) {
  if (!Array.isArray(raw.outputIds)) return raw;
  const wires = raw.outputIds.map((targets) => (Array.isArray(targets) ? targets.map(name).filter(Boolean) : targets));
  return { ...raw, outputIds: wires };
}

function renamed(config, ids, store) {
  const loop = config?.loopNodeId;
  if (loop === undefined) return config;
  return { ...config, loopNodeId: ids.get(loop) ?? (store.group || loop) };
}

function grouped({ groupId: _, ...meta }, group) {
  return group ? { ...meta, groupId: group } : meta;
}

/* Far enough that nothing lies exactly on what is there already. */
function shiftOf(store, raws) {
  const taken = new Set(store.items().map(({ x, y, group }) => `${group === store.group} ${x} ${y}`));
  const isFree = (shift) => raws.every((raw) => !taken.has(`true ${at(raw, "x") + shift} ${at(raw, "y") + shift}`));
  let shift = 0;
  while (!isFree(shift)) shift += SHIFT;
  return shift;
}

function at(raw, axis) {
  return snapped(Number(raw.meta?.[axis]) || 0);
}

function placed(raw, shift) {
  return { x: at(raw, "x") + shift, y: at(raw, "y") + shift };
}
