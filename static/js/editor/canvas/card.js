/* The card of an item: one element that is changed in place, never made anew. */

import { icon } from "../icons.js";
import { symbolOf } from "../symbols.js";
import { count, insideOf, nameOf, subtitleOf } from "../words.js";
import { isNote, waysOf } from "./measures.js";
import { showMarkdown } from "./markdown.js";

function part(name, parent) {
  const element = document.createElement("span");
  element.className = `sh-card-${name}`;
  // The card's name says all of it, in an order that is meant to be heard.
  element.setAttribute("aria-hidden", "true");
  parent.append(element);
  return element;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

export class Card {
  constructor(key) {
    this.element = document.createElement("div");
    this.element.className = "sh-card";
    this.element.dataset.key = key;
    // Not a button: a note holds links, and a name in words is not what the eye reads.
    this.element.setAttribute("role", "group");
    this.element.tabIndex = -1;
    this.drawn = {};
  }

  /* mark: {tone, words, count, duration} of a run that is drawn, or undefined. */
  show(store, item, isSelected, mark) {
    const problems = store.problemsOf(item).map(({ message }) => message);
    if (isNote(item)) this.note(item);
    else this.body(store, item);
    if (!isNote(item)) {
      this.badge(problems);
      this.trace(mark, Boolean(store.trace));
    }
    const { element } = this;
    element.setAttribute("aria-label", nameOf(store, item, mark?.words));
    if (isSelected) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
    element.classList.toggle("sh-card-selected", isSelected);
    element.title = problems.join("\n");
  }

  body(store, item) {
    this.build(item);
    setText(this.label, item.label);
    setText(this.type, this.secondLine(store, item));
    const ways = waysOf(item);
    this.element.classList.toggle("sh-card-forked", ways.length > 1);
    const labels = ways.length > 1 ? ways.map(({ label }) => label) : [];
    if (this.drawn.ways === labels.join("\n")) return;
    this.drawn.ways = labels.join("\n");
    this.ways.replaceChildren(
      ...labels.map((label) => {
        const way = document.createElement("span");
        way.textContent = label;
        way.title = label;
        return way;
      }),
    );
  }

  build(item) {
    if (this.drawn.type === item.type) return;
    this.drawn = { type: item.type };
    const { element } = this;
    element.replaceChildren();
    element.classList.toggle("sh-card-trigger", item.kind === "trigger");
    element.classList.toggle("sh-card-absent", Boolean(item.type.placeholder));
    element.classList.add(`sh-card-${item.type.category}`);
    const head = part("head", element);
    part("icon", head).append(icon(symbolOf(item.type)));
    const words = part("words", head);
    this.label = part("label", words);
    this.type = part("type", words);
    this.problems = part("problems", head);
    this.marked = part("mark", element);
    this.ways = part("ways", element);
  }

  secondLine(store, item) {
    const inside = item.raw.type === "LoopNode" ? `${count(insideOf(store, item.key).length, "node")} inside` : "";
    const absent = item.type.unknown ? "not known here" : item.type.placeholder ? "not available here" : "";
    return [subtitleOf(store, item), inside, absent].filter(Boolean).join(" · ");
  }

  badge(problems) {
    if (this.drawn.problems === problems.length) return;
    this.drawn.problems = problems.length;
    this.element.classList.toggle("sh-card-wrong", problems.length > 0);
    this.problems.replaceChildren(...(problems.length ? [icon("alert-triangle"), String(problems.length)] : []));
  }

  trace(mark, isDrawn) {
    const { classList } = this.element;
    for (const tone of ["good", "bad", "skipped"]) classList.toggle(`sh-card-ran-${tone}`, mark?.tone === tone);
    classList.toggle("sh-card-idle", isDrawn && !mark);
    const words = mark ? [mark.count > 1 ? `×${mark.count}` : "", mark.duration].filter(Boolean).join(" ") : "";
    if (this.drawn.mark === `${mark?.tone} ${words}`) return;
    this.drawn.mark = `${mark?.tone} ${words}`;
    this.marked.replaceChildren(...(mark ? [icon(mark.symbol), words] : []));
  }

  note(item) {
    const text = item.raw.meta?.annotationText ?? item.raw.config?.annotationText ?? "";
    if (this.drawn.text === text) return;
    this.drawn.text = text;
    this.element.classList.add("sh-card-note");
    this.element.replaceChildren();
    const body = document.createElement("div");
    body.className = "sh-card-note-text";
    showMarkdown(body, String(text) || "An empty note");
    this.element.append(body);
  }
}
