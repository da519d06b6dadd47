/* What two people made of the same workflow, item by item. Knows nothing of pages. */

import { Written } from "../../json_view.js";

const MOST_FIELDS = 12;
const SETTINGS = ["name", "description", "enabled", "repeatAfterCrash"];

/* base, theirs and mine are {name, …, triggers, nodes, globals}; titleOf names a raw
   trigger or node. Returns [{title, theirs, mine}] of what is not the same on both
   sides, each side null or {kind: "added"|"removed"|"changed", fields}, with fields
   as [{name, before, after}]. */
export function differences(base, theirs, mine, titleOf) {
  const before = partsOf(base, titleOf);
  const [one, other] = [partsOf(theirs, titleOf), partsOf(mine, titleOf)];
  const keys = new Set([...before.keys(), ...one.keys(), ...other.keys()]);
  const found = [];
  for (const key of keys) {
    const [old, left, right] = [before, one, other].map((parts) => parts.get(key));
    if (isSame(left?.raw, right?.raw)) continue;
    const title = (left ?? right ?? old).title;
    found.push({ title, theirs: changeOf(old, left), mine: changeOf(old, right) });
  }
  return found;
}

function partsOf(state, titleOf) {
  const parts = new Map();
  for (const name of SETTINGS) {
    if (state[name] !== undefined) parts.set(`setting ${name}`, { title: "The workflow", raw: { [name]: state[name] } });
  }
  for (const raw of state.nodes) parts.set(`node ${raw.id}`, { title: titleOf("node", raw), raw });
  const seen = new Map();
  for (const raw of state.triggers) {
    // Triggers have no ids: the first timer is the first timer.
    const kind = `trigger ${raw.type} ${raw.key ?? ""}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    parts.set(`${kind} ${seen.get(kind)}`, { title: titleOf("trigger", raw), raw });
  }
  for (const raw of state.globals ?? []) {
    parts.set(`global ${raw.key}`, { title: `Global “${raw.key}”`, raw });
  }
  return parts;
}

function changeOf(before, after) {
  if (!before && !after) return null;
  if (!before) return { kind: "added", fields: [] };
  if (!after) return { kind: "removed", fields: [] };
  const fields = fieldsOf(before.raw, after.raw);
  return fields.length ? { kind: "changed", fields } : null;
}

function fieldsOf(before, after) {
  const found = changes(before, after, (path) => path[0] !== "outputIds");
  const isPlace = ({ path }) => path[0] === "meta" && ["x", "y"].includes(path[1]);
  const shown = found.filter((each) => !isPlace(each)).map(named);
  if (shown.length < found.length) shown.push({ name: "Position" });
  if (shown.length <= MOST_FIELDS) return shown;
  return [...shown.slice(0, MOST_FIELDS), { name: `${shown.length - MOST_FIELDS} more` }];
}

function named({ path, before, after }) {
  if (path[0] === "outputIds") return { name: "Wires" };
  const inside = ["config", "meta"].includes(path[0]) && path.length > 1 ? path.slice(1) : path;
  return { name: inside.join(" › "), before, after };
}

/* The innermost places where two JSON values differ, as [{path, before, after}].
   opens(path) tells whether to look inside what is there. */
export function changes(before, after, opens = () => true) {
  const found = [];
  const walk = (old, now, path) => {
    if (isSame(old, now)) return;
    const areAlike = isHolder(old) && isHolder(now) && Array.isArray(old) === Array.isArray(now);
    if (!areAlike || !opens(path)) {
      found.push({ path, before: old, after: now });
      return;
    }
    const names = new Set([...Object.keys(old), ...Object.keys(now)]);
    for (const name of names) walk(old[name], now[name], [...path, name]);
  };
  walk(before, after, []);
  return found;
}

function isHolder(value) {
  if (value === null || typeof value !== "object") return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/* Whether two JSON values are the same; the order of keys does not count. */
export function isSame(one, other) {
  if (one === other || (one instanceof Written && one.source === other?.source)) return true;
  if (!isHolder(one) || !isHolder(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => name in other && isSame(one[name], other[name]));
}
