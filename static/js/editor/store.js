/* What the editor knows: the document as the API holds it, and what is looked at.
   The document is never changed in place: every edit makes a new one, so undo is a
   list of documents, and what nobody edited stays exactly what came. */

import { place } from "./places.js";

const LONGEST_HISTORY = 200;

export class Store extends EventTarget {
  /* data: the page's island; types: what types.json holds. */
  constructor(data, types) {
    super();
    this.data = data;
    this.nodeTypes = new Map(types.nodes.map((type) => [key(type), type]));
    this.triggerTypes = new Map(types.triggers.map((type) => [key(type), type]));
    // What completion offers: helpers of templates, functions of expressions.
    this.words = { helpers: types.helpers ?? [], functions: types.functions ?? [] };
    this.categories = types.categories ?? [];
    this.settings = { ...data.workflow };
    this.savedSettings = this.settings;
    this.seen = data.workflow.seen;
    this.canEdit = Boolean(data.may.edit);
    this.nextTrigger = 0;
    this.doc = this.adopt(data.document);
    this.saved = this.doc;
    this.past = [];
    this.future = [];
    this.merging = "";
    this.listed = null;
    // Where items are shown that the document gives no place.
    this.places = new Map();
    this.selection = new Set();
    // The loop whose body is shown; "" is the workflow itself.
    this.group = "";
    this.problems = data.problems ?? [];
    this.outputs = data.outputs ?? {};
    // {deliveryId, payload}: what previews and completions are computed against.
    this.sample = null;
    // {status, steps, …} of a run that is drawn, or null.
    this.trace = null;
  }

  /* Triggers have no ids, so each gets a key for as long as the page is open. */
  adopt(document) {
    const triggerKeys = document.triggers.map(() => this.newTriggerKey());
    return { globals: [], ...document, triggerKeys };
  }

  newTriggerKey() {
    this.nextTrigger += 1;
    return `trigger:${this.nextTrigger}`;
  }

  /* The document as it is sent: {triggers, nodes, globals}. */
  get document() {
    const { triggers, nodes, globals } = this.doc;
    return { triggers, nodes, globals };
  }

  get isDirty() {
    return this.doc !== this.saved || !same(this.settings, this.savedSettings);
  }

