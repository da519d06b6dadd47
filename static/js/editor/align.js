/* Bringing several items into line. Each is one edit. */

import { arrange } from "./edits.js";
import { sizeOf } from "./canvas/measures.js";

const LEAST_GAP = 40;

function chosen(store) {
  return [...store.selection].map((key) => store.item(key)).filter(Boolean);
}

/* where: "left", "center" or "top". */
export function align(store, where) {
  const items = chosen(store);
  const left = Math.min(...items.map(({ x }) => x));
  const top = Math.min(...items.map(({ y }) => y));
  const middle = items.reduce((sum, item) => sum + item.x + sizeOf(item).width / 2, 0) / items.length;
  const place = {
    left: (item) => ({ x: left, y: item.y }),
    center: (item) => ({ x: middle - sizeOf(item).width / 2, y: item.y }),
    top: (item) => ({ x: item.x, y: top }),
  }[where];
  const isDone = arrange(store, new Map(items.map((item) => [item.key, place(item)])), "Align");
  if (isDone) store.tell("announce", `${items.length} items aligned.`);
}

/* The same distance between each two, from the highest to the lowest. */
export function distribute(store) {
  const items = chosen(store).sort((one, other) => one.y - other.y);
  const heights = items.map((item) => sizeOf(item).height);
  const last = items.length - 1;
  const room = items[last].y - items[0].y - heights.slice(0, last).reduce((sum, height) => sum + height, 0);
  const gap = Math.max(LEAST_GAP, room / last);
  const places = new Map();
  let y = items[0].y;
  items.forEach((item, index) => {
    places.set(item.key, { x: item.x, y });
    y += heights[index] + gap;
  });
  if (arrange(store, places, "Distribute")) store.tell("announce", `${items.length} items distributed.`);
}
