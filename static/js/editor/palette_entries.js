/* The palette's entries: the types there are, in groups, and the application's own
   custom nodes. Each is {key, label, summary, type, config?, meta?}. */

const CUSTOM = "CustomNodeExecuteNode";
const ONLY_INSIDE_LOOPS = "LoopCapNode";
// What most workflows begin with.
const FIRST = "trigger webhook";

/* Groups of entries for what is shown: triggers do not stand inside loops. */
export function groupsOf(store) {
  const types = [...store.nodeTypes.values(), ...(store.group ? [] : store.triggerTypes.values())];
  const labels = new Map(store.categories.map(({ name, label }) => [name, label]));
  const groups = new Map([...labels].map(([name, label]) => [name, { label, entries: [] }]));
  for (const type of types) {
    if (!groups.has(type.category)) groups.set(type.category, { label: type.category, entries: [] });
    groups.get(type.category).entries.push(...entriesOf(store, type));
  }
  for (const { entries } of groups.values()) entries.sort(inOrder);
  return [...groups.values()];
}

/* As one looks for them: by the words that are shown. */
function inOrder(one, other) {
  return (other.key === FIRST) - (one.key === FIRST) || one.label.localeCompare(other.label);
}

function entriesOf(store, type) {
  const own = type.type === CUSTOM ? store.data.workflows.filter(({ flowClass }) => flowClass === "customNode") : [];
  if (own.length) return own.map((flow) => customEntry(type, flow));
  return [{ key: `${type.kind} ${type.type}`, label: type.label, summary: type.summary, type }];
}

function customEntry(type, flow) {
  return {
    key: `custom ${flow.id}`,
    label: flow.name,
    summary: `Runs the custom node “${flow.name}” of this application.`,
    type,
    config: { customNodeId: flow.id },
    meta: { label: flow.name },
  };
}

/* The groups with what a search leaves of them. Types that cannot work here come
   only when they are asked for by name, or are in the workflow already. */
export function matching(groups, text, store) {
  const wanted = text.trim().toLowerCase();
  const used = new Set(store.items().map(({ raw }) => raw.type));
  const fits = (entry) => {
    const { type } = entry;
    if (type.type === ONLY_INSIDE_LOOPS && !store.group) return false;
    if (!wanted) return !type.placeholder || used.has(type.type);
    return [entry.label, type.label, type.name, type.type].some((word) => word.toLowerCase().includes(wanted));
  };
  return groups
    .map((group) => ({ ...group, entries: group.entries.filter(fits).sort(workingFirst) }))
    .filter(({ entries }) => entries.length);
}

/* Enter takes the first one, and that should be one that runs. */
function workingFirst(one, other) {
  return Number(Boolean(one.type.placeholder)) - Number(Boolean(other.type.placeholder));
}
