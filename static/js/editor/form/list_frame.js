/* What stands around several controls that belong together: a legend, help and
   the complaints that are about the whole. */

import { icon } from "../icons.js";
import { el, newElementId, put } from "./element.js";

export class ListFrame {
  constructor(form, field, place, content) {
    const id = newElementId();
    this.help = field.help ? el("small", { class: "form-hint", id: `${id}-help` }, field.help) : null;
    this.text = el("span");
    this.error = el("div", { class: "sh-field-error", id: `${id}-error`, hidden: true }, icon("alert-triangle"), this.text);
    const legend = el("legend", { class: `form-label${field.required ? " required" : ""}` }, field.label);
    this.element = el("fieldset", { class: "sh-form-list", tabindex: "-1" }, legend, this.help, this.error, content);
    this.describe();
    form.controls.add(place, this);
  }

  describe() {
    const ids = [this.help?.id, this.error.hidden ? "" : this.error.id];
    put(this.element, "aria-describedby", ids.filter(Boolean).join(" "));
  }

  /* problems: [{message, severity}]. */
  show(problems) {
    const words = problems.map((problem) => problem.message).join(" ");
    const isWarning = problems.every((problem) => problem.severity === "warning");
    this.text.textContent = words;
    this.error.hidden = !words;
    this.error.classList.toggle("sh-field-warning", isWarning);
    this.describe();
  }

  focus() {
    const first = this.element.querySelector("input, select, textarea, button");
    (first ?? this.element).focus();
  }
}
