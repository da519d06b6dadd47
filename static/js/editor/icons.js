/* Icons of the page's sprite, for elements that scripts make. */

const SVG = "http://www.w3.org/2000/svg";
// Every page has icons of the server's making; they know the sprite's address.
const known = document.querySelector("svg.icon use")?.getAttribute("href") ?? "";
const sprite = known.split("#")[0];

/* A decorative icon; name as on tabler.io/icons and in the sprite. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}
