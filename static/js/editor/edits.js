/* Every way to change the document. Each makes a new document out of the old one,
   sharing what it leaves alone, and gives it to the store under a name for undo. */

const GRID = 20;
const STEP_DOWN = 120;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Ten characters, as the ids in exports are. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => ALPHABET[byte & 63]).join("");
}

export function snapped(value) {
  return Math.round(value / GRID) * GRID;
}

/* Add a node or trigger; after: {key, output} wires it behind an item. Returns its
   key. Position: {x, y}, or below what it is wired to. */
export function add(store, type, { position, after, config, meta } = {}) {
  const behind = after ? store.item(after.key) : null;
  const place = position ?? freePlace(store, behind);
  const raw = {
    type: type.type,
    config: { ...defaults(type, store.group), ...config },
    meta: {
      category: type.category,
      name: type.name,
      label: type.label,
      x: snapped(place.x),
      y: snapped(place.y),
      ...(type.kind !== "trigger" && store.group ? { groupId: store.group } : {}),
      ...meta,
    },
    outputIds: [],
  };
  if (type.kind === "trigger") return addTrigger(store, type, raw);
  const node = { id: newId(), ...raw };
  let doc = { ...store.doc, nodes: [...store.doc.nodes, node] };
  if (behind) doc = wired(doc, behind, after.output ?? 0, node.id, true);
  store.apply(`Add ${type.label}`, doc);
  store.select([node.id]);
  return node.id;
}

function addTrigger(store, type, raw) {
  const itemKey = store.newTriggerKey();
  const trigger = { ...(type.key === "fixed" ? {} : { key: "" }), ...raw };
  store.apply(`Add ${type.label}`, {
    ...store.doc,
    triggers: [...store.doc.triggers, trigger],
    triggerKeys: [...store.doc.triggerKeys, itemKey],
  });
  store.select([itemKey]);
  return itemKey;
}

/* What a new item's configuration begins with: the defaults that fields declare. */
function defaults(type, group) {
  const config = {};
  for (const field of type.fields ?? []) {
    if (field.default !== undefined) config[field.name] = structuredClone(field.default);
    if (field.refersTo === "loop" && group) config[field.name] = group;
  }
  return config;
}

function freePlace(store, behind) {
  const shown = store.items().filter((item) => item.group === store.group);
  let x = behind?.x ?? 200;
  let y = behind ? behind.y + STEP_DOWN : 40;
  const taken = (other) => Math.abs(other.x - x) < 180 && Math.abs(other.y - y) < 80;
  for (let tries = 0; tries < 200 && shown.some(taken); tries += 1) {
    if (behind) x += 200;
    else y += STEP_DOWN;
  }
  return { x, y };
}

/* Remove items, what is inside removed loops, and every wire to them. */
export function remove(store, keys) {
  const gone = withInside(store.doc, new Set(keys));
  const { triggers, triggerKeys, nodes } = store.doc;
  const kept = triggerKeys.map((each) => !gone.has(each));
  const clean = (raw) => withoutWires(raw, gone);
  store.apply(gone.size === 1 ? "Delete" : `Delete ${gone.size} items`, {
    ...store.doc,
    triggers: triggers.filter((_, index) => kept[index]).map(clean),
    triggerKeys: triggerKeys.filter((_, index) => kept[index]),
    nodes: nodes.filter((node) => !gone.has(node.id)).map(clean),
  });
}

function withInside(doc, gone) {
  let before = -1;
  while (before !== gone.size) {
    before = gone.size;
    for (const node of doc.nodes) if (gone.has(node.meta?.groupId)) gone.add(node.id);
  }
  return gone;
}

function withoutWires(raw, gone) {
  const wires = raw.outputIds ?? [];
  if (!wires.some((targets) => targets?.some((id) => gone.has(id)))) return raw;
  return { ...raw, outputIds: wires.map((ids) => ids?.filter((id) => !gone.has(id)) ?? ids) };
}

/* Why a wire cannot be, in words; "" if it can. A loop's second output is its body. */
export function refusal(store, from, output, targetKey) {
  const target = store.item(targetKey);
  if (!target || target.kind === "trigger") return "A trigger starts; nothing leads to it.";
  if (from.key === target.key) return "A node cannot connect to itself.";
  if (target.raw.type === "AnnotationNode") return "A note takes no part in runs.";
  const isBody = from.raw.type === "LoopNode" && output === 1;
  const wanted = isBody ? from.key : from.group;
  if (target.group !== wanted) return "A wire cannot leave or enter a loop.";
  return "";
}

