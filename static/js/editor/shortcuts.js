/* The editor's keys. Those of one letter work outside of fields only. */

import { perform } from "./commands.js";
import { isTyping } from "./typing.js";

const PLAIN = {
  a: "palette",
  "/": "palette",
  c: "connect",
  m: "minimap",
  "+": "zoom-in",
  "=": "zoom-in",
  "-": "zoom-out",
  0: "fit",
  1: "zoom-reset",
  "?": "help",
  Delete: "delete",
  Backspace: "delete",
};

// Cut, copy and paste come as events of the clipboard instead.
const WITH_CTRL = { z: "undo", y: "redo", d: "duplicate", a: "select-all" };

export function mountShortcuts(store) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const isWithCtrl = event.ctrlKey || event.metaKey;
    const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (isWithCtrl && letter === "s") {
      event.preventDefault();
      store.tell("save");
      return;
    }
    if (isTyping(event) || document.querySelector("dialog[open]")) return;
    const name = isWithCtrl ? withCtrl(letter, event.shiftKey) : plain(letter, event.target);
    if (name && perform(store, name)) event.preventDefault();
  });
}

function withCtrl(letter, isShifted) {
  return letter === "z" && isShifted ? "redo" : WITH_CTRL[letter];
}

/* Delete is for the canvas: beside a list of things it could mean anything. */
function plain(letter, target) {
  const name = PLAIN[letter];
  const isOnCanvas = target === document.body || target.closest?.("#editor-canvas");
  return name === "delete" && !isOnCanvas ? null : name;
}
