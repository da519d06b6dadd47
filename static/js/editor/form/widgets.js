/* Which widget edits which kind of field. A kind of the engine that is not here
   fails a test; so does one here that the engine does not have. */

import { byKind } from "./widgets/by_kind.js";
import { choice } from "./widgets/choice.js";
import { code } from "./widgets/code.js";
import { flag } from "./widgets/flag.js";
import { group } from "./widgets/group.js";
import { items } from "./widgets/items.js";
import { reference } from "./widgets/reference.js";
import { rows } from "./widgets/rows.js";
import { text } from "./widgets/text.js";
import { weekdays } from "./widgets/weekdays.js";

const KINDS = {
  template: text,
  valueTemplate: text,
  numberTemplate: text,
  jsonTemplate: code,
  path: text,
  expression: text,
  text: text,
  code: code,
  flag: flag,
  choice: choice,
  number: text,
  rows: rows,
  items: items,
  group: group,
  byKind: byKind,
  inputValue: text,
};

/* What a plain text names is chosen from a list. */
const CHOSEN = new Set(["customNode", "loop"]);

export const kinds = Object.keys(KINDS);

/* A widget is {element, update()}: update shows what the document holds now. */
export function widget(form, field, place) {
  if (field.kind === "text" && CHOSEN.has(field.refersTo)) return reference(form, field, place);
  if (field.kind === "items" && field.item.refersTo === "weekday") return weekdays(form, field, place);
  if (field.kind === "template" && field.language) return code(form, field, place);
  return (KINDS[field.kind] ?? text)(form, field, place);
}
