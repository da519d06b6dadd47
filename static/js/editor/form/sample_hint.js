/* Where previews come from, and how to get them. */

import { icon } from "../icons.js";
import { el } from "./element.js";

export function sampleHint(store) {
  const text = el("span", {}, "Choose a sample payload to see what templates and paths come to.");
  const button = el("button", { class: "btn btn-sm", type: "button", onclick: () => store.tell("focus-test") }, "Choose a sample");
  const element = el("div", { class: "sh-form-hint" }, icon("bulb"), text, button);
  return {
    element,
    update: () => {
      element.hidden = Boolean(store.sample);
    },
  };
}
