/* Several items are selected: what can be done with them together. */

import { icon } from "../icons.js";
import { duplicate } from "../clipboard.js";
import { remove } from "../edits.js";
import { el } from "./element.js";

export function severalView(element, store) {
  const items = [...store.selection].map((key) => store.item(key)).filter(Boolean);
  const button = (picture, words, action) =>
    el("button", { class: "btn", type: "button", onclick: action }, icon(picture), words);
  const pick = (key) => () => store.select([key]);
  const list = el(
    "ul",
    { class: "sh-form-items" },
    ...items.map((item) => el("li", {}, el("button", { class: "btn btn-sm", type: "button", onclick: pick(item.key) }, item.label))),
  );
  const acts = store.canEdit
    ? el(
        "div",
        { class: "sh-buttons" },
        button("copy", "Duplicate", () => duplicate(store)),
        button("trash", "Delete", () => remove(store, [...store.selection])),
        button("x", "Select nothing", () => store.select([])),
      )
    : null;
  element.prepend(el("div", { class: "sh-form-view" }, el("h2", { class: "sh-form-title" }, `${items.length} items selected`), acts, list));
  return {
    update() {},
    sampled() {},
    showProblems() {},
    leave() {},
    focus: () => element.querySelector("button")?.focus(),
  };
}
