/* A list of objects: rows of fields that can be added, removed and moved. */

import { el } from "../element.js";
import { FieldList } from "../field_list.js";
import { EditableList } from "../editable_list.js";
import { Place } from "../place.js";
import { jsonInstead } from "./json_instead.js";

export function rows(form, field, place) {
  const { value } = place;
  if (value && !(Array.isArray(value) && value.every(isObject))) return jsonInstead(form, field, place);
  const list = new EditableList(form, field, place, {
    fresh: () => freshRow(field.fields),
    makeRow: (index, buttons) => {
      const fields = new FieldList(form, field.fields, new Place(place, [index]));
      const head = el("div", { class: "sh-entry-head" }, el("span", { class: "sh-number", "aria-hidden": "true" }, String(index + 1)), buttons);
      const element = el(
        "div",
        { class: "sh-entry", role: "group", "aria-label": `${field.label} ${index + 1}` },
        head,
        fields.element,
      );
      return { element, update: () => fields.update() };
    },
  });
  return { element: list.element, update: () => list.update() };
}

function freshRow(fields) {
  const row = {};
  for (const field of fields) {
    if (field.default !== undefined) row[field.name] = structuredClone(field.default);
  }
  return row;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
