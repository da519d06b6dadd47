/* Elements without innerHTML: what people typed can only become text. */

let made = 0;

/* attributes: "on…" are listeners; false and undefined are left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/* An id that no other element of the page has. */
export function newElementId() {
  made += 1;
  return `form-${made}`;
}

/* Set or take away an attribute, touching the page only where it differs. */
export function put(element, name, value) {
  if (value === undefined || value === "" || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
