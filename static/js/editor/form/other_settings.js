/* Settings that no field declares: kept as they are, and editable as JSON. */

import { el } from "./element.js";
import { Frame } from "./frame.js";
import { Root } from "./place.js";

const HELP = "Settings that this form has no fields for, such as those of an import. They are kept.";
const NOT_OBJECT = "This must be a JSON object, such as {\"name\": 1}. It is not taken over.";

export function otherSettings(form, item) {
  const place = new Root(form, "config");
  const names = new Set(item.type.fields.flatMap((field) => [field.name, ...(field.aliases ?? [])]));
  const others = () => Object.entries(place.value ?? {}).filter(([key]) => !names.has(key));
  const area = el("textarea", { class: "form-control sh-form-mono", rows: "6", spellcheck: "false", autocomplete: "off" });
  // Its problems are those of the configuration as a whole, which the head shows.
  const quiet = { controls: { add() {} } };
  const frame = new Frame(quiet, { label: "As JSON", help: HELP }, place, area);
  const element = el("details", { class: "sh-more" }, el("summary", {}, item.type.unknown ? "Settings" : "Other settings"), frame.element);
  area.readOnly = !form.canEdit;
  let shown = "";
  area.addEventListener("input", () => {
    const given = parsed(area.value);
    const clash = given && Object.keys(given).find((key) => names.has(key));
    const words = clash ? `${clash} has a field of its own above.` : NOT_OBJECT;
    if (!given || clash) {
      frame.show([{ message: words, severity: "error" }]);
      return;
    }
    frame.show([]);
    shown = JSON.stringify(given);
    place.write(merged(place.value ?? {}, given, names), "Edit other settings", true);
  });
  area.addEventListener("change", () => form.settle());
  const update = () => {
    const now = Object.fromEntries(others());
    const text = JSON.stringify(now);
    element.hidden = text === "{}" && !item.type.unknown && !element.open;
    if (text === shown) return;
    shown = text;
    frame.show([]);
    area.value = JSON.stringify(now, null, 2);
  };
  update();
  element.open = Boolean(item.type.unknown) && !element.hidden;
  return { element, update };
}

function parsed(text) {
  try {
    const value = JSON.parse(text || "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/* Declared keys keep their values and every key its place. */
function merged(config, given, declared) {
  const result = {};
  for (const key of Object.keys(config)) {
    if (declared.has(key)) result[key] = config[key];
    else if (key in given) result[key] = given[key];
  }
  for (const key of Object.keys(given)) result[key] ??= given[key];
  return result;
}
