/* A list of single values: one control each. */

import { el } from "../element.js";
import { EditableList } from "../editable_list.js";
import { Place } from "../place.js";
import { jsonInstead } from "./json_instead.js";

const FRESH = { flag: false, number: 0 };

export function items(form, field, place) {
  const { value } = place;
  if (value && !Array.isArray(value)) return jsonInstead(form, field, place);
  const list = new EditableList(form, field, place, {
    fresh: () => FRESH[field.item.kind] ?? "",
    makeRow: (index, buttons) => {
      const item = { ...field.item, label: `${field.item.label} ${index + 1}`, help: "" };
      const widget = form.widget(item, new Place(place, [index]));
      return { element: el("div", { class: "sh-entry-line" }, widget.element, buttons), update: () => widget.update() };
    },
  });
  return { element: list.element, update: () => list.update() };
}