export function connect(store, fromKey, output, targetKey) {
  const from = store.item(fromKey);
  if (!from || refusal(store, from, output, targetKey)) return false;
  return store.apply("Connect", wired(store.doc, from, output, targetKey, true));
}

export function disconnect(store, fromKey, output, targetKey) {
  const from = store.item(fromKey);
  if (!from) return false;
  return store.apply("Disconnect", wired(store.doc, from, output, targetKey, false));
}

/* Lead a wire to another node; undone as one. */
export function redirect(store, { from, output, target }, newTarget) {
  const item = store.item(from);
  if (!item || target === newTarget || refusal(store, item, output, newTarget)) return false;
  const wires = [...item.raw.outputIds];
  // In the place of the old one; a second wire between the same two would be nothing.
  const ends = wires[output].map((id) => (id === target ? newTarget : id));
  wires[output] = ends.filter((id, place) => ends.indexOf(id) === place);
  return store.apply("Redirect", replaced(store.doc, item, { ...item.raw, outputIds: wires }));
}

function wired(doc, from, output, target, there) {
  const wires = [...(from.raw.outputIds ?? [])];
  while (wires.length <= output) wires.push([]);
  const others = (wires[output] ?? []).filter((id) => id !== target);
  const had = others.length !== (wires[output] ?? []).length;
  if (had === there) return doc;
  wires[output] = there ? [...others, target] : others;
  return replaced(doc, from, { ...from.raw, outputIds: wires });
}

/* Put a new value in the place of an item's raw one. */
export function replaced(doc, item, raw) {
  const name = `${item.kind}s`;
  const list = [...doc[name]];
  list[item.index] = raw;
  return { ...doc, [name]: list };
}

/* Set a value inside an item: path is like ["config", "cases", 0, "caseLabel"];
   undefined takes the key away. Typing into one field is undone as one. */
export function set(store, itemKey, path, value, label = "Edit") {
  const item = store.item(itemKey);
  if (!item) return false;
  const raw = withValue(item.raw, path, value);
  if (raw === item.raw) return false;
  const merge = `${itemKey} ${JSON.stringify(path)}`;
  return store.apply(label, replaced(store.doc, item, raw), merge);
}

function withValue(holder, [first, ...rest], value) {
  const old = holder?.[first];
  const next = rest.length ? withValue(old ?? (Number.isInteger(rest[0]) ? [] : {}), rest, value) : value;
  if (next === old) return holder;
  if (Array.isArray(holder)) {
    const list = [...holder];
    if (next === undefined) list.splice(first, 1);
    else list[first] = next;
    return list;
  }
  const { [first]: _, ...others } = holder ?? {};
  if (next === undefined) return others;
  // An existing key keeps its place among the others.
  return old === undefined ? { ...others, [first]: next } : { ...holder, [first]: next };
}

/* Move items by a distance. Dragging is one edit: apply it at the drop. */
export function move(store, keys, dx, dy) {
  if (!dx && !dy) return false;
  const moved = new Set(keys);
  const shifted = (raw, key) => {
    const { x, y } = store.item(key);
    return { ...raw, meta: { ...raw.meta, x: snapped(x + dx), y: snapped(y + dy) } };
  };
  const { triggers, triggerKeys, nodes } = store.doc;
  return store.apply("Move", {
    ...store.doc,
    triggers: triggers.map((raw, index) => (moved.has(triggerKeys[index]) ? shifted(raw, triggerKeys[index]) : raw)),
    nodes: nodes.map((raw) => (moved.has(raw.id) ? shifted(raw, raw.id) : raw)),
  });
}

/* Place items: positions is a Map from key to {x, y}. One edit. */
export function arrange(store, positions, label) {
  const placed = (raw, itemKey) => {
    const at = positions.get(itemKey);
    return at ? { ...raw, meta: { ...raw.meta, x: snapped(at.x), y: snapped(at.y) } } : raw;
  };
  const { triggers, triggerKeys, nodes } = store.doc;
  return store.apply(label, {
    ...store.doc,
    triggers: triggers.map((raw, index) => placed(raw, triggerKeys[index])),
    nodes: nodes.map((raw) => placed(raw, raw.id)),
  });
}
