/* What templates, expressions and paths come to over the chosen sample: one request
   for everything that is visible, some time after the last change. */

import { el } from "./element.js";

const WAIT = 400;
const MOST = 50;
const LONGEST = 240;
const KINDS = new Set(["template", "valueTemplate", "numberTemplate", "jsonTemplate", "expression", "path", "inputValue"]);
// Where something is written, what is there now tells nothing.
const WRITTEN = /result|dest|response|error|output|branch|latched|since|prev|current/i;

export class Preview {
  constructor(store, api) {
    this.store = store;
    this.api = api;
    this.watched = new Set();
    this.timer = 0;
    this.running = null;
    this.asked = "";
  }

  watch(frame, field, place) {
    if (!KINDS.has(field.kind) || field.refersTo === "element") return;
    if (field.kind === "path" && WRITTEN.test(field.name)) return;
    const element = el("div", { class: "sh-form-preview", hidden: true });
    frame.below(element);
    const kind = field.kind === "inputValue" ? "valueTemplate" : field.kind;
    this.watched.add({ frame, kind, place, element, text: null });
    this.later();
  }

  /* Ask again soon; what has been shown stays until there is an answer. */
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  leave() {
    clearTimeout(this.timer);
    this.running?.abort();
  }

  async ask() {
    const { sample } = this.store;
    const parts = this.wanted();
    if (!sample || !parts.length) return;
    const items = parts.map(({ kind, place }) => ({ kind, text: place.value }));
    const body = { items, ...(sample.deliveryId ? { deliveryId: sample.deliveryId } : { payload: sample.payload }) };
    const asked = JSON.stringify(body);
    if (asked === this.asked) return;
    this.running?.abort();
    this.running = new AbortController();
    try {
      const { results } = await this.api.preview(body, this.running.signal);
      this.asked = asked;
      parts.forEach((part, place) => show(part, results[place]));
    } catch (error) {
      if (error.name !== "AbortError") this.asked = "";
    }
  }

  /* Those with something to work out; the previews of the others are taken away. */
  wanted() {
    const parts = [];
    for (const part of this.watched) {
      if (!part.element.isConnected) {
        this.watched.delete(part);
        continue;
      }
      const isWanted = this.store.sample && worksOut(part) && !part.element.closest("[hidden]:not(.sh-form-preview)");
      if (isWanted && parts.length < MOST) parts.push(part);
      else part.element.hidden = true;
    }
    return parts;
  }
}

function worksOut({ kind, place }) {
  const text = place.value;
  if (typeof text !== "string" || !text.trim()) return false;
  return kind === "path" || kind === "expression" || text.includes("{{");
}

function show({ element, kind }, result) {
  const { words, tone, whole } = said(result, kind);
  element.hidden = false;
  element.dataset.tone = tone;
  element.title = whole;
  element.replaceChildren(el("span", { class: "visually-hidden" }, "With the sample: "), words);
  if (result.ok && tone !== "none") element.append(" ", el("span", { class: "sh-form-type" }, result.type));
}

function said(result, kind) {
  if (!result.ok) {
    const { message, line, column } = result.error;
    const at = line ? ` (line ${line}, column ${column})` : "";
    return { words: `${message.replace(/\.$/, "")}${at}.`, tone: "bad", whole: "" };
  }
  if (result.type === "undefined") {
    return { words: kind === "path" ? "The sample has nothing there." : "Nothing comes out.", tone: "none", whole: "" };
  }
  const { text } = result;
  if (text === "") return { words: "An empty text comes out.", tone: "none", whole: "" };
  const words = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return { words, tone: "good", whole: text === words ? "" : text };
}
