/* One of a few words. A word that is none of them is kept and shown as it is. */

import { el } from "../element.js";
import { Frame } from "../frame.js";
import { shownText } from "../text_value.js";

export function choice(form, field, place) {
  const control = el("select", { class: "form-select" });
  const frame = new Frame(form, field, place, control);
  const known = field.choices.map(({ value, label }) => el("option", { value }, label));
  const other = el("option");
  control.append(...known);
  control.disabled = !form.canEdit;
  control.addEventListener("change", () => place.write(control.value, `Edit ${field.label}`));
  const update = () => {
    const value = shownText(place.value) || shownText(field.default);
    const isKnown = field.choices.some((each) => each.value === value);
    if (isKnown || (!value && field.default)) other.remove();
    else {
      other.value = value;
      other.textContent = value ? `${value} (not known here)` : "Choose …";
      control.prepend(other);
    }
    control.value = value;
  };
  update();
  return { element: frame.element, frame, update };
}
