/* What every widget of one form shares: reading and writing what is edited, the
   problems, completion and preview, and what ids can stand for. */

import { Completion } from "./completion/completion.js";
import { knownPaths } from "./completion/known.js";
import { Controls } from "./controls.js";
import { Preview } from "./preview.js";
import { widget } from "./widgets.js";

// What a rule over the elements of a list finds besides the payload.
const OF_AN_ELEMENT = ["value", "index", "array", "payload"].map((path) => ({ path, hint: "of the element" }));

export class FormContext {
  /* ways: {read(), write(path, value, label)}; itemKey: "" for the workflow. */
  constructor(store, api, host, itemKey, ways) {
    this.store = store;
    this.itemKey = itemKey;
    this.ways = ways;
    this.canEdit = store.canEdit;
    this.controls = new Controls();
    this.preview = new Preview(store, api);
    this.completion = new Completion(this, host);
    this.paths = null;
  }

  leave() {
    this.preview.leave();
    this.completion.leave();
    this.settle();
  }

  read() {
    return this.ways.read();
  }

  /* typing: undone together with what was typed before in the same place. */
  write(path, value, label, typing) {
    if (!typing) this.settle();
    this.ways.write(path, value, label);
    if (!typing) this.settle();
  }

  /* What comes next is a new step of undo. */
  settle() {
    this.store.merging = "";
  }

  widget(field, place) {
    return widget(this, field, place);
  }

  /* Say what a control itself has found wrong; "" takes it back. */
  complain(frame, message) {
    const had = this.controls.own.get(frame);
    if (!message && !had) return;
    if (message) this.controls.own.set(frame, [{ message, severity: "error" }]);
    else this.controls.own.delete(frame);
    this.showProblems();
  }

  showProblems() {
    const item = this.itemKey ? this.store.item(this.itemKey) : null;
    const problems = item ? this.store.problemsOf(item) : this.store.problems;
    this.onleft?.(this.controls.show(problems));
  }

  /* What completion can offer; worked out once for each state of the document. */
  known(field) {
    const { doc, sample, words } = this.store;
    if (!this.paths || this.paths.doc !== doc || this.paths.sample !== sample) {
      this.paths = { doc, sample, found: knownPaths(this.store, this.itemKey) };
    }
    const { found } = this.paths;
    return { ...words, paths: field.refersTo === "element" ? [...OF_AN_ELEMENT, ...found] : found };
  }

  /* What a field can name: [{id, name}]. */
  targets(refersTo) {
    const { workflows, versions } = this.store.data;
    if (refersTo === "customNode") return workflows.filter((each) => each.flowClass === "customNode");
    if (refersTo === "workflow") return workflows;
    if (refersTo === "loop") return this.loops();
    if (refersTo === "version") return ["default", "develop", ...versionNames(versions)].map((name) => ({ id: name, name }));
    return [];
  }

  loops() {
    return this.store
      .items()
      .filter((item) => item.raw.type === "LoopNode")
      .map((item) => ({ id: item.key, name: item.label }));
  }

  announce(text) {
    this.store.tell("announce", text);
  }
}

function versionNames(versions) {
  return (versions ?? []).map((each) => each.version);
}
