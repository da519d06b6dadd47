/* The workflow as a nested list in which everything can be done without the canvas:
   for screen readers, keyboards and phones. Made anew after each change while it is
   seen; the focus stays where it was. */

import { fill, h } from "../../element.js";
import { whenFree } from "../../pressed.js";
import { icon } from "../icons.js";
import { symbolOf } from "../symbols.js";
import { count, subtitleOf } from "../words.js";
import { goTo } from "./going.js";
import { orderOf } from "./list_order.js";
import { toolsOf } from "./list_tools.js";

/* The list view inside the element. */
export function mountList(element, store) {
  const list = new ListView(element, store);
  for (const name of ["change", "selection", "problems", "trace", "group", "names"]) store.on(name, () => list.schedule());
  store.on("focus-list", () => list.focus());
  new ResizeObserver(() => list.isStale && list.schedule()).observe(element);
  element.addEventListener("focusout", () => list.isStale && list.schedule());
  list.schedule();
}

class ListView {
  constructor(element, store) {
    this.element = element;
    this.store = store;
    this.isStale = true;
    this.frame = 0;
    this.revealed = "";
  }

  schedule() {
    this.isStale = true;
    this.frame ||= requestAnimationFrame(async () => {
      this.frame = 0;
      await whenFree();
      if (this.isStale && this.element.checkVisibility() && !this.isTyping()) this.render();
    });
  }

  /* A field that is being typed into is left alone; what is new waits for its end. */
  isTyping() {
    const active = document.activeElement;
    return active.tagName === "INPUT" && this.element.contains(active);
  }

  focus() {
    if (this.isStale) this.render();
    const chosen = this.find(`open:${[...this.store.selection][0]}`);
    (chosen ?? this.element.querySelector("button"))?.focus();
  }

  find(token) {
    return token && this.element.querySelector(`[data-focus="${CSS.escape(token)}"]`);
  }

  render() {
    this.isStale = false;
    const { store, element } = this;
    const active = document.activeElement;
    const had = element.contains(active) ? (active.dataset.focus ?? "") : null;
    const chosen = [...element.querySelectorAll("select")].map((each) => [each.dataset.focus, each.value]);
    this.order = orderOf(store);
    fill(element, this.head(), ...this.sections());
    for (const [token, value] of chosen) this.choose(token, value);
    if (had !== null) this.restore(had);
    this.revealChosen();
  }

  /* A node that was chosen and not yet connected, if it still can be. */
  choose(token, value) {
    const select = this.find(token);
    if ([...(select?.options ?? [])].some((each) => each.value === value && !each.disabled)) select.value = value;
  }

  /* What can be done with an item comes up below it, and may be out of sight there. */
  revealChosen() {
    const tools = this.element.querySelector(".sh-flow-tools");
    const chosen = tools?.closest("[data-key]").dataset.key ?? "";
    if (chosen && chosen !== this.revealed) tools.scrollIntoView({ block: "nearest" });
    this.revealed = chosen;
  }

  /* Back to the same control; else to the item that is selected now. */
  restore(token) {
    const key = [...this.store.selection][0];
    const isHere = !key || token.includes(key) || token === "add";
    const control = (isHere && this.find(token)) || this.find(`open:${key}`);
    (control ?? this.element.querySelector("button"))?.focus();
  }

  head() {
    if (!this.store.canEdit) return null;
    return h(
      "div",
      { class: "sh-pane-tools" },
      h("button", { type: "button", class: "btn btn-sm", "data-focus": "add", onclick: () => this.add() }, icon("plus"), "Add a trigger or node"),
    );
  }

  add() {
    this.store.enter("");
    this.store.tell("focus-palette", { asDialog: true });
  }

  sections() {
    const { triggers, nodes, loose } = this.order;
    return [
      this.section("What starts it", triggers.map((item) => ({ item, inside: [] })), "Nothing starts it yet. Add a trigger."),
      this.section("What happens", nodes, "No trigger leads to a node yet."),
      loose.length > 0 && this.section("Nothing leads to these", loose, ""),
    ];
  }

  section(title, rows, none) {
    const what = rows.length ? h("ol", { class: "sh-flow" }, rows.map((row) => this.row(row))) : h("p", { class: "text-secondary" }, none);
    return h("section", { class: "sh-flow-part" }, h("h2", {}, title), what);
  }

  row({ item, inside }) {
    const { store } = this;
    const isChosen = store.selection.size === 1 && store.selection.has(item.key);
    const body = item.raw.type === "LoopNode" && [
      h("p", { class: "sh-flow-body" }, inside.length ? `Inside “${item.label}”` : `Nothing is inside “${item.label}” yet.`),
      h("ol", { class: "sh-flow" }, inside.map((row) => this.row(row))),
    ];
    return h("li", { "data-key": item.key, class: isChosen ? "sh-flow-chosen" : null }, this.line(item, isChosen), isChosen && toolsOf(store, item, this.order), body);
  }

  line(item, isChosen) {
    const { store, order } = this;
    const problems = store.problemsOf(item);
    const number = order.numbers.get(item.key);
    const subtitle = subtitleOf(store, item);
    const open = h(
      "button",
      { type: "button", class: "sh-flow-open", "aria-expanded": String(isChosen), "data-focus": `open:${item.key}`, onclick: () => this.toggle(item, isChosen) },
      h("span", { class: "sh-number" }, number ? String(number) : icon(symbolOf(item.type))),
      h("span", { class: "sh-flow-words" }, h("strong", {}, item.label), subtitle && h("span", { class: "text-secondary" }, subtitle)),
      item.type.placeholder && h("span", { class: "sh-badge sh-tone-warn" }, "not available here"),
      problems.length > 0 && h("span", { class: "sh-badge sh-tone-bad" }, icon("alert-triangle"), count(problems.length, "problem")),
      this.ran(item),
    );
    return [open, !isChosen && this.ways(item), isChosen && problems.length > 0 && h("ul", { class: "sh-flow-problems" }, problems.map(({ message }) => h("li", {}, message)))];
  }

  toggle(item, isChosen) {
    if (isChosen) this.store.select([]);
    else goTo(this.store, item.key);
  }

  ran(item) {
    const steps = this.store.trace?.steps.filter((step) => step.nodeId === item.key) ?? [];
    if (!steps.length) return null;
    const failed = steps.some((step) => step.error);
    return h("span", { class: `sh-badge sh-tone-${failed ? "bad" : "good"}` }, icon(failed ? "circle-x" : "circle-check"), failed ? "failed" : "ran");
  }

  /* "true → 4 Reply": where each output leads. */
  ways(item) {
    const { store, order } = this;
    const ways = item.outputs.filter(({ targets }, place) => targets.length && !(item.raw.type === "LoopNode" && place === 1));
    if (!ways.length) return null;
    const where = (key) => `${order.numbers.get(key) ?? "?"} ${store.item(key)?.label ?? "a node that is not here"}`;
    const several = item.outputs.length > 1;
    const text = ({ label, targets }) => `${several ? `${label} ` : ""}→ ${targets.map(where).join(", ")}`;
    return h("ul", { class: "sh-flow-ways" }, ways.map((way) => h("li", {}, text(way))));
  }
}
