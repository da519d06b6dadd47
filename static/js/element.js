/* Elements made by scripts. Text only ever becomes text: nothing here reads markup. */

/* h("button", { class: "btn", onclick: press, disabled: true }, "Save", icon):
   functions become listeners; null, undefined and false leave an attribute out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  put(element, children);
  return element;
}

/* Replace what is inside an element; absent children are left out. */
export function fill(element, ...children) {
  element.replaceChildren();
  put(element, children);
  return element;
}

function put(element, children) {
  const there = (child) => child !== null && child !== undefined && child !== false;
  element.append(...children.flat().filter(there));
}

/* A labelled badge in a tone: good, bad, warn, wait, info or none. */
export function badge(text, tone = "none", symbol = null) {
  return h("span", { class: `sh-badge sh-tone-${tone}` }, symbol, text);
}
