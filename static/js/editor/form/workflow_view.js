/* Nothing is selected: the workflow itself, its name, switches and globals. */

import { setGlobals } from "../edits_globals.js";
import { FormContext } from "./context.js";
import { el } from "./element.js";
import { FieldList } from "./field_list.js";
import { focusAt } from "./item_view.js";
import { Root } from "./place.js";
import { problemNotes } from "./problem_notes.js";

const SETTINGS = [
  { name: "name", kind: "text", label: "Name", help: "", required: true },
  { name: "description", kind: "text", label: "Description", help: "What it is for, in your words.", multiline: true },
  { name: "enabled", kind: "flag", label: "Enabled", help: "Its triggers start runs. Off, they are ignored." },
  {
    name: "repeatAfterCrash",
    kind: "flag",
    label: "Repeat after a crash",
    help: "A run that the server's end has cut off begins again. What it has sent is sent twice.",
  },
];
const GLOBALS = [
  {
    name: "globals",
    kind: "rows",
    label: "Globals",
    help: "Values that every run finds in globals, before those of the application.",
    most: 100,
    fields: [
      { name: "key", kind: "text", label: "Name", help: "", required: true, default: "" },
      { name: "json", kind: "text", label: "Value", help: "JSON. What is no JSON is taken as text.", multiline: true, default: "\"\"" },
    ],
  },
];

export function workflowView(element, store, api) {
  const form = new FormContext(store, api, element, "", {
    read: () => ({ ...store.settings, globals: store.doc.globals }),
    write: (path, value, label) => {
      if (path[0] === "globals") setGlobals(store, path.slice(1), value, label);
      else store.setSettings({ [path[0]]: value });
    },
  });
  const root = new Root(form, "");
  const notes = problemNotes();
  // Problems of items stand at the items.
  form.onleft = (problems) => notes.show(problems.filter(({ pointer }) => !/^\/(?:nodes|triggers)\//.test(pointer)));
  const lists = [new FieldList(form, SETTINGS, root), new FieldList(form, GLOBALS, root)];
  const hint = "Select a node to see its settings.";
  element.prepend(
    el(
      "div",
      { class: "sh-form-view" },
      el("div", { class: "sh-form-head" }, el("h2", { class: "sh-form-title" }, "Workflow"), el("p", { class: "sh-form-summary" }, hint)),
      notes.element,
      ...lists.map((list) => list.element),
    ),
  );
  return {
    update() {
      for (const list of lists) list.update();
      form.showProblems();
    },
    sampled() {},
    showProblems: () => form.showProblems(),
    leave: () => form.leave(),
    focus: (path) => focusAt(form, element, path),
  };
}
