/* A workflow in reading order: triggers, then nodes along the wires, what is inside a
   loop below the loop. Nothing is left out: what no wire leads to comes last. */

/* Returns {triggers, nodes, loose, numbers}: rows {item, inside} for nodes, where
   inside holds the rows of a loop's body, and numbers by key as they are shown. */
export function orderOf(store) {
  const items = store.items();
  const triggers = items.filter((item) => item.kind === "trigger");
  const nodes = items.filter((item) => item.kind === "node");
  const inGroup = grouped(nodes);
  const seen = new Set();
  const numbers = new Map();

  const along = (starts, group) => {
    const rows = [];
    const left = [...starts].reverse();
    while (left.length) {
      const item = store.item(left.pop());
      if (!item || item.kind === "trigger" || item.group !== group || seen.has(item.key)) continue;
      rows.push(row(item));
      left.push(...item.outputs.filter((_, place) => !isBody(item, place)).flatMap(({ targets }) => targets ?? []).reverse());
    }
    return rows;
  };
  const row = (item) => {
    seen.add(item.key);
    numbers.set(item.key, numbers.size + 1);
    return { item, inside: item.raw.type === "LoopNode" ? bodyOf(item) : [] };
  };
  const bodyOf = (loop) => {
    const wired = along(loop.outputs[1]?.targets ?? [], loop.key);
    const others = (inGroup.get(loop.key) ?? []).map((item) => item.key);
    return [...wired, ...along(others, loop.key)];
  };

  const led = along(triggers.flatMap((item) => item.outputs.flatMap(({ targets }) => targets)), "");
  const loose = along((inGroup.get("") ?? []).map((item) => item.key), "");
  return { triggers, nodes: led, loose, numbers };
}

/* Whether an output of an item is a loop's body, which is no way out of it. */
export function isBody(item, output) {
  return item.raw.type === "LoopNode" && output === 1;
}

function grouped(nodes) {
  const groups = new Map();
  for (const node of nodes) groups.set(node.group, [...(groups.get(node.group) ?? []), node]);
  return groups;
}
