/* What somebody has typed into a form stays when the same form is fetched again. */

function isChanged(field) {
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  if (field.type === "hidden") return false;
  if (field.options) return !field.selectedOptions[0]?.defaultSelected;
  return field.value !== field.defaultValue;
}

function counterpart(field, content) {
  const action = field.form?.getAttribute("action");
  for (const form of content.querySelectorAll("form")) {
    if (form.getAttribute("action") === action) return form.elements.namedItem(field.name);
  }
  return null;
}

/* Carries changed fields from a shown element over to its replacement, and returns
   the field that had the focus, or null. */
export function carryTyped(shown, content) {
  let focused = null;
  for (const field of shown.querySelectorAll("form [name]")) {
    const other = counterpart(field, content);
    if (!(other instanceof HTMLElement) || other.type !== field.type) continue;
    if (isChanged(field)) {
      other.value = field.value;
      if ("checked" in field) other.checked = field.checked;
    }
    if (field === document.activeElement) focused = other;
  }
  return focused;
}
