/* New nodes that are dragged from the palette: onto the ground, or into a wire. */

import { insert, insertOnWire } from "../edits_insert.js";
import { takeDragged } from "../dragged.js";
import { wireOf } from "./graph.js";

export function mountDrop(canvas) {
  const { ground, graph, store } = canvas;
  let over = null;
  const mark = (edge) => {
    if (edge === over) return;
    if (over) graph.findViewByCell(over)?.container.classList.remove("sh-drop-here");
    over = edge;
    if (over) graph.findViewByCell(over)?.container.classList.add("sh-drop-here");
  };
  ground.addEventListener("dragover", (event) => {
    if (!takeDragged()) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    mark(edgeAt(graph, event));
  });
  ground.addEventListener("dragleave", () => mark(null));
  ground.addEventListener("drop", (event) => {
    const entry = takeDragged();
    if (!entry) return;
    event.preventDefault();
    const edge = edgeAt(graph, event);
    mark(null);
    const { x, y } = graph.clientToLocal(event.clientX, event.clientY);
    const position = { x: x - 90, y: y - 28 };
    const wire = edge && entry.type.kind !== "trigger" ? wireOf(edge) : null;
    const key = wire ? insertOnWire(store, entry, wire, position) : insert(store, entry, { position });
    if (key) canvas.view.focus(key, { quiet: true });
  });
}

function edgeAt(graph, { clientX, clientY }) {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const id = element.closest?.(".x6-edge")?.dataset.cellId;
    if (id) return graph.getCellById(id);
  }
  return null;
}
