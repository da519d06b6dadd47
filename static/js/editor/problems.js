/* The list of what is wrong. Choosing one leads to its item and its field. */

import { whenFree } from "../pressed.js";
import { icon } from "./icons.js";
import { count, titleOf } from "./words.js";

export function mountProblems(element, store) {
  const button = document.querySelector("#editor-problems-count");
  const list = document.createElement("ul");
  list.className = "sh-problem-list";
  const none = document.createElement("p");
  none.className = "sh-pane-empty";
  none.append(icon("circle-check"), "Nothing is wrong with this workflow.");
  element.append(list, none);
  button.addEventListener("click", () => {
    store.tell("panes", "problems");
    list.querySelector("button")?.focus();
  });
  const say = () => {
    const number = store.problems.length;
    button.hidden = !number;
    button.querySelector("span").textContent = count(number, "problem");
  };
  const show = () => {
    none.hidden = store.problems.length > 0;
    list.replaceChildren(...store.problems.map((problem) => row(store, problem)));
  };
  store.on("problems", say);
  store.on("problems", () => whenFree().then(show));
  say();
  show();
}

function row(store, problem) {
  const item = itemOf(store, problem);
  const line = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sh-problem";
  const words = document.createElement("span");
  const where = document.createElement("strong");
  where.textContent = item ? titleOf(item) : "Workflow";
  words.append(where, " ", problem.message);
  button.append(icon("alert-triangle"), words);
  button.addEventListener("click", () => lead(store, problem));
  line.append(button);
  return line;
}

function itemOf(store, { pointer }) {
  const [, kinds, index] = pointer.split("/");
  return store.items().find((item) => `${item.kind}s` === kinds && String(item.index) === index);
}

/* The document may have changed since the list was made: look again. */
function lead(store, problem) {
  const item = itemOf(store, problem);
  if (item && item.group !== store.group && item.kind === "node") store.enter(item.group);
  if (item?.kind === "trigger" && store.group) store.enter("");
  store.select(item ? [item.key] : []);
  store.tell("canvas-do", "reveal");
  const start = item ? `/${item.kind}s/${item.index}` : "";
  store.tell("focus-form", { path: problem.pointer.slice(start.length) });
}
