/* Moving over the canvas by keys: along the wires, else to what is nearest. */

import * as edits from "../edits.js";
import { titleOf } from "../words.js";
import { ENTRY } from "./measures.js";

const GRID = 20;
const WAYS = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

export function mountKeys(canvas) {
  const { element, store, view } = canvas;
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", store.canEdit ? "Canvas. Arrow keys move, question mark lists the keys." : "Canvas");
  element.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const handled = WAYS[event.key] ? arrow(canvas, event) : other(canvas, event);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.addEventListener("focusin", (event) => {
    const key = event.target.closest?.(".sh-card")?.dataset.key;
    if (key) view.setTab(key);
  });
}

function focused(canvas) {
  return canvas.store.item(document.activeElement?.dataset?.key ?? "");
}

function arrow(canvas, event) {
  const { store, view } = canvas;
  const way = WAYS[event.key];
  if (event.shiftKey) return shift(canvas, way);
  const item = focused(canvas);
  const next = item ? neighbour(canvas, item, event.key) : canvas.sync.shown()[0];
  if (!next) return true;
  view.focus(next.key);
  if (!event.ctrlKey && !event.metaKey) store.select([next.key]);
  return true;
}

function shift(canvas, way) {
  const { store, view } = canvas;
  if (!store.selection.size) return false;
  if (edits.move(store, [...store.selection], way.x * GRID, way.y * GRID)) {
    const item = store.item([...store.selection][0]);
    store.tell("announce", `Moved to ${item.x}, ${item.y}.`);
    view.reveal(item.key);
  }
  return true;
}

function other(canvas, event) {
  const { store, view } = canvas;
  const item = focused(canvas);
  if (event.key === "Escape") return back(canvas);
  if (event.key === "Home" || event.key === "End") {
    const items = canvas.sync.shown();
    const end = event.key === "Home" ? items[0] : items.at(-1);
    if (end) view.focus(end.key);
    if (end) store.select([end.key]);
    return true;
  }
  if (!item) return false;
  if (event.key === " ") return toggle(store, item);
  if (event.key === "Enter") return open(store, item, event.ctrlKey || event.metaKey);
  return false;
}

function toggle(store, item) {
  const keys = new Set(store.selection);
  if (!keys.delete(item.key)) keys.add(item.key);
  store.select([...keys]);
  store.tell("announce", `${titleOf(item)}: ${keys.has(item.key) ? "selected" : "not selected"}, ${keys.size} in all.`);
  return true;
}

function open(store, item, isInside) {
  if (isInside && item.raw.type === "LoopNode") {
    store.enter(item.key);
    store.tell("focus-canvas");
    return true;
  }
  store.select([item.key]);
  store.tell("focus-form", {});
  return true;
}

/* Escape lets go of what is selected; then it leaves the loop. */
function back(canvas) {
  const { store } = canvas;
  if (store.selection.size || store.wire) {
    store.select([]);
    store.tell("drop-wire");
    return true;
  }
  if (!store.group) return false;
  const left = store.group;
  store.enter(store.item(left)?.group ?? "");
  store.select([left]);
  canvas.view.focus(left);
  return true;
}

/* Down goes along the first wire, up back along one; sideways, and where there is
   no wire, to the nearest card in that direction. */
function neighbour(canvas, item, key) {
  const items = canvas.sync.shown().filter((each) => each.key !== item.key);
  const here = new Map(items.map((each) => [each.key, each]));
  if (key === "ArrowDown") {
    const along = item.outputs.flatMap(({ targets }) => targets).find((target) => here.has(target));
    if (along) return here.get(along);
  }
  if (key === "ArrowUp") {
    const behind = items.find((each) => each.outputs.some(({ targets }) => targets.includes(item.key)));
    if (behind && behind.key !== ENTRY) return behind;
  }
  return nearest(items, item, WAYS[key]);
}

function nearest(items, item, way) {
  let best = null;
  let least = Infinity;
  for (const each of items) {
    const dx = each.x - item.x;
    const dy = each.y - item.y;
    const ahead = dx * way.x + dy * way.y;
    if (ahead <= 0) continue;
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x);
    const distance = ahead + 2 * aside;
    if (distance < least) [least, best] = [distance, each];
  }
  return best;
}
