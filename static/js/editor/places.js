/* Where items are shown that the document gives no place: what came by the API or as
   text would lie in one heap. For looking only; the document is left as it is. */

import { sizeOf } from "./canvas/measures.js";
import { snapped } from "./edits.js";
import { placesOf } from "./layout.js";

const GAP = 60;

/* Put items without a place where shown, a Map that is kept from one document to the
   next, says; what it does not know is laid out, below what has a place. */
export function place(items, shown) {
  const lost = items.filter((item) => !hasPlace(item.raw));
  const groups = new Set(lost.filter(({ key }) => !shown.has(key)).map(({ group }) => group));
  for (const group of groups) {
    const inside = (item) => item.group === group;
    const there = items.filter((item) => inside(item) && hasPlace(item.raw));
    const below = Math.max(0, ...there.map((item) => item.y + sizeOf(item).height + GAP));
    for (const [key, { x, y }] of placesOf(lost.filter(inside))) {
      shown.set(key, { x: snapped(x), y: snapped(y + below) });
    }
  }
  for (const item of lost) Object.assign(item, shown.get(item.key));
}

function hasPlace({ meta }) {
  return [meta?.x, meta?.y].every((value) => value !== "" && Number.isFinite(Number(value ?? NaN)));
}
