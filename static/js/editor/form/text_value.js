/* Values as texts and texts as values: what was a number stays one while it can. */

const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

export function isNumberText(text) {
  return NUMBER.test(text);
}

/* What a control shows for a value. */
export function shownText(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value);
}

/* The value for a text; was: the value when the control was made. Raises
   SyntaxError where an object or array was and the text is no JSON. */
export function valueFor(text, kind, was) {
  if (kind === "number") {
    if (text.trim() === "") return undefined;
    return isNumberText(text.trim()) ? Number(text) : text;
  }
  if (typeof was === "number" && isNumberText(text)) return Number(text);
  if (typeof was === "boolean" && (text === "true" || text === "false")) return text === "true";
  if (typeof was === "object" && was !== null && text.trim() !== "") return JSON.parse(text);
  return text;
}
