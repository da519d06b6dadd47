/* What can be done with the item that is opened in the list: its name, its settings,
   where each output leads, what comes after it, and taking it out. */

import { h } from "../../element.js";
import * as edits from "../edits.js";
import { icon } from "../icons.js";
import { titleOf } from "../words.js";
import { isBody } from "./list_order.js";

/* The tools of an item; order tells the numbers that nodes have in the list. */
export function toolsOf(store, item, order) {
  const settings = h("button", { type: "button", class: "btn btn-sm", "data-focus": `form:${item.key}`, onclick: () => store.tell("focus-form", {}) }, icon("settings"), "Settings");
  if (!store.canEdit) return h("div", { class: "sh-flow-tools" }, h("div", { class: "sh-buttons" }, settings));
  return h(
    "div",
    { class: "sh-flow-tools" },
    name(store, item),
    item.outputs.map((output, place) => way(store, item, output, place, order)),
    h(
      "div",
      { class: "sh-buttons" },
      settings,
      h("button", { type: "button", class: "btn btn-sm btn-outline-danger", "data-focus": `delete:${item.key}`, onclick: () => remove(store, item) }, icon("trash"), "Delete"),
    ),
  );
}

function name(store, item) {
  const id = `flow-name-${item.index}-${item.kind}`;
  const input = h("input", { class: "form-control form-control-sm", id, "data-focus": `name:${item.key}`, value: item.label, autocomplete: "off" });
  input.addEventListener("change", () => {
    if (input.value !== item.label) edits.set(store, item.key, ["meta", "label"], input.value, "Rename");
  });
  return h("div", {}, h("label", { class: "form-label", for: id }, "Name"), input);
}

function remove(store, item) {
  edits.remove(store, [item.key]);
  store.tell("announce", `${titleOf(item)} was deleted. Undo brings it back.`);
}

function way(store, item, output, place, order) {
  const title = isBody(item, place) ? "Inside it begins with" : item.outputs.length > 1 ? `${output.label} leads to` : "Leads to";
  const id = `flow-way-${item.index}-${item.kind}-${place}`;
  const target = h("select", { class: "form-select form-select-sm", id, "data-focus": `target:${item.key}:${place}` }, h("option", { value: "" }, "Choose a node …"));
  target.append(...choices(store, item, output, place, order));
  const connect = () => {
    if (!target.value) return;
    const to = store.item(target.value);
    if (edits.connect(store, item.key, place, target.value)) store.tell("announce", `${titleOf(item)} now leads to ${titleOf(to)}.`);
  };
  return h(
    "fieldset",
    { class: "sh-flow-way" },
    h("legend", {}, title),
    targets(store, item, output, place, order),
    h("label", { class: "visually-hidden", for: id }, `${title}: another node`),
    h(
      "div",
      { class: "sh-quick" },
      target,
      h("button", { type: "button", class: "btn btn-sm", "data-focus": `connect:${item.key}:${place}`, onclick: connect }, "Connect"),
      // A body that has a beginning goes on behind the nodes inside.
      !(isBody(item, place) && output.targets.length) &&
        h("button", { type: "button", class: "btn btn-sm", "data-focus": `after:${item.key}:${place}`, onclick: () => addAfter(store, item, place) }, icon("plus"), "Add here"),
    ),
  );
}

function targets(store, item, { targets: keys }, place, order) {
  if (!keys.length) return h("p", { class: "text-secondary" }, "Nothing yet.");
  const row = (key) => {
    const label = `${order.numbers.get(key) ?? ""} ${store.item(key)?.label ?? "a node that is not here"}`.trim();
    const cut = () => {
      edits.disconnect(store, item.key, place, key);
      store.tell("announce", `Disconnected from ${label}.`);
    };
    return h(
      "li",
      {},
      h("span", {}, label),
      h("button", { type: "button", class: "btn btn-icon btn-sm", "aria-label": `Disconnect ${label}`, title: "Disconnect", "data-focus": `cut:${item.key}:${place}:${key}`, onclick: cut }, icon("x")),
    );
  };
  return h("ul", { class: "sh-flow-targets" }, keys.map(row));
}

/* Nodes that this output may lead to, then the others with the reason why not. */
function choices(store, item, output, place, order) {
  const others = store.items().filter((each) => each.kind === "node" && !output.targets.includes(each.key));
  const refused = [];
  const allowed = [];
  for (const each of others.sort((one, two) => order.numbers.get(one.key) - order.numbers.get(two.key))) {
    const why = edits.refusal(store, item, place, each.key);
    const label = `${order.numbers.get(each.key) ?? ""} ${each.label}`.trim();
    if (why) refused.push(h("option", { value: each.key, disabled: true }, `${label}: ${why}`));
    else allowed.push(h("option", { value: each.key }, label));
  }
  return refused.length ? [...allowed, h("optgroup", { label: "Cannot be connected" }, refused)] : allowed;
}

/* What is added goes where the item's output leads: into the loop, or beside it. */
function addAfter(store, item, place) {
  const group = isBody(item, place) ? item.key : item.group;
  if (store.group !== group) {
    store.enter(group);
    if (!isBody(item, place)) store.select([item.key]);
  }
  store.tell("focus-palette", { asDialog: true, after: { key: item.key, output: place } });
}
