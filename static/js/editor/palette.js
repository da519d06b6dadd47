/* What can be added: by dragging it onto the canvas, or by Enter after what is
   selected. On a phone, and by its key, the same list comes as a dialog. */

import { makeDialog } from "./dialog.js";
import { startDragging, stopDragging } from "./dragged.js";
import { insert } from "./edits_insert.js";
import { icon } from "./icons.js";
import { groupsOf, matching } from "./palette_entries.js";
import { symbolOf } from "./symbols.js";

export function mountPalette(element, store) {
  if (!element) return;
  const list = new Palette(element, store, "palette");
  store.on("change", () => list.show());
  store.on("group", () => list.show());
  store.on("names", () => list.show());
  store.on("focus-palette", (where) => {
    // Where the palette has no room beside the canvas it is a dialog.
    if (element.offsetParent && !where?.asDialog) list.search.focus();
    else openDialog(store, where?.after);
  });
}

class Palette {
  constructor(element, store, name) {
    this.store = store;
    this.after = null;
    this.added = () => {};
    this.search = searchField(name);
    this.list = document.createElement("div");
    this.list.className = "sh-palette-list";
    this.empty = document.createElement("p");
    this.empty.className = "sh-palette-empty";
    this.empty.textContent = "Nothing has that name.";
    element.append(this.search.parentElement, this.list, this.empty);
    this.search.addEventListener("input", () => this.show());
    element.addEventListener("keydown", (event) => this.key(event));
    this.show();
  }

  show() {
    const groups = groupsOf(this.store);
    const found = matching(groups, this.search.value, this.store);
    const word = found.map(({ entries }) => entries.map(({ key }) => key).join()).join(";");
    this.empty.hidden = found.length > 0;
    if (word === this.shown) return;
    this.shown = word;
    this.list.replaceChildren(...found.map((group) => this.group(group)));
    const [first] = this.entries();
    if (first) first.tabIndex = 0;
  }

  group({ label, entries }) {
    const section = document.createElement("section");
    const title = document.createElement("h2");
    title.textContent = label;
    title.className = "sh-palette-title";
    const list = document.createElement("ul");
    list.append(...entries.map((entry) => this.entry(entry)));
    section.append(title, list);
    return section;
  }

  entry(entry) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = `sh-palette-entry sh-card-${entry.type.category}`;
    button.tabIndex = -1;
    button.title = entry.summary;
    button.draggable = true;
    const symbol = document.createElement("span");
    symbol.className = "sh-card-icon";
    symbol.append(icon(symbolOf(entry.type)));
    const words = document.createElement("span");
    words.textContent = entry.label;
    button.append(symbol, words);
    if (entry.type.placeholder) {
      const mark = document.createElement("small");
      mark.textContent = "not available here";
      button.append(mark);
    }
    button.addEventListener("click", () => this.take(entry));
    button.addEventListener("dragstart", (event) => {
      startDragging(entry);
      event.dataTransfer.effectAllowed = "copy";
      event.dataTransfer.setData("text/plain", entry.label);
    });
    button.addEventListener("dragend", stopDragging);
    item.append(button);
    return item;
  }

  take(entry) {
    const [selected] = this.store.selection;
    const key = insert(this.store, entry, { after: this.after ?? selected });
    if (!key) return;
    this.store.tell("canvas-do", "reveal");
    this.added(key);
  }

  entries() {
    return [...this.list.querySelectorAll(".sh-palette-entry")];
  }

  /* Arrows walk through the list; from the search field Enter takes the first. */
  key(event) {
    const entries = this.entries();
    const here = entries.indexOf(document.activeElement);
    const isSearching = document.activeElement === this.search;
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === "Enter" && isSearching) {
      event.preventDefault();
      if (this.search.value) entries[0]?.click();
    } else if (event.key === "Escape" && isSearching && this.search.value) {
      event.preventDefault();
      this.search.value = "";
      this.show();
    } else if (event.key === "Escape") {
      this.store.tell("focus-canvas");
    } else if (to !== undefined && !(isSearching && event.key !== "ArrowDown")) {
      event.preventDefault();
      this.walk(entries, to);
    }
  }

  walk(entries, to) {
    if (to < 0) {
      this.search.focus();
      return;
    }
    const entry = entries[Math.min(to, entries.length - 1)];
    for (const each of entries) each.tabIndex = each === entry ? 0 : -1;
    entry?.focus();
  }
}

function searchField(name) {
  const label = document.createElement("label");
  label.className = "sh-palette-search";
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = "Find what to add";
  const search = document.createElement("input");
  search.type = "search";
  search.id = `editor-${name}-search`;
  search.className = "form-control";
  search.placeholder = "Find …";
  search.autocomplete = "off";
  search.spellcheck = false;
  label.append(words, icon("search"), search);
  return search;
}

function openDialog(store, after) {
  const { dialog, body } = makeDialog("Add", "sh-palette-dialog");
  const palette = new Palette(body, store, "palette-dialog");
  palette.after = after;
  palette.added = () => dialog.close();
  dialog.addEventListener("close", () => store.tell("focus-canvas"));
  dialog.showModal();
  palette.search.focus();
}
