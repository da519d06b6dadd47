/* Completion while typing: paths of the sample, helpers, functions, ids by name. */

import { put } from "../element.js";
import { candidatesAt } from "./candidates.js";
import { contextAt } from "./context.js";
import { Listbox } from "./listbox.js";

export class Completion {
  /* form: tells known() -> {paths, helpers, functions}, targets(refersTo) and
     announce(text). host: the element that takes the list. */
  constructor(form, host) {
    this.form = form;
    this.list = new Listbox((candidate) => this.take(candidate));
    host.append(this.list.element);
    this.onmoved = () => this.list.isOpen && this.list.place();
    addEventListener("scroll", this.onmoved, true);
    addEventListener("resize", this.onmoved);
  }

  leave() {
    removeEventListener("scroll", this.onmoved, true);
    removeEventListener("resize", this.onmoved);
    this.list.element.remove();
  }

  attach(control, field) {
    if (!this.form.canEdit) return;
    put(control, "aria-autocomplete", "list");
    if (control.tagName === "INPUT") {
      put(control, "role", "combobox");
      put(control, "aria-expanded", "false");
    }
    control.addEventListener("input", (event) => {
      if (event.isTrusted) this.offer(control, field, false);
    });
    control.addEventListener("keydown", (event) => this.press(event, control, field));
    control.addEventListener("blur", () => this.list.close());
    control.addEventListener("click", () => this.list.close());
  }

  /* wanted: somebody asked for the list, so an empty word is enough. */
  offer(control, field, wanted) {
    const found = this.find(control, field, wanted);
    if (!found.length) {
      this.list.close();
      if (wanted) this.form.announce("There is nothing to complete here.");
      return;
    }
    const isBraced = field.kind !== "path" && found[0].from !== found[0].to;
    this.list.open(control, found, isBraced || wanted ? 0 : -1);
    this.form.announce(`${found.length} ${found.length === 1 ? "completion" : "completions"}`);
  }

  find(control, field, wanted) {
    const caret = control.selectionStart;
    if (caret !== control.selectionEnd) return [];
    const named = field.refersTo ? this.named(control, field) : [];
    const context = contextAt(field.kind, control.value, caret);
    if (!context) return named;
    const isAsked = wanted || context.token || context.inside;
    if (!isAsked) return named;
    return [...named, ...candidatesAt(context, field.kind, this.form.known(field))];
  }

  /* Things that the field can name, by what they are called. */
  named(control, field) {
    const words = control.value.trim().toLowerCase();
    if (words.includes("{{")) return [];
    return this.form
      .targets(field.refersTo)
      .filter(({ id, name }) => id !== control.value && `${name} ${id}`.toLowerCase().includes(words))
      .map(({ id, name }) => ({ text: id, label: name, hint: name === id ? "" : id, from: 0, to: control.value.length, caret: id.length }));
  }

  press(event, control, field) {
    const { key } = event;
    if (key === " " && event.ctrlKey) this.offer(control, field, true);
    else if (key === "ArrowDown" && event.altKey) this.offer(control, field, true);
    else if (!this.list.isOpen || this.list.control !== control) return;
    else if (key === "ArrowDown") this.list.step(1);
    else if (key === "ArrowUp") this.list.step(-1);
    else if (key === "Escape") this.list.close();
    else if ((key === "Enter" || key === "Tab") && this.list.chosen) this.take(this.list.chosen);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take({ text, from, to, caret }) {
    const { control } = this.list;
    this.list.close();
    control.focus();
    control.setRangeText(text, from, to, "end");
    control.setSelectionRange(caret, caret);
    control.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}
