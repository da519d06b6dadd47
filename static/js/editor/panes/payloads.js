/* The payloads of a run's steps. A trace leaves out what can be told from the steps
   before, so each is looked up along the way that the run took. */

import { parseJson } from "../../json_view.js";
import { changes } from "./difference.js";

const MOST_CHANGES = 40;

/* The payload that a step began with, as JSON text; null where it was not kept. */
export function beforeOf(steps, place) {
  const step = steps[place];
  if (step.before !== null) return step.before;
  return step.parent === null || !steps[step.parent] ? null : afterOf(steps, step.parent);
}

/* The payload that a step left, as JSON text; null where it was not kept. */
export function afterOf(steps, place) {
  let at = place;
  while (steps[at]) {
    const step = steps[at];
    if (step.after !== null) return step.after;
    if (step.omitted) return null;
    if (step.before !== null) return step.before;
    at = step.parent;
  }
  return null;
}

/* What a step changed: {list: [{path, before, after}], left: how many more}. */
export function changesOf(steps, place) {
  if (steps[place].after === null) return { list: [], left: 0 };
  const [before, after] = [beforeOf(steps, place), steps[place].after].map((text) => parseJson(text ?? ""));
  const found = before === undefined || after === undefined ? [] : changes(before, after);
  return { list: found.slice(0, MOST_CHANGES), left: Math.max(0, found.length - MOST_CHANGES) };
}