  /* Change what is no part of the document: name, description, enabled,
     repeatAfterCrash. Not undone with it. Tells "settings". */
  setSettings(changed) {
    if (!this.canEdit) return;
    this.settings = { ...this.settings, ...changed };
    this.tell("settings");
  }

  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail));
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /* Replace the document. Edits with the same non-empty merge word in a row
     (typing into one field) are undone together. Tells "change". */
  apply(label, doc, merge = "") {
    if (!this.canEdit || doc === this.doc) return false;
    const isMore = this.wrapping ? this.wrapping.isBegun : merge && merge === this.merging;
    if (!isMore) {
      this.past.push({ label, doc: this.doc });
      if (this.past.length > LONGEST_HISTORY) this.past.shift();
    }
    if (this.wrapping) this.wrapping.isBegun = true;
    this.merging = merge;
    this.future = [];
    this.show(doc, label);
    return true;
  }

  /* Make several edits that are undone as one. */
  together(edit) {
    this.wrapping = { isBegun: false };
    try {
      return edit();
    } finally {
      this.wrapping = null;
    }
  }

  undo() {
    return this.step(this.past, this.future);
  }

  redo() {
    return this.step(this.future, this.past);
  }

  step(from, to) {
    const entry = from.pop();
    if (!entry) return "";
    to.push({ label: entry.label, doc: this.doc });
    this.merging = "";
    this.show(entry.doc, entry.label);
    return entry.label;
  }

  show(doc, label) {
    this.doc = doc;
    const there = new Set(this.keys());
    const kept = [...this.selection].filter((each) => there.has(each));
    if (this.group && !there.has(this.group)) this.enter("");
    this.tell("change", { label });
    if (kept.length !== this.selection.size) this.select(kept);
  }

  /* After a save: the server's document may hold ids and keys that it made. */
  markSaved(sent, stored, seen, settings = this.settings) {
    this.seen = seen;
    this.savedSettings = settings;
    if (stored && this.doc === sent && !same(stored, this.document)) {
      this.doc = { ...stored, triggerKeys: sent.triggerKeys };
      this.saved = this.doc;
      this.tell("change", { label: "" });
    } else {
      this.saved = sent;
    }
    this.tell("saved");
  }

  select(keys) {
    this.selection = new Set(keys);
    this.tell("selection");
  }

  /* The one selected item, or null. */
  get selected() {
    return this.selection.size === 1 ? this.item([...this.selection][0]) : null;
  }

  enter(group) {
    this.group = group;
    this.selection = new Set();
    this.tell("group");
    this.tell("selection");
  }

  setProblems(problems, outputs) {
    this.problems = problems;
    this.outputs = outputs ?? this.outputs;
    this.tell("problems");
  }

  setSample(sample) {
    this.sample = sample;
    this.tell("sample");
  }

  setTrace(trace) {
    this.trace = trace;
    this.tell("trace");
  }

  keys() {
    return [...this.doc.triggerKeys, ...this.doc.nodes.map((node) => node.id)];
  }

  /* Triggers first, then nodes, as {key, kind, index, raw, type, label, group, x, y,
     outputs: [{name, label, targets}]}. type is the declaration, or a stand-in. */
  items() {
    return this.list().items;
  }

  item(wanted) {
    return this.list().byKey.get(wanted) ?? null;
  }

  /* Made once for each document, and again when the check told other outputs. */
  list() {
    const { doc, outputs } = this;
    if (this.listed?.doc === doc && this.listed.outputs === outputs) return this.listed;
    const groups = groupsOf(doc);
    const items = [
      ...doc.triggers.map((raw, index) => this.described("trigger", raw, index, doc.triggerKeys[index], "")),
      ...doc.nodes.map((raw, index) => this.described("node", raw, index, raw.id, groups.get(raw.id))),
    ];
    place(items, this.places);
    const byKey = new Map(items.map((item) => [item.key, item]));
    this.listed = { doc, outputs, items, byKey };
    return this.listed;
  }

  described(kind, raw, index, itemKey, group) {
    const type = this.typeOf(kind, raw);
    const meta = raw.meta ?? {};
    return {
      key: itemKey,
      kind,
      index,
      raw,
      type,
      label: meta.label || type.label,
      group,
      x: Number(meta.x) || 0,
      y: Number(meta.y) || 0,
      outputs: this.outputsOf(kind, raw, type, itemKey),
    };
  }

  typeOf(kind, raw) {
    const known = kind === "trigger" ? this.triggerTypes : this.nodeTypes;
    return known.get(raw.type) ?? unknownType(kind, raw);
  }

  /* What a type declares, what its configuration adds, and what is wired beyond. */
  outputsOf(kind, raw, type, itemKey) {
    const wires = raw.outputIds ?? [];
    const declared = (kind === "node" && Object.hasOwn(this.outputs, itemKey) && this.outputs[itemKey]) || type.outputs;
    const count = Math.max(declared.length, wires.length);
    return Array.from({ length: count }, (_, place) => ({
      name: declared[place]?.name ?? `output${place}`,
      label: declared[place]?.label ?? `Output ${place + 1}`,
      targets: wires[place] ?? [],
    }));
  }

  /* Problems of an item, their pointers relative to it ("/config/expression"). */
  problemsOf(item) {
    const start = `/${item.kind}s/${item.index}`;
    return this.problems
      .filter(({ pointer }) => pointer === start || pointer.startsWith(`${start}/`))
      .map((problem) => ({ ...problem, pointer: problem.pointer.slice(start.length) }));
  }
}

/* The loop that shows each node. One whose groupId names no loop, or a loop inside
   itself, is shown outside: nothing of the document may be out of sight. */
function groupsOf(doc) {
  const loops = new Map(doc.nodes.filter((node) => node.type === "LoopNode").map((node) => [node.id, node]));
  const above = (node) => (loops.has(node.meta?.groupId) ? node.meta.groupId : "");
  const lostInCircle = (node) => {
    const seen = new Set([node.id]);
    for (let id = above(node); id; id = above(loops.get(id))) {
      if (seen.has(id)) return true;
      seen.add(id);
    }
    return false;
  };
  return new Map(doc.nodes.map((node) => [node.id, lostInCircle(node) ? "" : above(node)]));
}

/* The word in documents by which a type is known. */
function key(type) {
  return type.type;
}

function unknownType(kind, raw) {
  return {
    type: raw.type,
    name: raw.type,
    category: kind === "trigger" ? "trigger" : "logic",
    label: raw.type,
    summary: "There is no such type here. It is kept as it is.",
    kind,
    outputs: kind === "trigger" ? [{ name: "next", label: "Next" }] : [],
    outputsVary: false,
    fields: [],
    metaFields: [],
    placeholder: true,
    unknown: true,
  };
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
