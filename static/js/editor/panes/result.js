/* What a run came to: its status, what the caller gets, its error, its steps. */

import { badge, fill, h } from "../../element.js";
import { icon } from "../icons.js";
import { messageRow, nodeButton } from "./messages.js";
import { duration } from "../words.js";
import { mark, stepList } from "./steps.js";

const STATUSES = {
  succeeded: ["good", "circle-check"],
  failed: ["bad", "circle-x"],
  waiting: ["wait", "hourglass"],
  running: ["wait", "player-play"],
  queued: ["info", "clock"],
  interrupted: ["warn", "alert-triangle"],
  cancelled: ["none", "ban"],
};
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/* A run's status as a badge. */
export function statusBadge(status) {
  const [tone, symbol] = STATUSES[status] ?? ["none", "point"];
  return badge(status, tone, icon(symbol));
}

/* A run in one sentence, to be read aloud. */
export function sentenceOf(trace) {
  const steps = trace.steps.length === 1 ? "1 step" : `${trace.steps.length} steps`;
  const error = trace.error ? ` ${trace.error.message}` : "";
  return `The run ${trace.status} after ${duration(trace.durationMs)}, ${steps}.${error}`;
}

/* Show the store's trace inside the element and follow it; empty is what stands
   there while there is none, head(trace) more of the first line. */
export function followTrace(element, store, { empty, head = () => [] }) {
  let list = null;
  const show = () => {
    const { trace } = store;
    list = trace ? stepList(store, trace) : null;
    fill(element, ...(trace ? parts(store, trace, list, head(trace)) : [empty]));
  };
  store.on("trace", show);
  store.on("selection", () => list && mark(list, store));
  show();
}

function parts(store, trace, list, head) {
  const more = trace.leftOutSteps ?? 0;
  return [
    h(
      "div",
      { class: "sh-trace-head" },
      statusBadge(trace.status),
      h("strong", {}, trace.createdAt ? `Run of ${exact.format(new Date(trace.createdAt))}` : "Dry run"),
      h("span", { class: "text-secondary" }, duration(trace.durationMs)),
      head,
    ),
    error(store, trace),
    reply(trace.reply),
    messages(store, trace),
    h("h4", {}, `Path taken, ${trace.steps.length + more} ${trace.steps.length + more === 1 ? "step" : "steps"}`),
    trace.steps.length ? list : h("p", { class: "text-secondary" }, "No node ran: nothing is wired behind the start."),
    more > 0 && h("p", { class: "text-secondary" }, `${more} more steps were not kept.`),
  ];
}

function error(store, { error: given, steps }) {
  if (!given) return null;
  const label = steps.find((step) => step.nodeId === given.nodeId)?.label ?? store.item(given.nodeId)?.label;
  return h(
    "div",
    { class: "alert alert-danger" },
    icon("alert-triangle"),
    h("div", {}, h("strong", {}, given.name || "Error"), `: ${given.message} `, given.nodeId && label && nodeButton(store, given.nodeId, label)),
  );
}

function reply(given) {
  if (!given) return null;
  const isText = given.encoding === "text";
  return h(
    "section",
    { class: "sh-trace-reply", "aria-label": "Reply to the caller" },
    h("div", { class: "sh-trace-head" }, h("h4", {}, "Reply to the caller"), badge(String(given.status), given.status < 400 ? "good" : "warn")),
    given.headers.length > 0 && h("pre", { class: "sh-code" }, given.headers.map(([name, value]) => `${name}: ${value}`).join("\n")),
    h("pre", { class: "sh-code", tabindex: "0" }, isText ? given.body || "(empty)" : `Binary, as base64: ${given.body}`),
  );
}

function messages(store, { messages: given, leftOutMessages }) {
  if (!given.length) return null;
  return h(
    "section",
    { "aria-label": "Debug messages" },
    h("h4", {}, "Debug messages"),
    h("ul", { class: "sh-debug-messages" }, given.map((message) => messageRow(store, message))),
    leftOutMessages > 0 && h("p", { class: "text-secondary" }, `${leftOutMessages} more were not kept.`),
  );
}
