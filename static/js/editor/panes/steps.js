/* The steps of a run as a list beside the canvas: what is selected in one is selected
   in the other. Payloads are laid out when a step is opened. */

import { badge, fill, h } from "../../element.js";
import { jsonView, parseJson } from "../../json_view.js";
import { icon } from "../icons.js";
import { showItem } from "./going.js";
import { duration } from "../words.js";
import { afterOf, beforeOf, changesOf } from "./payloads.js";

const AT_ONCE = 100;
const LONGEST = 160;

/* A list of the trace's steps that follows the store's selection. */
export function stepList(store, trace) {
  const list = h("ol", { class: "sh-steps" });
  more(list, store, trace, 0);
  mark(list, store);
  return list;
}

/* Mark the steps of the selected nodes, and bring the first of them into view. */
export function mark(list, store) {
  let first = null;
  for (const row of list.querySelectorAll("[data-node]")) {
    const isChosen = store.selection.has(row.dataset.node);
    row.toggleAttribute("data-chosen", isChosen);
    if (isChosen) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
    if (isChosen) first ??= row;
  }
  if (first && !list.contains(document.activeElement)) first.scrollIntoView({ block: "nearest" });
}

function more(list, store, trace, from) {
  const until = Math.min(from + AT_ONCE, trace.steps.length);
  for (let place = from; place < until; place += 1) list.append(row(store, trace, place));
  if (until === trace.steps.length) return;
  const button = h("button", { type: "button", class: "btn btn-sm" }, `Show more of ${trace.steps.length} steps`);
  const holder = h("li", {}, button);
  button.addEventListener("click", () => {
    holder.remove();
    more(list, store, trace, until);
    list.children[until]?.querySelector("summary").focus();
  });
  list.append(holder);
}

function row(store, trace, place) {
  const step = trace.steps[place];
  const inside = h("div", { class: "sh-steps-inside" });
  const details = h(
    "details",
    {},
    h(
      "summary",
      {},
      h("span", { class: "sh-number" }, String(place + 1)),
      symbol(step),
      h("span", { class: "sh-steps-label" }, step.label || store.typeOf("node", step).label),
      way(store, step),
      h("span", { class: "sh-steps-time" }, duration(step.durationMs)),
    ),
    inside,
  );
  details.querySelector("summary").addEventListener("click", () => showItem(store, step.nodeId));
  details.addEventListener("toggle", () => {
    if (details.open && !inside.firstChild) fill(inside, ...contents(trace, place));
  });
  return h("li", { "data-node": step.nodeId, class: step.error ? "sh-steps-bad" : null }, details);
}

function symbol(step) {
  const [name, words] = step.error
    ? ["alert-triangle", "failed"]
    : step.skipped
      ? ["player-skip-forward", "left out"]
      : ["circle-check", "done"];
  return h("span", { class: `sh-steps-mark sh-steps-${name}` }, icon(name), h("span", { class: "visually-hidden" }, words));
}

function way(store, step) {
  const outputs = store.item(step.nodeId)?.outputs ?? [];
  if (outputs.length < 2 || step.output === null) return null;
  return badge(outputs[step.output]?.label ?? `Output ${step.output + 1}`, "info");
}

function contents(trace, place) {
  const step = trace.steps[place];
  return [
    step.error && h("p", { class: "sh-run-error" }, step.error),
    step.skipped && h("p", { class: "text-secondary" }, step.skipped),
    step.omitted > 0 && h("p", { class: "text-secondary" }, "The payload was too large to keep."),
    changeList(trace.steps, place),
    payload("Payload before", beforeOf(trace.steps, place)),
    step.after !== null && payload("Payload after", afterOf(trace.steps, place)),
  ];
}

function changeList(steps, place) {
  const step = steps[place];
  const { list, left } = changesOf(steps, place);
  if (!list.length) return !step.omitted && h("p", { class: "text-secondary" }, "The payload was left as it was.");
  return h(
    "ul",
    { class: "sh-steps-changes" },
    list.map(({ path, before, after }) =>
      h("li", {}, h("code", {}, path.join(".")), before !== undefined && h("del", {}, short(before)), after === undefined ? " taken away" : h("ins", {}, short(after))),
    ),
    left > 0 && h("li", { class: "text-secondary" }, `and ${left} more`),
  );
}

function short(value) {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

function payload(title, text) {
  if (text === null) return null;
  const details = h("details", { class: "sh-steps-payload" }, h("summary", {}, title));
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(jsonView(parseJson(text)));
  });
  return details;
}
