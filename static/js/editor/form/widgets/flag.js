/* Yes or no, as a switch. */

import { el } from "../element.js";
import { Frame } from "../frame.js";

const YES = new Set([true, "true", 1]);
const NO = new Set([false, "false", "", 0, undefined, null]);

export function flag(form, field, place) {
  const control = el("input", { class: "form-check-input", type: "checkbox", role: "switch" });
  const frame = new Frame(form, field, place, control, { inline: true });
  control.disabled = !form.canEdit;
  control.addEventListener("change", () => place.write(control.checked, `Edit ${field.label}`));
  let complained = false;
  const update = () => {
    const value = place.value ?? field.default;
    control.checked = YES.has(value);
    const isOdd = !YES.has(value) && !NO.has(value);
    if (isOdd !== complained) form.complain(frame, isOdd ? `It holds ${JSON.stringify(value)}, which is neither yes nor no.` : "");
    complained = isOdd;
  };
  update();
  return { element: frame.element, frame, update };
}
