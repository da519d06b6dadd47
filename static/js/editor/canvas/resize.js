/* Notes are drawn larger and smaller by their corner. By keys: their form. */

import { replaced, snapped } from "../edits.js";
import { isNote } from "./measures.js";

const LEAST = { width: 100, height: 60 };

export function mountResize(canvas) {
  const { element, graph, store } = canvas;
  element.addEventListener(
    "pointerdown",
    (event) => {
      const card = event.target.closest?.(".sh-card-note");
      const cell = card && isCorner(card, event) && graph.getCellById(card.dataset.key);
      if (!cell) return;
      event.stopPropagation();
      event.preventDefault();
      follow(canvas, cell, event);
    },
    true,
  );
  // X6 listens to the mouse's own events; those of the corner are not for it.
  element.addEventListener(
    "mousedown",
    (event) => {
      const card = event.target.closest?.(".sh-card-note");
      if (card && isCorner(card, event) && store.canEdit) event.stopPropagation();
    },
    true,
  );
}

function isCorner(card, { clientX, clientY }) {
  const { right, bottom } = card.getBoundingClientRect();
  return right - clientX < 18 && bottom - clientY < 18;
}

function follow({ graph, store, sync }, cell, start) {
  const { width, height } = cell.getSize();
  const { sx } = graph.transform.getScale();
  let size = { width, height };
  const moved = (event) => {
    size = {
      width: Math.max(LEAST.width, snapped(width + (event.clientX - start.clientX) / sx)),
      height: Math.max(LEAST.height, snapped(height + (event.clientY - start.clientY) / sx)),
    };
    cell.resize(size.width, size.height);
  };
  const done = () => {
    removeEventListener("pointermove", moved);
    removeEventListener("pointerup", done);
    const item = store.item(cell.id);
    if (!item || !isNote(item) || (size.width === width && size.height === height)) return;
    const raw = { ...item.raw, meta: { ...item.raw.meta, ...size } };
    if (!store.apply("Resize the note", replaced(store.doc, item, raw))) sync.run();
  };
  addEventListener("pointermove", moved);
  addEventListener("pointerup", done);
}
