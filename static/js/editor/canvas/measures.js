/* How large things on the canvas are, and where wires leave and enter them. */

const WIDTH = 180;
const HEIGHT = 56;
const WAYS_HEIGHT = 24;
const WAY_WIDTH = 64;
const NOTE = { width: 220, height: 120 };
const LEAST_NOTE = { width: 100, height: 60 };

export const ENTRY = "entry";

export function isNote(item) {
  return item.raw.type === "AnnotationNode";
}

/* The outputs that have a place on this canvas: a loop's body has its own. */
export function waysOf(item) {
  const ways = item.outputs.map((output, index) => ({ ...output, index }));
  return item.raw.type === "LoopNode" ? ways.filter(({ index }) => index !== 1) : ways;
}

export function sizeOf(item) {
  if (isNote(item)) {
    return {
      width: Math.max(LEAST_NOTE.width, Number(item.raw.meta?.width) || NOTE.width),
      height: Math.max(LEAST_NOTE.height, Number(item.raw.meta?.height) || NOTE.height),
    };
  }
  const ways = waysOf(item).length;
  return { width: Math.max(WIDTH, ways * WAY_WIDTH), height: HEIGHT + (ways > 1 ? WAYS_HEIGHT : 0) };
}

/* X6's list of ports: one in at the top, the ways out spread along the bottom. */
export function portsOf(item, { width, height } = sizeOf(item)) {
  if (isNote(item)) return [];
  const ways = waysOf(item);
  const outs = ways.map(({ index }, place) => ({
    id: `out:${index}`,
    group: "out",
    args: { x: ((place + 0.5) * width) / ways.length, y: height },
  }));
  if (item.kind === "trigger") return outs;
  return [{ id: "in", group: "in", args: { x: width / 2, y: 0 } }, ...outs];
}

/* Where the mark "each time round" of a loop's body stands: above what is inside. */
export function entryPlace(items) {
  if (!items.length) return { x: 200, y: 40 };
  const x = Math.min(...items.map((item) => item.x));
  const y = Math.min(...items.map((item) => item.y));
  return { x, y: y - 120 };
}
