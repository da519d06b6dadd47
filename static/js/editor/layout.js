/* Lays out what is shown, from the top down: an item stands below everything that
   leads to it, beside those that are equally deep, and no two overlap. */

import { arrange } from "./edits.js";
import { isNote, sizeOf } from "./canvas/measures.js";

const GAP = { x: 40, y: 60 };
const ORIGIN = { x: 40, y: 40 };
const SWEEPS = 4;

export function layOut(store) {
  const items = store.items().filter((item) => item.group === store.group && !(store.group && item.kind === "trigger"));
  const isDone = arrange(store, placesOf(items), "Lay out");
  store.tell("announce", isDone ? "Everything was laid out." : "It is laid out already.");
  store.tell("canvas-do", "fit");
}

/* A Map from key to {x, y} for items {key, kind, raw, outputs}; notes come beside. */
export function placesOf(items) {
  const notes = items.filter(isNote);
  const wired = items.filter((item) => !isNote(item));
  const layers = sorted(layersOf(wired), wired);
  const places = new Map();
  const widths = layers.map((layer) => layer.reduce((sum, item) => sum + slot(item), -GAP.x));
  const widest = Math.max(0, ...widths);
  let y = ORIGIN.y;
  layers.forEach((layer, index) => {
    let x = ORIGIN.x + (widest - widths[index]) / 2;
    for (const item of layer) {
      places.set(item.key, { x, y });
      x += slot(item);
    }
    y += grid(Math.max(...layer.map((item) => sizeOf(item).height))) + GAP.y;
  });
  let noteY = ORIGIN.y;
  for (const note of notes) {
    places.set(note.key, { x: ORIGIN.x + widest + 2 * GAP.x, y: noteY });
    noteY += grid(sizeOf(note).height) + GAP.x;
  }
  return places;
}

/* What one item needs beside another; places are snapped to the grid later. */
function slot(item) {
  return grid(sizeOf(item).width) + GAP.x;
}

function grid(value) {
  return Math.ceil(value / 20) * 20;
}

/* Items by depth: the longest way from a start, wires that lead back left aside. */
function layersOf(items) {
  const ahead = forwardWires(items);
  const waiting = new Map(items.map(({ key }) => [key, 0]));
  for (const targets of ahead.values()) for (const key of targets) waiting.set(key, waiting.get(key) + 1);
  const depth = new Map(items.map(({ key }) => [key, 0]));
  const ready = items.map(({ key }) => key).filter((key) => !waiting.get(key));
  while (ready.length) {
    const key = ready.shift();
    for (const target of ahead.get(key)) {
      depth.set(target, Math.max(depth.get(target), depth.get(key) + 1));
      waiting.set(target, waiting.get(target) - 1);
      if (!waiting.get(target)) ready.push(target);
    }
  }
  const layers = [];
  for (const item of items) (layers[depth.get(item.key)] ??= []).push(item);
  return layers;
}

/* Wires by their start without those that close a circle, found depth first with a
   list of our own: a long workflow must not overflow the stack. */
function forwardWires(items) {
  const byKey = new Map(items.map((item) => [item.key, item]));
  const ahead = new Map(items.map(({ key }) => [key, []]));
  const open = new Set();
  const done = new Set();
  for (const { key: start } of items) {
    const way = done.has(start) ? [] : [visit(start)];
    while (way.length) {
      const { key, targets } = way.at(-1);
      const target = targets.shift();
      if (target === undefined) {
        open.delete(key);
        done.add(key);
        way.pop();
      } else if (!open.has(target)) {
        ahead.get(key).push(target);
        if (!done.has(target)) way.push(visit(target));
      }
    }
  }
  function visit(key) {
    open.add(key);
    const targets = byKey.get(key).outputs.flatMap((output) => output.targets);
    return { key, targets: [...new Set(targets)].filter((target) => byKey.has(target)) };
  }
  return ahead;
}

/* Order each layer by where the items stand that lead to it, to cross fewer wires. */
function sorted(layers, items) {
  const place = new Map();
  const note = () => {
    for (const layer of layers) layer.forEach((item, index) => place.set(item.key, (index + 0.5) / layer.length));
  };
  note();
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const wanted = new Map(items.map(({ key }) => [key, []]));
    for (const item of items) {
      item.outputs.forEach(({ targets }, index) => {
        const lean = index / 1000;
        for (const key of targets) wanted.get(key)?.push(place.get(item.key) + lean);
      });
    }
    const mean = ({ key }) => {
      const all = wanted.get(key);
      return all.length ? all.reduce((sum, each) => sum + each, 0) / all.length : place.get(key);
    };
    for (const layer of layers) layer.sort((one, other) => mean(one) - mean(other));
    note();
  }
  return layers;
}
