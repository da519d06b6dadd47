/* Text of every kind: templates, paths, expressions, numbers, plain words. */

import { el } from "../element.js";
import { Frame } from "../frame.js";
import { shownText, valueFor } from "../text_value.js";

const ONE_LINE = new Set(["path", "number", "text"]);
const PLAIN = new Set(["text", "number"]);
const NOT_JSON = "This holds JSON, and what stands here is not valid JSON. It is not taken over.";

export function text(form, field, place) {
  const control = makeControl(field, place.value);
  const frame = new Frame(form, field, place, control);
  const label = `Edit ${field.label}`;
  let seen = place.value;
  const was = seen;

  const shown = (value) => {
    control.value = shownText(value);
    const isDefault = value === undefined || value === null;
    const words = isDefault && typeof field.default !== "object" ? shownText(field.default) : "";
    if (control.placeholder !== words) control.placeholder = words;
    grow(control);
  };
  shown(seen);
  control.readOnly = !form.canEdit;

  control.addEventListener("input", () => {
    grow(control);
    try {
      const value = valueFor(control.value, field.kind, was);
      form.complain(frame, "");
      seen = value;
      place.write(value, label, true);
    } catch {
      form.complain(frame, NOT_JSON);
    }
  });
  control.addEventListener("change", () => form.settle());
  if (control.tagName === "TEXTAREA" && !field.multiline) control.addEventListener("keydown", keepOneLine);
  if (!PLAIN.has(field.kind) || field.refersTo) form.completion?.attach(control, field, place);
  form.preview?.watch(frame, field, place);

  const update = () => {
    const { value } = place;
    if (value === seen) return;
    seen = value;
    form.complain(frame, "");
    shown(value);
  };
  return { element: frame.element, frame, update };
}

function makeControl(field, value) {
  const attributes = { class: `form-control${PLAIN.has(field.kind) ? "" : " sh-form-mono"}`, autocomplete: "off", spellcheck: "false" };
  const isLong = field.multiline || (typeof value === "object" && value !== null) || String(value ?? "").includes("\n");
  if (ONE_LINE.has(field.kind) && !isLong) {
    return el("input", { ...attributes, type: "text", inputmode: field.kind === "number" ? "decimal" : undefined });
  }
  return el("textarea", { ...attributes, rows: field.multiline ? 3 : 1 });
}

/* A line break belongs where several lines are expected, or with Shift. */
function keepOneLine(event) {
  const isMultiline = event.target.value.includes("\n");
  if (event.key === "Enter" && !event.shiftKey && !isMultiline) event.preventDefault();
}

/* Where the browser does not size it by its content itself. */
function grow(control) {
  if (control.tagName !== "TEXTAREA" || CSS.supports("field-sizing", "content")) return;
  const lines = control.value.split("\n").length;
  control.rows = Math.min(12, lines);
}
