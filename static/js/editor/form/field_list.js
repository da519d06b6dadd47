/* The fields of one object, shown and hidden as the object says. A field's control
   is made when it is first needed and then kept, so that focus and caret stay. */

import { el } from "./element.js";
import { Place } from "./place.js";
import { matters } from "./visibility.js";

export class FieldList {
  /* fields: declarations; base: the place of the object. */
  constructor(form, fields, base) {
    this.form = form;
    this.fields = fields;
    this.base = base;
    this.parts = fields.map((field) => ({
      field,
      place: Place.of(base, field),
      slot: el("div", { hidden: true, "data-field": field.name }),
      widget: null,
    }));
    this.element = el("div", { class: "sh-form-fields" }, ...this.parts.map((part) => part.slot));
    this.update();
  }

  update() {
    const holder = this.base.value;
    for (const part of this.parts) {
      const isShown = matters(part.field, holder, this.fields);
      part.slot.hidden = !isShown;
      if (!isShown) continue;
      if (part.widget) part.widget.update();
      else {
        part.widget = this.form.widget(part.field, part.place);
        part.slot.append(part.widget.element);
      }
    }
  }
}
