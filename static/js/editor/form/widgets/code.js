/* Programs and JSON: a plain text area that becomes a code editor once that is
   loaded, and stays what it is where it cannot be. */

import { icon } from "../../icons.js";
import { candidatesAt } from "../completion/candidates.js";
import { contextAt } from "../completion/context.js";
import { scriptCandidates } from "../completion/script.js";
import { mountCode } from "../code/code_field.js";
import { enlarge } from "../code/enlarge.js";
import { el } from "../element.js";
import { Frame } from "../frame.js";
import { shownText, valueFor } from "../text_value.js";

export function code(form, field, place) {
  const area = el("textarea", { class: "form-control sh-form-mono", rows: "5", spellcheck: "false", autocomplete: "off" });
  const host = el("div", { class: "sh-code-field", hidden: true });
  const larger = el(
    "button",
    { class: "btn btn-icon btn-sm", type: "button", "aria-label": `Enlarge ${field.label}`, title: "Enlarge", hidden: true },
    icon("arrows-maximize"),
  );
  const frame = new Frame(form, field, place, area, { tools: [larger] });
  area.after(host);
  area.readOnly = !form.canEdit;
  let editor = null;
  let seen = place.value;
  const was = seen;
  area.value = shownText(seen);

  const write = (text) => {
    try {
      const value = valueFor(text, field.kind, was);
      form.complain(frame, "");
      seen = value;
      place.write(value, `Edit ${field.label}`, true);
    } catch {
      form.complain(frame, "This is not valid JSON yet. It is not taken over.");
    }
  };
  area.addEventListener("input", () => write(area.value));
  area.addEventListener("change", () => form.settle());
  host.addEventListener("focusout", () => form.settle());
  form.preview?.watch(frame, field, place);

  const given = {
    value: area.value,
    language: field.language ?? "",
    label: field.label,
    readOnly: !form.canEdit,
    onChange: (text) => {
      area.value = text;
      write(text);
    },
    complete: (text, caret, wanted) => complete(form, field, text, caret, wanted),
  };
  mountCode(host, given).then((mounted) => {
    editor = mounted;
    const hadFocus = document.activeElement === area;
    editor.set(area.value);
    area.hidden = true;
    host.hidden = false;
    larger.hidden = false;
    frame.onfocus = () => editor.focus();
    frame.shown = (words, isInvalid) => editor.describe({ description: [field.help, words].filter(Boolean).join(" "), isInvalid });
    frame.shown(frame.text.textContent, area.hasAttribute("aria-invalid"));
    // Whoever has begun to write goes on where they are.
    if (hadFocus) editor.select(area.selectionStart, area.selectionEnd);
    if (hadFocus) editor.focus();
  }, () => form.announce("The code editor could not be loaded; a plain text field stands in for it."));
  frame.label.addEventListener("click", () => editor?.focus());
  larger.addEventListener("click", () => enlarge(host, editor, field.label));

  const update = () => {
    const { value } = place;
    if (value === seen) return;
    seen = value;
    form.complain(frame, "");
    area.value = shownText(value);
    editor?.set(area.value);
  };
  return { element: frame.element, frame, update };
}

function complete(form, field, text, caret, wanted) {
  const known = form.known(field);
  if (field.language === "javascript") return scriptCandidates(text, caret, known.paths, wanted);
  if (field.kind === "code") return [];
  const context = contextAt(field.kind, text, caret);
  if (!context || !(wanted || context.token || context.inside)) return [];
  return candidatesAt(context, field.kind, known);
}
