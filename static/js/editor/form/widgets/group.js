/* One object with fields of its own. */

import { el } from "../element.js";
import { FieldList } from "../field_list.js";
import { ListFrame } from "../list_frame.js";
import { jsonInstead } from "./json_instead.js";

export function group(form, field, place) {
  const { value } = place;
  if (value !== undefined && value !== null && (typeof value !== "object" || Array.isArray(value))) {
    return jsonInstead(form, field, place);
  }
  const list = new FieldList(form, field.fields, place);
  const frame = new ListFrame(form, field, place, el("div", { class: "sh-form-inside" }, list.element));
  return { element: frame.element, update: () => list.update() };
}
