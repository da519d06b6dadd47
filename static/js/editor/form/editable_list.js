/* A list whose entries are added, removed and moved, all by keyboard. Rows belong to
   positions: when entries move, the controls stay and show other values, so that
   the focus can follow. */

import { icon } from "../icons.js";
import { el } from "./element.js";
import { ListFrame } from "./list_frame.js";

export class EditableList {
  /* ways: {fresh() -> a new entry, makeRow(index, buttons) -> {element, update}}. */
  constructor(form, field, place, ways) {
    Object.assign(this, { form, field, place, ways });
    this.rows = [];
    this.body = el("div", { class: "sh-entries" });
    this.add = el(
      "button",
      { class: "btn btn-sm", type: "button", onclick: () => this.append() },
      icon("plus"),
      "Add",
      el("span", { class: "visually-hidden" }, ` to ${field.label}`),
    );
    this.frame = new ListFrame(form, field, place, el("div", {}, this.body, this.add));
    this.element = this.frame.element;
    this.update();
  }

  get entries() {
    return Array.isArray(this.place.value) ? this.place.value : [];
  }

  update() {
    const { length } = this.entries;
    while (this.rows.length > length) this.rows.pop().element.remove();
    for (const row of this.rows) row.update();
    while (this.rows.length < length) {
      const index = this.rows.length;
      const buttons = this.buttons(index);
      const row = { ...this.ways.makeRow(index, buttons), buttons };
      this.rows.push(row);
      this.body.append(row.element);
    }
    this.rows.forEach((row, index) => {
      const [up, down] = row.buttons.children;
      up.disabled = !this.form.canEdit || index === 0;
      down.disabled = !this.form.canEdit || index === length - 1;
    });
    this.add.hidden = !this.form.canEdit || length >= (this.field.most ?? Infinity);
  }

  buttons(index) {
    const name = `${this.field.label} ${index + 1}`;
    const button = (picture, words, action) =>
      el("button", { class: "btn btn-icon btn-sm", type: "button", "aria-label": `${words} ${name}`, title: words, onclick: action }, icon(picture));
    const remove = button("trash", "Remove", () => this.remove(index));
    remove.disabled = !this.form.canEdit;
    return el(
      "div",
      { class: "sh-entry-buttons" },
      button("arrow-up", "Move up", () => this.move(index, index - 1)),
      button("arrow-down", "Move down", () => this.move(index, index + 1)),
      remove,
    );
  }

  append() {
    this.place.write([...this.entries, this.ways.fresh()], `Add to ${this.field.label}`);
    this.rows.at(-1)?.element.querySelector("input, select, textarea")?.focus();
  }

  remove(index) {
    this.place.write(this.entries.filter((_, at) => at !== index), `Remove from ${this.field.label}`);
    const next = this.rows[Math.min(index, this.rows.length - 1)];
    (next?.buttons.lastElementChild ?? this.add).focus();
  }

  move(from, to) {
    const entries = [...this.entries];
    const [entry] = entries.splice(from, 1);
    entries.splice(to, 0, entry);
    this.place.write(entries, `Move in ${this.field.label}`);
    const [up, down] = this.rows[to].buttons.children;
    const wanted = to < from ? up : down;
    (wanted.disabled ? (to < from ? down : up) : wanted).focus();
    this.form.announce(`Moved to place ${to + 1} of ${entries.length}.`);
  }
}
