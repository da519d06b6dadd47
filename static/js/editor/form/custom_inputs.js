/* A custom node: its workflow, and one control for each input that this declares. */

import { el } from "./element.js";
import { FieldList } from "./field_list.js";
import { Place, Root } from "./place.js";

const KINDS = {
  string: "template",
  stringTemplate: "template",
  numberTemplate: "numberTemplate",
  jsonTemplate: "jsonTemplate",
  payloadPath: "path",
  checkbox: "flag",
  dropdown: "choice",
};

export function customInputs(form, type) {
  const config = new Root(form, "config");
  const first = new FieldList(form, type.fields.filter((field) => field.name !== "fields"), config);
  const plain = new FieldList(form, type.fields.filter((field) => field.name === "fields"), config);
  const slot = el("div");
  let shown = "";
  let widgets = [];
  const update = () => {
    first.update();
    const inputs = declaredInputs(form, config.value);
    const now = JSON.stringify(inputs);
    if (now !== shown) {
      shown = now;
      widgets = inputs.map((field) => form.widget(field, new InputPlace(config, field)));
      const legend = el("legend", { class: "form-label" }, "Inputs");
      slot.replaceChildren(...(inputs.length ? [el("fieldset", { class: "sh-form-list" }, legend, ...widgets.map((each) => each.element))] : []));
    } else {
      for (const each of widgets) each.update();
    }
    // Without a declaration, or with entries that it does not have, the rows themselves.
    const ids = new Set(inputs.map((field) => field.name));
    plain.update();
    plain.element.hidden = inputs.length > 0 && entriesOf(config).every((row) => ids.has(row?.id));
  };
  update();
  return { element: el("div", { class: "sh-form-fields" }, first.element, slot, plain.element), update };
}

function entriesOf(config) {
  const rows = config.value?.fields;
  return Array.isArray(rows) ? rows : [];
}

function declaredInputs(form, config) {
  const workflow = form.store.data.workflows.find((each) => each.id === config?.customNodeId);
  const fields = workflow?.customNodeConfig?.fields;
  return (Array.isArray(fields) ? fields : []).filter((field) => typeof field?.id === "string").map(asField);
}

function asField({ id, type, label, description, isRequired, required, options, default: fallback }) {
  const choices = Array.isArray(options) ? options.map((each) => ({ value: String(each?.value ?? each), label: String(each?.label ?? each) })) : [];
  const kind = type === "dropdown" && !choices.length ? "template" : (KINDS[type] ?? "inputValue");
  return {
    name: id,
    kind,
    label: String(label || id),
    help: String(description || ""),
    required: Boolean(isRequired ?? required),
    ...(kind === "jsonTemplate" ? { language: "json", multiline: true } : {}),
    ...(kind === "choice" ? { choices } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/* The value of the row with an input's id; the row is made when it is first written. */
class InputPlace extends Place {
  constructor(config, field) {
    super(new Place(config, ["fields"]), [field.name]);
    this.config = config;
    this.id = field.name;
  }

  get index() {
    return entriesOf(this.config).findIndex((row) => row?.id === this.id);
  }

  get path() {
    const { index } = this;
    return ["config", "fields", index < 0 ? entriesOf(this.config).length : index, "value"];
  }

  get pointer() {
    return `/config/fields/${this.index < 0 ? "none" : this.index}/value`;
  }

  get value() {
    return entriesOf(this.config)[this.index]?.value;
  }

  write(value, label, typing = false) {
    if (this.index >= 0) super.write(value, label, typing);
    else this.form.write(["config", "fields"], [...entriesOf(this.config), { id: this.id, value }], label, typing);
  }
}
