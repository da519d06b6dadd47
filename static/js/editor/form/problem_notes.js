/* Problems of an item that belong to no visible control. */

import { icon } from "../icons.js";
import { el } from "./element.js";

export function problemNotes() {
  const element = el("div", { class: "sh-form-notes" });
  let shown = "";
  const show = (problems) => {
    const words = JSON.stringify(problems);
    if (words === shown) return;
    shown = words;
    element.replaceChildren(
      ...problems.map(({ message, severity }) =>
        el("div", { class: `alert alert-${severity === "warning" ? "warning" : "danger"}` }, icon("alert-triangle"), el("div", {}, message)),
      ),
    );
  };
  return { element, show };
}
