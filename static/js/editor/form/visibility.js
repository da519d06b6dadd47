/* Which fields a configuration uses: the same rules as the engine's. */

/* What a document holds for a field, or its default. */
export function held(field, holder) {
  for (const key of [field.name, ...(field.aliases ?? [])]) {
    const value = holder?.[key];
    if (value !== undefined && value !== null) return value;
  }
  return field.default;
}

/* The word by which a byKind field chooses. */
export function chosenKind(field, holder) {
  return holder?.[field.selector] || field.fallback;
}

export function matters(field, holder, fields) {
  if (field.kind === "byKind" && !Object.hasOwn(field.kinds, chosenKind(field, holder))) {
    return false;
  }
  if (!field.shownWhen) return true;
  const other = fields.find((each) => each.name === field.shownWhen.field);
  const value = other ? held(other, holder) : holder?.[field.shownWhen.field];
  return field.shownWhen.values.includes(value);
}
