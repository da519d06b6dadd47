/* A run drawn onto the canvas: what ran, how long, which wires it took. */

import { count, duration } from "../words.js";

const TONES = {
  good: { symbol: "circle-check", word: "ran" },
  bad: { symbol: "circle-x", word: "failed" },
  skipped: { symbol: "player-skip-forward", word: "was skipped" },
};

export function mountTrace(canvas) {
  const { element, graph, store, sync } = canvas;
  const draw = () => {
    const steps = store.trace?.steps ?? [];
    sync.marks = marksOf(steps);
    element.classList.toggle("sh-canvas-traced", Boolean(store.trace));
    sync.draw();
    const taken = takenOf(store, steps);
    for (const edge of graph.getEdges()) {
      const isTaken = taken.has(edge.id);
      graph.findViewByCell(edge)?.container.classList.toggle("sh-wire-taken", isTaken);
      edge.setProp("taken", isTaken);
    }
  };
  store.on("trace", draw);
  store.on("group", draw);
  store.on("change", () => store.trace && draw());
  // A wire that is drawn later than the run still has to tell.
  graph.on("view:mounted", ({ view }) => {
    if (view.cell.isEdge() && view.cell.getProp("taken")) view.addClass("sh-wire-taken");
  });
  draw();
}

/* By node: {tone, symbol, count, duration, words}. */
function marksOf(steps) {
  const marks = new Map();
  for (const step of steps) {
    const mark = marks.get(step.nodeId) ?? { tone: "", count: 0, ms: 0 };
    mark.count += 1;
    mark.ms += step.durationMs ?? 0;
    const tone = step.error ? "bad" : step.skipped ? "skipped" : "good";
    if (tone === "bad" || mark.tone !== "bad") mark.tone = tone;
    marks.set(step.nodeId, mark);
  }
  for (const mark of marks.values()) {
    const { symbol, word } = TONES[mark.tone];
    mark.symbol = symbol;
    mark.duration = duration(mark.ms);
    mark.words = `${word}${mark.count > 1 ? ` ${count(mark.count, "time")}` : ""}, ${mark.duration}`;
  }
  return marks;
}

/* The ids of the wires that the steps went along. */
function takenOf(store, steps) {
  const taken = new Set();
  for (const step of steps) {
    const parent = steps[step.parent ?? -1];
    if (parent) {
      for (const output of outputsTo(store, parent, step)) taken.add(JSON.stringify([parent.nodeId, output, step.nodeId]));
    } else {
      store.doc.triggers.forEach((raw, index) => {
        const starts = store.trace.triggerIndexes;
        if (!starts || starts.includes(index)) taken.add(JSON.stringify([store.doc.triggerKeys[index], 0, step.nodeId]));
      });
    }
  }
  return taken;
}

/* A loop's rounds begin at its body, whatever output it went on at in the end. */
function outputsTo(store, parent, step) {
  const wires = store.item(parent.nodeId)?.outputs ?? [];
  const leads = wires.flatMap(({ targets }, index) => (targets.includes(step.nodeId) ? [index] : []));
  const isBody = store.item(parent.nodeId)?.raw.type === "LoopNode" && leads.includes(1);
  if (isBody || leads.length === 1) return leads;
  return leads.filter((index) => index === parent.output);
}
