/* What a payload may hold at an item: a chosen sample, else what the triggers' types
   give as examples, and what items before it put somewhere. */

import { pathsOf } from "./paths.js";

const ENVELOPE = {
  time: "2026-01-31T12:00:00.000Z",
  triggerId: "",
  triggerType: "",
  applicationId: "",
  applicationName: "",
  flowId: "",
  flowName: "",
  flowVersion: "develop",
};

/* Returns [{path, hint}] without repetition. */
export function knownPaths(store, itemKey) {
  const found = pathsOf(store.sample?.payload ?? examplePayload(store));
  const seen = new Set(found.map(({ path }) => path));
  for (const path of pathsBefore(store, itemKey)) {
    if (!seen.has(path)) found.push({ path, hint: "set before" });
    seen.add(path);
  }
  return found;
}

function examplePayload(store) {
  const data = {};
  for (const trigger of store.doc.triggers) {
    Object.assign(data, store.triggerTypes.get(trigger.type)?.exampleData);
  }
  const globals = {};
  for (const { key } of store.doc.globals) if (key) globals[key] = "";
  return { data, ...ENVELOPE, globals };
}

/* What path fields of the items before it hold, the nearest first. */
function pathsBefore(store, itemKey) {
  const sources = new Map();
  for (const node of store.doc.nodes) {
    for (const target of (node.outputIds ?? []).flat()) {
      sources.set(target, [...(sources.get(target) ?? []), node]);
    }
  }
  const found = [];
  const seen = new Set([itemKey]);
  const waiting = [itemKey];
  while (waiting.length) {
    for (const node of sources.get(waiting.shift()) ?? []) {
      if (seen.has(node.id)) continue;
      seen.add(node.id);
      waiting.push(node.id);
      const fields = store.nodeTypes.get(node.type)?.fields ?? [];
      found.push(...heldPaths(fields, node.config ?? {}));
    }
  }
  return found;
}

function heldPaths(fields, holder) {
  return fields.flatMap((field) => {
    const value = holder?.[field.name];
    if (field.kind === "path") return typeof value === "string" && value ? [value] : [];
    if (field.kind === "rows" && Array.isArray(value)) return value.flatMap((row) => heldPaths(field.fields, row));
    return [];
  });
}
