/* Edits that put something new among what is there: one entry of the palette, a
   {type, config, meta}, behind an item, into a wire, or at a place. */

import { add, connect, disconnect, move, snapped } from "./edits.js";
import { titleOf } from "./words.js";

const STEP_DOWN = 120;

/* Add an entry; after: the key of the item that should lead to it, or {key, output}
   for one of its outputs. Returns the new item's key. */
export function insert(store, entry, { position, after } = {}) {
  const { type } = entry;
  const extra = { config: configIn(store, entry), meta: entry.meta };
  const behind = type.kind === "trigger" || type.type === "AnnotationNode" ? null : wayBehind(store, after);
  const taken = behind?.taken ?? [];
  const key = store.together(() => {
    if (taken.length && type.outputs.length) return spliced(store, type, extra, behind);
    return add(store, type, { ...extra, position, after: behind });
  });
  tell(store, key, behind);
  return key;
}

/* Add an entry in the middle of a wire {from, output, target}. Returns its key. */
export function insertOnWire(store, entry, wire, position) {
  const { type } = entry;
  if (!type.outputs.length) return insert(store, entry, { position });
  const key = store.together(() => {
    const made = add(store, type, { config: configIn(store, entry), meta: entry.meta, position });
    disconnect(store, wire.from, wire.output, wire.target);
    connect(store, wire.from, wire.output, made);
    connect(store, made, 0, wire.target);
    makeRoom(store, made);
    return made;
  });
  tell(store, key, { key: wire.from });
  return key;
}

/* The output that a new node goes behind: the first free one, else the first one,
   whose targets it then leads to. Inside a loop that has no beginning: the loop's body. */
function wayBehind(store, after) {
  const { key, output: wanted } = after?.key ? after : { key: after ?? "" };
  const item = store.item(key);
  if (!item || item.key === store.group) return beginning(store);
  if (item.kind === "node" && item.group !== store.group) return null;
  const ways = item.outputs.map((output, index) => ({ key: item.key, output: index, taken: output.targets }));
  const usable = item.raw.type === "LoopNode" ? ways.filter(({ output }) => output !== 1) : ways;
  const given = usable.find(({ output }) => output === wanted);
  return given ?? usable.find(({ taken }) => !taken.length) ?? usable[0] ?? null;
}

/* A new node stands where what leads to it does, in a loop's body for its body. */
function enterFor(store, { key, output }) {
  const item = store.item(key);
  const group = item.raw.type === "LoopNode" && output === 1 ? key : item.group;
  if (group !== store.group) store.enter(group);
}

function beginning(store) {
  const loop = store.item(store.group);
  if (!loop || loop.outputs[1]?.targets.length) return null;
  return { key: loop.key, output: 1, taken: [] };
}

function spliced(store, type, extra, { key, output, taken }) {
  const [first] = taken.map((target) => store.item(target)).filter(Boolean);
  const position = first && { x: first.x, y: Math.max(first.y, store.item(key).y + STEP_DOWN) };
  const made = add(store, type, { ...extra, position, after: { key, output } });
  for (const target of taken) {
    disconnect(store, key, output, target);
    connect(store, made, 0, target);
  }
  makeRoom(store, made);
  return made;
}

/* Push what comes after a new node down, as far as it would be covered. What leads
   to the node stays: wires may go round in a circle. */
function makeRoom(store, made) {
  const { y, outputs } = store.item(made);
  const below = outputs.flatMap(({ targets }) => targets).map((key) => store.item(key));
  const dy = y + STEP_DOWN - Math.min(...below.map((item) => item.y));
  const after = reached(store, made, ({ y: place }) => place > y - STEP_DOWN);
  if (dy > 0) move(store, [...after], 0, dy);
}

function reached(store, start, isMeant) {
  const found = new Set();
  const waiting = [start];
  while (waiting.length) {
    for (const { targets } of store.item(waiting.pop()).outputs) {
      for (const key of targets) {
        const item = key === start || found.has(key) ? null : store.item(key);
        if (!item || !isMeant(item)) continue;
        found.add(key);
        waiting.push(key);
      }
    }
  }
  return found;
}

function configIn(store, { type, config }) {
  return type.type === "LoopCapNode" && store.group ? { ...config, loopNodeId: store.group } : config;
}

function tell(store, key, behind) {
  const item = store.item(key);
  if (!item) return;
  const where = behind ? ` after ${store.item(behind.key).label}` : ` at ${snapped(item.x)}, ${snapped(item.y)}`;
  store.tell("announce", `${titleOf(item)} was added${where}.`);
}
