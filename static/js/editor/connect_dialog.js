/* Wires by keyboard: choose an output, then what it leads to by name. What it leads
   to already is marked, and choosing that takes the wire away. */

import { makeDialog } from "./dialog.js";
import { connect, disconnect, refusal } from "./edits.js";
import { icon } from "./icons.js";
import { titleOf } from "./words.js";

export function openConnect(store) {
  const from = store.selected;
  if (!from.outputs.length) {
    store.tell("announce", `${titleOf(from)} ends the way: nothing comes after it.`);
    return;
  }
  const { dialog, body } = makeDialog(`Connect ${from.label}`, "sh-connect");
  const output = outputChoice(from);
  const { search, list } = targetList();
  const hint = document.createElement("p");
  hint.className = "form-hint";
  hint.textContent = "Enter connects, or takes away a wire that is there.";
  body.append(output.field, search.parentElement, list, hint);
  const state = { store, key: from.key, output, search, list, dialog, at: 0 };
  output.select.addEventListener("change", () => show(state));
  search.addEventListener("input", () => {
    state.at = 0;
    show(state);
  });
  search.addEventListener("keydown", (event) => key(state, event));
  show(state);
  dialog.addEventListener("close", () => store.tell("focus-canvas"));
  dialog.showModal();
  (from.outputs.length > 1 ? output.select : search).focus();
}

function outputChoice(from) {
  const field = document.createElement("label");
  field.className = "form-label";
  field.textContent = "Output";
  const select = document.createElement("select");
  select.className = "form-select";
  from.outputs.forEach(({ label, targets }, index) => {
    const option = document.createElement("option");
    option.value = String(index);
    option.textContent = targets.length ? `${label} (${targets.length} connected)` : label;
    select.append(option);
  });
  const free = from.outputs.findIndex(({ targets }) => !targets.length);
  select.value = String(Math.max(0, free));
  field.append(select);
  field.hidden = from.outputs.length < 2;
  return { field, select };
}

function targetList() {
  const label = document.createElement("label");
  label.className = "form-label";
  label.textContent = "Leads to";
  const search = document.createElement("input");
  search.className = "form-control";
  search.type = "text";
  search.placeholder = "Type a name";
  search.autocomplete = "off";
  const attributes = { role: "combobox", "aria-expanded": "true", "aria-controls": "connect-targets", "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(attributes)) search.setAttribute(name, value);
  label.append(search);
  const list = document.createElement("ul");
  list.id = "connect-targets";
  list.className = "sh-connect-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "What it can lead to");
  return { search, list };
}

function allowed({ store, key, output, search }) {
  const from = store.item(key);
  const wanted = search.value.trim().toLowerCase();
  return store
    .items()
    .filter((item) => !refusal(store, from, Number(output.select.value), item.key))
    .filter((item) => titleOf(item).toLowerCase().includes(wanted));
}

function show(state) {
  const { store, key: fromKey, output, search, list } = state;
  const there = store.item(fromKey).outputs[Number(output.select.value)]?.targets ?? [];
  const items = allowed(state);
  state.items = items;
  state.at = Math.min(state.at, Math.max(0, items.length - 1));
  list.replaceChildren(
    ...items.map((item, index) => {
      const option = document.createElement("li");
      option.id = `connect-target-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(index === state.at));
      option.append(titleOf(item));
      if (there.includes(item.key)) option.append(icon("check"), "connected");
      option.addEventListener("click", () => choose(state, item));
      return option;
    }),
  );
  if (!items.length) {
    const none = document.createElement("li");
    none.setAttribute("role", "option");
    none.setAttribute("aria-disabled", "true");
    none.setAttribute("aria-selected", "false");
    none.textContent = search.value ? "Nothing has that name." : "There is nothing that it could lead to yet.";
    list.append(none);
  }
  search.setAttribute("aria-activedescendant", items.length ? `connect-target-${state.at}` : "");
  list.children[state.at]?.scrollIntoView({ block: "nearest" });
}

function key(state, event) {
  const last = state.items.length - 1;
  if (event.key === "Enter") {
    event.preventDefault();
    if (state.items[state.at]) choose(state, state.items[state.at]);
    return;
  }
  const to = { ArrowDown: state.at + 1, ArrowUp: state.at - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  state.at = Math.min(last, Math.max(0, to));
  show(state);
}

function choose({ store, key: fromKey, output, dialog }, item) {
  const from = store.item(fromKey);
  const place = Number(output.select.value);
  const way = from.outputs[place];
  const isThere = way.targets.includes(item.key);
  if (isThere) disconnect(store, fromKey, place, item.key);
  else connect(store, fromKey, place, item.key);
  const word = isThere ? "no longer leads to" : "now leads to";
  store.tell("announce", `${titleOf(from)}, ${way.label}, ${word} ${titleOf(item)}.`);
  dialog.close();
}
