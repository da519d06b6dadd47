/* The small part of Markdown that notes use, made of elements and text only:
   headings, lists, paragraphs, bold, italics, code, and links to the web. */

const LONGEST = 20000;
const INLINE = /`([^`\n]+)`|\*\*([^*\n]+)\*\*|__([^_\n]+)__|\*([^*\n]+)\*|\b_([^_\n]+)_\b|\[([^\]\n]+)\]\(([^)\s]+)\)/;

/* Put a text into an element, as far as it is understood; the rest stays text. */
export function showMarkdown(element, text) {
  element.replaceChildren();
  let list = null;
  let paragraph = null;
  for (const line of text.slice(0, LONGEST).split(/\r?\n/)) {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const point = /^\s*(?:([-*+])|\d{1,9}[.)])\s+(.*)$/.exec(line);
    if (!point) list = null;
    if (heading || point || !line.trim()) paragraph = null;
    if (heading) {
      // Not real headings: a note must not change the page's outline.
      append(element, "p", heading[2]).className = `sh-note-h${Math.min(heading[1].length, 3)}`;
    } else if (point) {
      const kind = point[1] ? "UL" : "OL";
      if (list?.tagName !== kind) list = append(element, kind);
      append(list, "li", point[2]);
    } else if (line.trim()) {
      if (paragraph) paragraph.append(document.createElement("br"));
      else paragraph = append(element, "p");
      inline(paragraph, line);
    }
  }
}

function append(parent, tag, text = "") {
  const element = document.createElement(tag);
  if (text) inline(element, text);
  parent.append(element);
  return element;
}

function inline(parent, text) {
  let rest = text;
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    parent.append(rest.slice(0, found.index), piece(found));
    rest = rest.slice(found.index + found[0].length);
  }
  parent.append(rest);
}

function piece([whole, code, strong, strongToo, italic, italicToo, label, address]) {
  if (label !== undefined) return link(whole, label, address);
  const tag = code !== undefined ? "code" : strong ?? strongToo ? "strong" : "em";
  const element = document.createElement(tag);
  element.textContent = code ?? strong ?? strongToo ?? italic ?? italicToo;
  return element;
}

function link(whole, label, address) {
  if (!/^https?:\/\//i.test(address)) return document.createTextNode(whole);
  const element = document.createElement("a");
  element.textContent = label;
  element.href = address;
  element.rel = "noopener noreferrer";
  element.target = "_blank";
  // The card is what is focused; the link is for the pointer.
  element.tabIndex = -1;
  return element;
}
