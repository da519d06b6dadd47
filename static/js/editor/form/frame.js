/* What stands around every control: label, help, complaint, preview. */

import { icon } from "../icons.js";
import { el, newElementId, put } from "./element.js";

export class Frame {
  /* control: what the label names. tools: buttons beside the label. */
  constructor(form, field, place, control, { tools = [], label = "", inline = false } = {}) {
    this.form = form;
    this.control = control;
    control.id ||= newElementId();
    const words = label || field.label;
    this.label = el("label", { class: inline ? "form-check-label" : "form-label", for: control.id }, words);
    if (field.required) this.label.classList.add("required");
    this.help = field.help ? el("small", { class: "form-hint", id: `${control.id}-help` }, field.help) : null;
    this.text = el("span");
    this.error = el(
      "div",
      { class: "sh-field-error", id: `${control.id}-error`, hidden: true },
      icon("alert-triangle"),
      this.text,
    );
    this.element = el("div", { class: "sh-form-field" });
    if (inline) {
      this.element.append(el("div", { class: "form-check form-switch" }, control, this.label));
    } else {
      const head = el("div", { class: "sh-form-label" }, this.label, ...tools);
      this.element.append(head, control);
    }
    if (this.help) this.element.append(this.help);
    this.element.append(this.error);
    this.about = [];
    this.describe();
    form.controls.add(place, this);
  }

  /* Put something below the control that also describes it. */
  below(element) {
    element.id ||= newElementId();
    this.element.append(element);
    this.about.push(element.id);
    this.describe();
  }

  describe() {
    const ids = [this.help?.id, this.error.hidden ? "" : this.error.id, ...this.about];
    put(this.control, "aria-describedby", ids.filter(Boolean).join(" "));
  }

  /* problems: [{message, severity}]. */
  show(problems) {
    const words = problems.map((problem) => problem.message).join(" ");
    const isError = problems.some((problem) => problem.severity !== "warning");
    if (this.text.textContent !== words) this.text.textContent = words;
    this.error.hidden = !words;
    this.error.classList.toggle("sh-field-warning", Boolean(words) && !isError);
    put(this.control, "aria-invalid", isError ? "true" : "");
    this.control.classList.toggle("is-invalid", isError);
    this.describe();
    this.shown?.(words, isError);
  }

  focus() {
    if (this.onfocus) this.onfocus();
    else this.control.focus();
  }
}
