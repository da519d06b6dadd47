/* The keys of the editor, in one list. */

import { makeDialog } from "./dialog.js";

const KEYS = [
  ["Move along the wires and to what is near", "↑ ↓ ← →"],
  ["Move without selecting, then select more", "Ctrl + arrows, Space"],
  ["Move what is selected by one step", "Shift + arrows"],
  ["Open the settings of what is selected", "Enter"],
  ["Go into a loop, and out of it", "Ctrl + Enter, Esc"],
  ["Add a node", "A or /"],
  ["Connect", "C"],
  ["Delete", "Delete"],
  ["Undo, redo", "Ctrl + Z, Ctrl + Y"],
  ["Cut, copy, paste, duplicate", "Ctrl + X, C, V, D"],
  ["Select everything", "Ctrl + A"],
  ["Save", "Ctrl + S"],
  ["Zoom, real size, show everything", "+ −, 1, 0"],
  ["The map", "M"],
  ["This list", "?"],
  ["By mouse: select a part", "Shift + drag"],
  ["By mouse: zoom", "Ctrl + wheel"],
];

export function openHelp() {
  const { dialog, body } = makeDialog("Keys", "sh-help");
  const list = document.createElement("dl");
  for (const [what, keys] of KEYS) {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    term.textContent = what;
    const detail = document.createElement("dd");
    detail.textContent = keys;
    row.append(term, detail);
    list.append(row);
  }
  body.append(list);
  dialog.showModal();
}
