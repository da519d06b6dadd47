/* The canvas: the document as cards and wires, changed by the mouse. It knows the
   store and X6; what keys do is in keys.js, what is looked at in view.js. */

import * as edits from "../edits.js";
import { titleOf } from "../words.js";
import { mountCrumbs } from "./crumbs.js";
import { mountDrop } from "./drop.js";
import { mountEmpty } from "./empty.js";
import { WIRE_END, makeGraph, wireOf } from "./graph.js";
import { whenFree } from "./held.js";
import { mountKeys } from "./keys.js";
import { ENTRY } from "./measures.js";
import { mountMinimap } from "./minimap.js";
import { mountResize } from "./resize.js";
import { Sync } from "./sync.js";
import { mountTrace } from "./trace.js";
import { View } from "./view.js";

/* Show the store's document in an element. With store.canEdit false it can be
   looked at, selected and moved around in, and nothing else. */
export function mountCanvas(element, store) {
  const ground = document.createElement("div");
  ground.className = "sh-canvas-ground";
  element.classList.add("sh-canvas");
  // Apart from the ground: a changed style there would be worked out for every card.
  const dots = document.createElement("div");
  dots.className = "sh-canvas-dots";
  element.replaceChildren(dots, ground);
  const cards = new Map();
  const canvas = { element, ground, dots, store, cards, wire: null };
  canvas.graph = makeGraph(ground, cards, {
    canEdit: store.canEdit,
    refusal: (source, port, target) => refusal(canvas, source, port, target),
  });
  // X6's file leaves the plugin's short cuts on the graph out.
  canvas.selection = canvas.graph.getPlugin("selection");
  canvas.sync = new Sync(canvas.graph, store, cards);
  canvas.view = new View(canvas);
  followStore(canvas);
  followMouse(canvas);
  followWires(canvas);
  mountKeys(canvas);
  mountCrumbs(canvas);
  mountMinimap(canvas);
  mountTrace(canvas);
  if (store.canEdit) {
    mountDrop(canvas);
    mountResize(canvas);
  }
  canvas.sync.run();
  mountEmpty(canvas);
  canvas.view.open();
  return canvas;
}

function followStore(canvas) {
  const { element, graph, selection, store, sync } = canvas;
  const redraw = whenFree(element, () => {
    sync.run();
    if (canvas.wire && !graph.getCellById(canvas.wire)) selectWire(canvas, null);
  });
  store.on("change", redraw);
  store.on("problems", redraw);
  store.on("names", redraw);
  store.on("group", () => {
    selectWire(canvas, null);
    sync.run();
    canvas.view.open();
  });
  store.on("selection", () => {
    const keys = [...store.selection].filter((key) => graph.getCellById(key));
    const shown = selection.cells.map(({ id }) => id);
    if (keys.length !== shown.length || keys.some((key) => !shown.includes(key))) selection.reset(keys);
    if (keys.length) selectWire(canvas, null);
    sync.draw();
  });
  store.on("canvas-do", (what) => canvas.view.run(what));
  store.on("delete-wire", () => deleteWire(canvas));
  store.on("drop-wire", () => selectWire(canvas, null));
}

function followMouse(canvas) {
  const { graph, selection, store } = canvas;
  graph.on("selection:changed", ({ selected }) => {
    const keys = selected.map(({ id }) => id);
    const same = keys.length === store.selection.size && keys.every((key) => store.selection.has(key));
    if (!same) store.select(keys);
  });
  graph.on("node:mousedown", ({ e, node }) => {
    const isAdding = e.shiftKey || e.ctrlKey || e.metaKey;
    // Whoever drags what is not selected means that alone.
    if (node.id !== ENTRY && !isAdding && !selection.isSelected(node)) selection.reset(node);
    if (node.id !== ENTRY) canvas.view.focus(node.id, { quiet: true });
  });
  graph.on("node:moved", ({ node }) => {
    const item = store.item(node.id);
    const { x, y } = node.getPosition();
    const keys = selection.isSelected(node) ? [...store.selection] : [node.id];
    const isMoved = item && edits.move(store, keys, x - item.x, y - item.y);
    // What the document refuses goes back to its place.
    if (!isMoved) canvas.sync.run();
  });
  graph.on("node:dblclick", ({ node }) => {
    if (store.item(node.id)?.raw.type === "LoopNode") store.enter(node.id);
    else if (node.id !== ENTRY) store.tell("focus-form", {});
  });
  graph.on("blank:click", () => {
    selectWire(canvas, null);
    if (store.selection.size) store.select([]);
  });
}

