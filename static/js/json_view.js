/* JSON as a tree that opens bit by bit. Branches are built when they are opened and
   long lists and texts in pieces, so that no value can hold up the page. */

import { h } from "./element.js";

const AT_ONCE = 100;
const LONGEST_TEXT = 400;
const LONGEST_HINT = 60;

/* A number that JavaScript cannot hold is shown as it was written. */
export class Written {
  constructor(source) {
    this.source = source;
  }

  toJSON() {
    return JSON.rawJSON ? JSON.rawJSON(this.source) : this.source;
  }
}

/* Parse JSON text; undefined if it is none. Large numbers keep their digits. */
export function parseJson(text) {
  try {
    return JSON.parse(text, (_, value, context) => {
      const source = context?.source;
      return typeof value === "number" && source && isChanged(value, source) ? new Written(source) : value;
    });
  } catch {
    return undefined;
  }
}

function isChanged(value, source) {
  return /^-?\d+$/.test(source) && !Number.isSafeInteger(value);
}

/* A tree of the value; open: how many levels are open from the beginning. */
export function jsonView(value, { open = 1, name = "" } = {}) {
  return h("div", { class: "sh-json" }, branch(name, value, open));
}

function branch(name, value, open) {
  const label = name === "" ? null : h("span", { class: "sh-json-name" }, `${name}: `);
  if (value === null || typeof value !== "object" || value instanceof Written) {
    return h("div", { class: "sh-json-leaf" }, label, leaf(value));
  }
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  if (!entries.length) {
    const none = Array.isArray(value) ? "[]" : "{}";
    return h("div", { class: "sh-json-leaf" }, label, h("span", { class: "sh-json-hint" }, none));
  }
  const hint = h("span", { class: "sh-json-hint" }, hintOf(value, entries));
  const inside = h("div", { class: "sh-json-inside" });
  const details = h("details", {}, h("summary", {}, label, hint), inside);
  const build = () => {
    if (!inside.firstChild) more(inside, entries, 0, open - 1);
  };
  details.addEventListener("toggle", build);
  if (open > 0) {
    build();
    details.open = true;
  }
  return details;
}

function more(inside, entries, from, open) {
  const until = Math.min(from + AT_ONCE, entries.length);
  inside.append(...entries.slice(from, until).map(([name, value]) => branch(String(name), value, open)));
  if (until === entries.length) return;
  const button = h(
    "button",
    { type: "button", class: "sh-json-more" },
    `Show ${Math.min(AT_ONCE, entries.length - until)} more of ${entries.length}`,
  );
  button.addEventListener("click", () => {
    button.remove();
    more(inside, entries, until, open);
    inside.children[until]?.querySelector("summary")?.focus();
  });
  inside.append(button);
}

function hintOf(value, entries) {
  if (Array.isArray(value)) return `[${entries.length}]`;
  const names = entries.slice(0, 6).map(([name]) => name).join(", ");
  const cut = names.length > LONGEST_HINT || entries.length > 6;
  return `{${names.slice(0, LONGEST_HINT)}${cut ? " …" : ""}}`;
}

function leaf(value) {
  if (typeof value === "string") return text(value);
  const shown = value instanceof Written ? value.source : String(value);
  return h("span", { class: value === null ? "sh-json-hint" : "sh-json-plain" }, shown);
}

function text(value) {
  const shown = h("span", { class: "sh-json-text" });
  const say = (part) => {
    shown.textContent = JSON.stringify(part);
  };
  if (value.length <= LONGEST_TEXT) {
    say(value);
    return shown;
  }
  say(value.slice(0, LONGEST_TEXT));
  const all = h("button", { type: "button", class: "sh-json-more" }, `… show all ${value.length} characters`);
  all.addEventListener("click", () => {
    say(value);
    all.remove();
  });
  return h("span", {}, shown, all);
}
