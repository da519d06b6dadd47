/* A timer's fields: how the times are chosen decides which of them are shown. The
   engine takes a schedule before seconds, so choosing one way takes the others away. */

import { el } from "./element.js";
import { FieldList } from "./field_list.js";
import { Root } from "./place.js";

const WAY = "timerTypeSelect";
const NEEDS = { seconds: ["seconds"], cron: ["cron", "tz"], cronWeekly: [] };

export function timerFields(form, type) {
  const config = new Root(form, "config");
  const meta = new Root(form, "meta");
  const isSet = (name) => ![undefined, null, ""].includes(config.value?.[name]);
  const way = () => {
    const chosen = meta.value?.[WAY];
    if (Object.hasOwn(NEEDS, chosen)) return chosen;
    return isSet("cron") ? "cron" : "seconds";
  };
  const choice = type.metaFields.filter((field) => field.name === WAY).map((field) => ({ ...field, default: way() }));
  const select = new FieldList(form, choice, meta);
  const rest = new FieldList(form, type.metaFields.filter((field) => field.name !== WAY), meta);
  const lists = type.fields.map((field) => ({ field, list: new FieldList(form, [field], config) }));
  const element = el("div", { class: "sh-form-fields" }, select.element, ...lists.map(({ list }) => list.element), rest.element);
  const update = () => {
    const now = way();
    for (const list of [select, rest]) list.update();
    for (const { field, list } of lists) {
      list.update();
      list.element.hidden = !NEEDS[now].includes(field.name) && !isSet(field.name);
    }
  };
  // After the choice itself is written: undo brings back one, then the other.
  select.element.addEventListener("change", () => {
    const now = way();
    const gone = ["seconds", "cron", "tz"].filter((name) => !NEEDS[now].includes(name) && isSet(name));
    if (!gone.length) return;
    const kept = Object.entries(config.value ?? {}).filter(([name]) => !gone.includes(name));
    config.write(Object.fromEntries(kept), "Choose the times");
  });
  update();
  return { element, update };
}
