/* The form of one trigger or node, made from its type's declaration alone. */

import { set } from "../edits.js";
import { FormContext } from "./context.js";
import { customInputs } from "./custom_inputs.js";
import { el } from "./element.js";
import { FieldList } from "./field_list.js";
import { helpOf } from "./help.js";
import { itemHead } from "./item_head.js";
import { otherSettings } from "./other_settings.js";
import { Root } from "./place.js";
import { problemNotes } from "./problem_notes.js";
import { sampleHint } from "./sample_hint.js";
import { timerFields } from "./timer_fields.js";
import { triggerKey } from "./trigger_key.js";

const NOTE = [{ name: "annotationText", kind: "text", multiline: true, label: "Text", help: "Shown on the canvas. Markdown: **bold**, *italics*, `code`, lists, links." }];

export function itemView(element, store, api, itemKey) {
  const form = new FormContext(store, api, element, itemKey, {
    read: () => store.item(itemKey)?.raw,
    write: (path, value, label) => set(store, itemKey, path, value, label),
  });
  const item = store.item(itemKey);
  const notes = problemNotes();
  form.onleft = notes.show;
  const hint = sampleHint(store);
  const parts = [
    itemHead(form, item),
    helpOf(form, item),
    notes,
    ...fieldParts(form, item),
    otherSettings(form, item),
    hint,
  ].filter(Boolean);
  element.prepend(el("div", { class: "sh-form-view" }, ...parts.map((part) => part.element)));
  hint.update();
  return {
    update() {
      if (!store.item(itemKey)) return;
      for (const part of parts) part.update?.();
      form.showProblems();
      form.preview.later();
    },
    sampled() {
      hint.update();
      form.preview.later();
    },
    showProblems: () => form.showProblems(),
    leave: () => form.leave(),
    focus: (path) => focusAt(form, element, path),
  };
}

function fieldParts(form, item) {
  const { type, raw } = item;
  const config = new Root(form, "config");
  const meta = new Root(form, "meta");
  if (raw.type === "timer") return [timerFields(form, type), triggerKey(form, item)];
  const parts = [triggerKey(form, item)];
  if (raw.type === "AnnotationNode") parts.push(new FieldList(form, NOTE, meta));
  if (raw.type === "CustomNodeExecuteNode") parts.push(customInputs(form, type));
  else if (type.fields.length) parts.push(new FieldList(form, type.fields, config));
  if (type.metaFields?.length) parts.push(new FieldList(form, type.metaFields, meta));
  return parts;
}

/* Put the focus at a pointer of the item, or at the first control. */
export function focusAt(form, element, path) {
  const frame = path ? form.controls.nearest(path) : null;
  const field = element.querySelector(".sh-form-fields :is(input, select, textarea):not([hidden])");
  if (frame) frame.focus();
  else (field ?? element.querySelector("input, select, textarea, button, summary"))?.focus();
}
