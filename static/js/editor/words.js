/* An item in words: what screen readers hear of it, and what is announced. */

export function count(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

/* Milliseconds in words that are short, as the pages of the server write them. */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return "";
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds >= 10) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 0.05 ? "< 0.1 ms" : `${milliseconds.toFixed(1)} ms`;
}

/* "Conditional “Hot?”", or only the type where the label says nothing more. */
export function titleOf(item) {
  return item.label === item.type.label ? item.label : `${item.type.label} “${item.label}”`;
}

/* The webhook that a trigger waits for, as the page's data has it. */
export function webhookOf(store, item) {
  if (item.kind !== "trigger" || item.raw.type !== "webhook") return null;
  return store.data.webhooks?.find(({ id }) => id === item.raw.key) ?? null;
}

/* What stands below a label: the type, unless the label is just that, and the webhook. */
export function subtitleOf(store, item) {
  const type = item.label === item.type.label ? "" : item.type.label;
  return [type, webhookOf(store, item)?.name ?? ""].filter(Boolean).join(" · ");
}

/* Everything that the card of an item tells to the eye. */
export function nameOf(store, item, marks = "") {
  const several = item.outputs.length > 1;
  const ways = item.outputs.map(({ label, targets }) => {
    const where = targets.map((key) => store.item(key)?.label ?? "a node that is not here");
    const leads = where.length ? `leads to ${where.join(" and ")}` : "leads to nothing";
    return several ? `${label} ${leads}` : leads;
  });
  const problems = store.problemsOf(item).length;
  return [
    titleOf(item),
    ...[webhookOf(store, item)].filter(Boolean).map(({ name }) => `waits for ${name}`),
    ...(item.type.unknown ? ["a type that is not known here"] : item.type.placeholder ? ["not available here"] : []),
    ...(item.raw.type === "LoopNode" ? [`${count(insideOf(store, item.key).length, "node")} inside`] : []),
    ...ways,
    ...(problems ? [count(problems, "problem")] : []),
    ...(marks ? [marks] : []),
  ].join(", ");
}

/* The items shown inside a loop. */
export function insideOf(store, loopKey) {
  return store.items().filter((item) => item.group === loopKey);
}
