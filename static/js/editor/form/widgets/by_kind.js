/* A value whose kind another field tells: its widget follows that field, and the
   value stays when the kind changes. */

import { el } from "../element.js";
import { chosenKind } from "../visibility.js";

export function byKind(form, field, place) {
  const element = el("div");
  let word = null;
  let inner = null;
  const update = () => {
    const now = chosenKind(field, place.holder);
    if (now === word) {
      inner.update();
      return;
    }
    word = now;
    inner = form.widget({ ...field.kinds[word], name: field.name, aliases: field.aliases, required: field.required }, place);
    element.replaceChildren(inner.element);
  };
  update();
  return { element, update };
}
