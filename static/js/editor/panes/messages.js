/* Debug messages of runs, live or from a trace: level, text, node and value. */

import { badge, h } from "../../element.js";
import { jsonView, parseJson } from "../../json_view.js";
import { icon } from "../icons.js";
import { showItem } from "./going.js";

const TONES = { error: ["bad", "alert-circle"], warn: ["warn", "alert-triangle"], info: ["info", "info-circle"] };
export const LEVELS = ["error", "warn", "info", "verbose"];

/* One message as a list's item; its node's name selects the node. */
export function messageRow(store, message) {
  const [tone, symbol] = TONES[message.level] ?? ["none", "point"];
  const row = h(
    "li",
    { class: "sh-debug-message" },
    badge(message.level, tone, icon(symbol)),
    h("span", { class: "sh-message" }, message.text || "(no text)"),
    message.nodeId && nodeButton(store, message.nodeId, message.label),
    value(message.value),
  );
  row.dataset.level = message.level;
  row.dataset.node = message.nodeId ?? "";
  return row;
}

/* A button that selects a node, or its name alone when it is no more here. */
export function nodeButton(store, nodeId, label) {
  if (!store.item(nodeId)) return h("span", { class: "text-secondary" }, label);
  return h("button", { type: "button", class: "sh-link", onclick: () => showItem(store, nodeId) }, label);
}

function value(text) {
  if (text === null || text === undefined) return null;
  const parsed = parseJson(text);
  if (parsed === undefined) return h("code", {}, text.slice(0, 200));
  if (parsed === null || typeof parsed !== "object") return jsonView(parsed);
  const details = h("details", { class: "sh-debug-value" }, h("summary", {}, "Value"));
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(jsonView(parsed));
  });
  return details;
}
