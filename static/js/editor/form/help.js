/* What a type is about, and examples of it that can be put in. */

import { icon } from "../icons.js";
import { el } from "./element.js";
import { Root } from "./place.js";

export function helpOf(form, item) {
  const { type } = item;
  const examples = type.examples ?? [];
  if (!examples.length && type.outputs.length < 2 && !type.exampleData) return null;
  const content = el("div", { class: "sh-form-help" });
  if (type.outputs.length > 1) {
    const names = type.outputs.map((output) => output.label).join(", ");
    content.append(el("p", {}, `Outputs: ${names}.`));
  }
  if (type.exampleData) content.append(el("p", {}, "What data begins with, for example:"), json(type.exampleData));
  for (const example of examples) content.append(oneExample(form, type, example));
  const details = el("details", { class: "sh-more" }, el("summary", {}, icon("help"), "Help and examples"), content);
  return { element: details };
}

function oneExample(form, type, example) {
  const config = new Root(form, "config");
  const take = () => {
    config.write(structuredClone(example.config), `Example of ${type.label}`);
    form.announce("The example is put in. Undo brings back what was there.");
  };
  const button = el("button", { class: "btn btn-sm", type: "button", onclick: take }, "Use these settings");
  return el(
    "div",
    { class: "sh-form-example" },
    el("p", {}, `${example.summary}:`),
    json(example.config),
    el("p", {}, "With the payload:"),
    json(example.payload),
    form.canEdit ? button : null,
  );
}

function json(value) {
  return el("pre", { class: "sh-code", tabindex: "0" }, JSON.stringify(value, null, 2));
}
