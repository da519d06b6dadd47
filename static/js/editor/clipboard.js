/* Cut, copy and paste, between workflows and tabs too: text on the clipboard. */

import { remove } from "./edits.js";
import { fragmentOf, pasted, read } from "./fragment.js";
import { isTyping } from "./typing.js";
import { count } from "./words.js";

// What was copied here last, for browsers that keep the clipboard to themselves.
let kept = "";

export function mountClipboard(store) {
  const take = (event, isCut) => {
    if (isTyping(event) || isReading() || !store.selection.size) return;
    event.preventDefault();
    kept = textOf(store);
    event.clipboardData.setData("text/plain", kept);
    told(store, isCut);
  };
  document.addEventListener("copy", (event) => take(event, false));
  document.addEventListener("cut", (event) => take(event, store.canEdit));
  document.addEventListener("paste", (event) => {
    if (isTyping(event) || !store.canEdit || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    put(store, event.clipboardData.getData("text/plain"));
  });
}

/* Whether text of the page is marked: that is what people then want to copy. */
function isReading() {
  return !getSelection().isCollapsed;
}

export async function copy(store) {
  await write(store);
  told(store, false);
}

export async function cut(store) {
  await write(store);
  told(store, true);
}

export async function paste(store) {
  let text = kept;
  try {
    text = (await navigator.clipboard.readText()) || kept;
  } catch {
    // Refused, or plain http: what was copied on this page has to do.
  }
  put(store, text);
}

export function duplicate(store) {
  put(store, textOf(store));
}

async function write(store) {
  kept = textOf(store);
  try {
    await navigator.clipboard.writeText(kept);
  } catch {
    // As above.
  }
}

function textOf(store) {
  return JSON.stringify(fragmentOf(store, [...store.selection]), null, 1);
}

function told(store, isCut) {
  const number = store.selection.size;
  if (isCut) remove(store, [...store.selection]);
  store.tell("announce", `${count(number, "item")} ${isCut ? "cut" : "copied"}.`);
  if (isCut) store.tell("focus-canvas");
}

function put(store, text) {
  const fragment = read(text);
  if (!fragment) {
    store.tell("announce", text ? "What was copied is no part of a workflow." : "Nothing was copied yet.");
    return;
  }
  const keys = pasted(store, fragment);
  if (!keys.length) {
    store.tell("announce", "Triggers cannot stand inside a loop.");
    return;
  }
  store.tell("announce", `${count(keys.length, "item")} added and selected.`);
  store.tell("focus-canvas");
}
