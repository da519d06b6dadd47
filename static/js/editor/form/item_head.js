/* The top of an item's form: its name, what it is, and what can be done with it. */

import { icon } from "../icons.js";
import { duplicate } from "../clipboard.js";
import { remove } from "../edits.js";
import { el } from "./element.js";
import { Frame } from "./frame.js";
import { Place, Root } from "./place.js";
import { shownText } from "./text_value.js";

export function itemHead(form, item) {
  const { store, itemKey } = form;
  const place = new Place(new Root(form, "meta"), ["label"]);
  const input = el("input", { class: "form-control", type: "text", autocomplete: "off", maxlength: "255" });
  const frame = new Frame(form, { label: "Name", help: "" }, place, input);
  input.placeholder = item.type.label;
  input.readOnly = !form.canEdit;
  input.addEventListener("input", () => place.write(input.value, "Rename", true));
  input.addEventListener("change", () => form.settle());
  const button = (picture, words, action, look = "") =>
    el("button", { class: `btn btn-sm btn-icon ${look}`, type: "button", "aria-label": words, title: words, onclick: action }, icon(picture));
  const isTrigger = item.kind === "trigger";
  const buttons = form.canEdit
    ? [
        button("copy", isTrigger ? "Duplicate this trigger" : "Duplicate this node", () => duplicate(store)),
        button("trash", isTrigger ? "Delete this trigger" : "Delete this node", () => remove(store, [itemKey])),
      ]
    : [];
  const title = el("h2", { class: "sh-form-title" }, item.type.label);
  const marks = [];
  if (item.type.unknown || item.type.placeholder) marks.push(el("span", { class: "sh-badge sh-tone-warn" }, icon("alert-triangle"), "Cannot run here"));
  const element = el(
    "div",
    { class: "sh-form-head" },
    el("div", { class: "sh-form-what" }, title, el("div", { class: "sh-entry-buttons" }, ...buttons)),
    ...marks,
    el("p", { class: "sh-form-summary" }, item.type.summary),
    frame.element,
  );
  const update = () => {
    const label = shownText(place.value);
    if (input.value !== label) input.value = label;
  };
  update();
  return { element, update };
}
