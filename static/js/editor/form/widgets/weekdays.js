/* Days of the week, Sunday first: a list of their numbers, or seven times yes or no. */

import { el, newElementId } from "../element.js";
import { ListFrame } from "../list_frame.js";
import { items } from "./items.js";

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export function weekdays(form, field, place) {
  const isFlags = field.item.kind === "flag";
  const asExpected = isFlags ? isSevenFlags : isDayNumbers;
  if (!asExpected(place.value ?? [])) return items(form, field, place);
  const boxes = DAYS.map(() => el("input", { class: "form-check-input", type: "checkbox", id: newElementId() }));
  const held = () => place.value ?? [];
  const isOn = (day) => (isFlags ? held()[day] === true : held().some((each) => Number(each) === day));
  const write = () => {
    const chosen = boxes.map((box) => box.checked);
    const numbers = DAYS.map((_, day) => day).filter((day) => chosen[day]);
    place.write(isFlags ? chosen : numbers, `Edit ${field.label}`);
  };
  const checks = boxes.map((box, day) => {
    box.disabled = !form.canEdit;
    box.addEventListener("change", write);
    return el("div", { class: "form-check" }, box, el("label", { class: "form-check-label", for: box.id }, DAYS[day]));
  });
  const frame = new ListFrame(form, field, place, el("div", { class: "sh-choices" }, ...checks));
  const update = () => {
    if (asExpected(held())) boxes.forEach((box, day) => (box.checked = isOn(day)));
  };
  update();
  return { element: frame.element, update };
}

function isSevenFlags(value) {
  return Array.isArray(value) && (value.length === 0 || value.length === 7) && value.every((each) => typeof each === "boolean");
}

function isDayNumbers(value) {
  return Array.isArray(value) && value.every((each) => ["0", "1", "2", "3", "4", "5", "6"].includes(String(each)));
}
