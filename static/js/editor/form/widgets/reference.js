/* The id of something that there is, chosen by its name. An id of something that is
   not here is kept and said. */

import { el } from "../element.js";
import { Frame } from "../frame.js";
import { shownText } from "../text_value.js";

export function reference(form, field, place) {
  const control = el("select", { class: "form-select" });
  const frame = new Frame(form, field, place, control);
  control.disabled = !form.canEdit;
  control.addEventListener("change", () => place.write(control.value, `Edit ${field.label}`));
  let shown = "";
  const update = () => {
    const value = shownText(place.value);
    const choices = form.targets(field.refersTo);
    const wanted = JSON.stringify([value, choices]);
    if (wanted === shown) return;
    shown = wanted;
    const isKnown = choices.some((each) => each.id === value);
    const options = choices.map(({ id, name }) => el("option", { value: id }, name));
    if (!value) options.unshift(el("option", { value: "" }, choices.length ? "Choose …" : "There is none yet"));
    else if (!isKnown) options.unshift(el("option", { value }, `${value} (not here)`));
    control.replaceChildren(...options);
    control.value = value;
  };
  update();
  return { element: frame.element, frame, update };
}
