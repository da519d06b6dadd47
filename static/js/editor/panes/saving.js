/* Saving: the button, the state in words, and what happens when it does not work.
   What somebody wrote is only given up when they say so. */

import { fill, h } from "../../element.js";
import { icon } from "../icons.js";
import { askWhatToKeep } from "./conflict.js";
import { showItem } from "./going.js";
import { keepServerKeys } from "./server_keys.js";

const SETTINGS = ["name", "description", "enabled", "repeatAfterCrash"];

/* The Save button and its state; saves on the store's event "save" as well. */
export function mountSaving(element, store, api) {
  // The page's head says so.
  if (!store.canEdit) return;
  const state = h("span", { class: "sh-save-state" });
  const button = h("button", { type: "button", class: "btn btn-primary", title: "Save (Ctrl+S)" }, icon("device-floppy"), "Save");
  fill(element, state, button);
  const saving = new Saving(store, api, (word, text) => show(state, button, word, text));
  button.addEventListener("click", () => saving.save());
  store.on("save", () => saving.save());
  for (const name of ["change", "settings", "saved"]) store.on(name, () => saving.look());
  addEventListener("beforeunload", (event) => {
    if (store.isDirty) event.preventDefault();
  });
  saving.look();
}

const SYMBOLS = { saved: "circle-check", dirty: "point", saving: "progress", failed: "alert-triangle" };

function show(state, button, word, text) {
  if (state.textContent === text && state.dataset.state === word) return;
  state.dataset.state = word;
  fill(state, icon(SYMBOLS[word]), h("span", {}, text));
  state.title = text;
  button.disabled = word === "saving";
}

class Saving {
  constructor(store, api, say) {
    this.store = store;
    this.api = api;
    this.say = say;
    this.isSaving = false;
  }

  look() {
    if (this.isSaving) return;
    if (this.store.isDirty) this.say("dirty", "Unsaved changes");
    else this.say("saved", "Saved");
  }

  async save() {
    const { store } = this;
    if (this.isSaving) return;
    if (!store.isDirty) {
      store.tell("announce", "Everything is saved already.");
      return;
    }
    this.isSaving = true;
    this.say("saving", "Saving …");
    const [sent, settings] = [store.doc, store.settings];
    try {
      const answer = await this.api.save(this.body(settings));
      this.isSaving = false;
      this.saved(sent, settings, answer);
    } catch (error) {
      this.isSaving = false;
      await this.failed(error);
    }
  }

  body(settings) {
    const { store } = this;
    const changed = SETTINGS.filter((name) => settings[name] !== store.savedSettings[name]);
    const columns = Object.fromEntries(changed.map((name) => [name, settings[name]]));
    return { seen: store.seen, ...columns, ...store.document };
  }

  saved(sent, settings, answer) {
    const { store } = this;
    const keyed = keepServerKeys(store, sent, answer.document);
    store.markSaved(keyed, answer.document, answer.seen, settings);
    if (!store.isDirty) store.setProblems(answer.problems, answer.outputs);
    store.tell("announce", "Saved.");
    this.look();
  }

  async failed(error) {
    if (error.status === 409 && error.body.theirs) {
      this.say("failed", "Not saved: somebody else has saved meanwhile.");
      await this.settle(error.body);
      return;
    }
    this.say("failed", `Not saved. ${error.message}`);
    this.store.tell("announce", `Not saved. ${error.message}`);
    if (error.problems.length) this.point(error.problems);
  }

  /* Show problems and go to the first one that belongs to an item. */
  point(problems) {
    const { store } = this;
    store.setProblems(problems);
    for (const { pointer } of problems) {
      const [, list, index, ...path] = pointer.split("/");
      const item = store.items().find((each) => `${each.kind}s` === list && String(each.index) === index);
      if (!item) continue;
      showItem(store, item.key);
      store.tell("focus-form", path.length ? { path: `/${path.join("/")}` } : {});
      return;
    }
  }

  async settle({ theirs, base }) {
    const { store } = this;
    const choice = await askWhatToKeep(store, theirs, base ?? store.saved);
    if (choice === "theirs") this.take(theirs);
    else if (choice === "mine") {
      store.seen = theirs.seen;
      // What differs from theirs is sent, not what differs from what both began with.
      store.savedSettings = { ...store.savedSettings, ...settingsOf(theirs) };
      await this.save();
    } else if (choice === "download") {
      download(store);
    }
  }

  take(theirs) {
    const { store } = this;
    store.apply("Take theirs", store.adopt(theirs.document));
    store.setSettings(settingsOf(theirs));
    store.markSaved(store.doc, null, theirs.seen);
    store.tell("announce", "Theirs is shown. Undo brings yours back.");
  }
}

function settingsOf(state) {
  return Object.fromEntries(SETTINGS.filter((name) => state[name] !== undefined).map((name) => [name, state[name]]));
}

function download(store) {
  const { name, description } = store.settings;
  const text = JSON.stringify({ name, description, ...store.document }, null, 2);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = h("a", { href: address, download: `${name || "workflow"}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