function followWires(canvas) {
  const { graph, store } = canvas;
  graph.on("edge:click", ({ edge }) => {
    store.select([]);
    selectWire(canvas, edge);
    canvas.element.focus({ preventScroll: true });
  });
  graph.on("edge:connected", ({ edge, isNew }) => {
    if (!isNew) {
      redirect(canvas, edge);
      return;
    }
    const { cell, port } = edge.getSource();
    const target = edge.getTargetCellId();
    canvas.refused = "";
    graph.removeCell(edge);
    connect(canvas, cell, port, target);
  });
  graph.on("edge:removed", ({ edge }) => {
    const isDropped = !edge.id.startsWith("[");
    if (isDropped && canvas.refused) store.tell("announce", canvas.refused);
    canvas.refused = "";
  });
  // X6 says where an end was led to, but not that it went back.
  graph.on("edge:change:target", ({ edge, options }) => {
    canvas.isPulled ||= Boolean(options.ui) && edge.id.startsWith("[");
  });
  graph.on("edge:mouseup", ({ edge, x, y }) => {
    if (canvas.isPulled) store.tell("announce", sayStays(canvas, edge, x, y));
    canvas.isPulled = false;
  });
}

function sayStays(canvas, edge, x, y) {
  const { target } = wireOf(edge);
  const over = canvas.graph.getNodesFromPoint(x, y).find(({ id }) => id !== target);
  const reason = over ? refusal(canvas, edge.getSourceCellId(), edge.getSourcePortId(), over.id) : "";
  canvas.refused = "";
  return `${reason} The wire still leads to ${titleOf(canvas.store.item(target))}.`.trim();
}

function ends(canvas, source, port) {
  return { from: canvas.store.item(source === ENTRY ? canvas.store.group : source), output: Number(port?.split(":")[1]) };
}

function refusal(canvas, source, port, target) {
  const { from, output } = ends(canvas, source, port);
  canvas.refused =
    target === ENTRY || !from ? "Nothing leads to the start of a round." : edits.refusal(canvas.store, from, output, target);
  return canvas.refused;
}

function connect(canvas, source, port, target) {
  const { store } = canvas;
  const { from, output } = ends(canvas, source, port);
  if (!from || !edits.connect(store, from.key, output, target)) return;
  const to = store.item(target);
  store.tell("announce", `${titleOf(from)}, ${from.outputs[output]?.label ?? "Next"}, now leads to ${titleOf(to)}.`);
}

/* The end of a wire was dragged to another node. */
function redirect(canvas, edge) {
  const { graph, store, sync } = canvas;
  const wire = wireOf(edge);
  const target = edge.getTargetCellId();
  canvas.isPulled = false;
  selectWire(canvas, null);
  // Its id tells of the old end; what the document says is drawn anew.
  graph.removeCell(edge);
  if (edits.redirect(store, wire, target)) {
    const [from, to] = [wire.from, target].map((key) => titleOf(store.item(key)));
    store.tell("announce", `The wire from ${from} now leads to ${to}.`);
  }
  sync.run();
}

/* The one wire that is selected; its id is kept in canvas.wire. */
export function selectWire(canvas, edge) {
  const old = canvas.wire && canvas.graph.getCellById(canvas.wire);
  old?.attr("line/class", "sh-wire");
  old?.removeTools();
  canvas.wire = edge?.id ?? null;
  canvas.store.wire = edge ? wireOf(edge) : null;
  edge?.attr("line/class", "sh-wire sh-wire-selected");
  if (edge) {
    if (canvas.store.canEdit) edge.addTools([WIRE_END]);
    const { from, target } = wireOf(edge);
    const [one, other] = [from, target].map((key) => canvas.store.item(key)?.label);
    canvas.store.tell("announce", `Wire from ${one} to ${other}. Delete removes it.`);
  }
  canvas.store.tell("wire");
}

function deleteWire(canvas) {
  const { store } = canvas;
  if (!store.wire) return;
  const { from, output, target } = store.wire;
  if (edits.disconnect(store, from, output, target)) store.tell("announce", "The wire was removed.");
}
