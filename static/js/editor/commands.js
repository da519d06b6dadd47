/* Everything that a button or a key can do, by name. Each takes the store; `when`
   tells whether it can be done now. */

import { align, distribute } from "./align.js";
import { copy, cut, duplicate, paste } from "./clipboard.js";
import { openConnect } from "./connect_dialog.js";
import { remove } from "./edits.js";
import { openHelp } from "./help_dialog.js";
import { layOut } from "./layout.js";
import { count } from "./words.js";

const some = (store) => store.selection.size > 0;
const several = (store) => store.selection.size > 1;
const edits = (store) => store.canEdit;
const editsSome = (store) => store.canEdit && some(store);
const arranges = (store) => store.canEdit && several(store);

export const COMMANDS = {
  palette: { when: edits, run: (store) => store.tell("focus-palette", {}) },
  undo: { when: (store) => store.past.length > 0, run: (store) => step(store, "undo", "Undone") },
  redo: { when: (store) => store.future.length > 0, run: (store) => step(store, "redo", "Done again") },
  cut: { when: editsSome, run: cut },
  copy: { when: some, run: copy },
  paste: { when: edits, run: paste },
  duplicate: { when: editsSome, run: duplicate },
  delete: { when: (store) => store.canEdit && (some(store) || Boolean(store.wire)), run: erase },
  connect: { when: (store) => store.canEdit && Boolean(store.selected), run: openConnect },
  layout: { when: edits, run: layOut },
  "align-left": { when: arranges, run: (store) => align(store, "left") },
  "align-center": { when: arranges, run: (store) => align(store, "center") },
  "align-top": { when: arranges, run: (store) => align(store, "top") },
  distribute: { when: arranges, run: distribute },
  "open-loop": { when: (store) => isLoop(store), run: openLoop, hides: true },
  "select-all": { when: () => true, run: selectAll },
  help: { when: () => true, run: openHelp },
  "close-form": { when: () => true, run: (store) => store.tell("focus-canvas") },
  "toggle-bottom": { when: () => true, run: (store) => store.tell("panes", "toggle") },
  "view-canvas": { when: () => true, run: (store) => store.tell("view", "canvas") },
  "view-list": { when: () => true, run: (store) => store.tell("view", "list") },
  ...Object.fromEntries(
    ["zoom-in", "zoom-out", "zoom-reset", "fit", "minimap"].map((name) => [
      name,
      { when: () => true, run: (store) => store.tell("canvas-do", name) },
    ]),
  ),
};

/* Do what a name stands for, if it can be done now. Returns whether it was. */
export function perform(store, name) {
  const command = COMMANDS[name];
  if (!command?.when(store)) return false;
  command.run(store);
  return true;
}

function step(store, way, word) {
  const label = store[way]();
  if (label) store.tell("announce", `${word}: ${label}.`);
}

function erase(store) {
  if (!store.selection.size) {
    store.tell("delete-wire");
    return;
  }
  const number = store.selection.size;
  remove(store, [...store.selection]);
  store.tell("announce", `${count(number, "item")} deleted. Undo brings ${number === 1 ? "it" : "them"} back.`);
  store.tell("focus-canvas");
}

function isLoop(store) {
  return store.selected?.raw.type === "LoopNode";
}

function openLoop(store) {
  store.enter(store.selected.key);
  store.tell("focus-canvas");
}

function selectAll(store) {
  const keys = store.items().filter((item) => item.group === store.group && !(item.kind === "trigger" && store.group));
  store.select(keys.map(({ key }) => key));
  store.tell("announce", `${count(keys.length, "item")} selected.`);
}
