/* The list of completions below a control: one list for the whole form. */

import { el, newElementId, put } from "../element.js";

export class Listbox {
  /* onpick(candidate): somebody chose with the mouse. */
  constructor(onpick) {
    this.onpick = onpick;
    this.id = newElementId();
    this.element = el("div", { class: "sh-complete", role: "listbox", id: this.id, "aria-label": "Completions", hidden: true });
    this.options = [];
    this.active = -1;
    this.control = null;
    // The control must keep the focus while an option is pressed.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
    this.element.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.onpick(this.candidates[Number(option.dataset.place)]);
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /* first: the option that Enter takes at once; -1 for none. */
  open(control, candidates, first) {
    if (this.control && this.control !== control) this.close();
    this.control = control;
    this.candidates = candidates;
    this.options = candidates.map(({ label, hint }, place) =>
      el(
        "div",
        { class: "sh-complete-option", role: "option", id: `${this.id}-${place}`, "data-place": place, "aria-selected": "false" },
        el("span", { class: "sh-complete-name" }, label),
        el("span", { class: "sh-complete-hint" }, hint),
      ),
    );
    this.element.replaceChildren(...this.options);
    this.element.hidden = false;
    put(control, "aria-controls", this.id);
    if (control.tagName === "INPUT") put(control, "aria-expanded", "true");
    this.place();
    this.activate(first);
  }

  close() {
    this.element.hidden = true;
    this.active = -1;
    if (!this.control) return;
    for (const name of ["aria-controls", "aria-activedescendant"]) this.control.removeAttribute(name);
    if (this.control.tagName === "INPUT") put(this.control, "aria-expanded", "false");
    this.control = null;
  }

  step(by) {
    const { length } = this.options;
    this.activate((this.active + by + length) % length);
  }

  activate(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    put(this.control, "aria-activedescendant", option?.id ?? "");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
  }

  get chosen() {
    return this.candidates[this.active];
  }

  /* Below the control, or above it where there is more room. */
  place() {
    const box = this.control.getBoundingClientRect();
    const { style } = this.element;
    const below = innerHeight - box.bottom;
    const isBelow = below > 180 || below > box.top;
    const width = Math.min(Math.max(box.width, 320), innerWidth - 16);
    style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
    style.width = `${width}px`;
    style.maxHeight = `${Math.min(280, (isBelow ? below : box.top) - 12)}px`;
    style.top = isBelow ? `${box.bottom + 4}px` : "auto";
    style.bottom = isBelow ? "auto" : `${innerHeight - box.top + 4}px`;
  }
}
