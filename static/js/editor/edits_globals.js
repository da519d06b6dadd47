/* The change of a workflow's globals: apart from the other edits, which are all
   about triggers and nodes. */

/* path: [] for the whole list, or [index, key]. */
export function setGlobals(store, path, value, label) {
  const globals = path.length ? placed(store.doc.globals, path, value) : value;
  return store.apply(label, { ...store.doc, globals }, `globals ${JSON.stringify(path)}`);
}

function placed(globals, [index, key], value) {
  return globals.map((entry, at) => {
    if (at !== index) return entry;
    return key === undefined ? value : { ...entry, [key]: value };
  });
}
