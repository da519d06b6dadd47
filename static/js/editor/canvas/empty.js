/* What an empty canvas says: how to begin. */

import { h } from "../../element.js";
import { icon } from "../icons.js";

export function mountEmpty(canvas) {
  const { element, store } = canvas;
  const hint = h("div", { class: "sh-canvas-empty", hidden: true }, ...words(store));
  element.append(hint);
  const show = () => {
    hint.hidden = Boolean(store.group) || canvas.sync.shown().length > 0;
  };
  store.on("change", show);
  store.on("group", show);
  show();
}

function words(store) {
  if (!store.canEdit) return [h("p", {}, "Nothing is in this workflow yet.")];
  const add = h("button", { class: "btn", type: "button", onclick: () => store.tell("focus-palette", {}) }, icon("plus"), "Add a trigger");
  return [
    h("p", { class: "sh-canvas-empty-title" }, "Begin with a trigger"),
    h("p", {}, "It says what starts the workflow: a request, a time, a button. Drag one here, then drag nodes below it."),
    add,
  ];
}
