/* Keys that the server makes for triggers at the first save. Everything that undo
   can bring back gets them too, or the next save would make other ones. */

/* Give the store the keys that stored has and sent did not have. */
export function keepServerKeys(store, sent, stored) {
  const made = new Map();
  sent.triggers.forEach((raw, index) => {
    const key = stored.triggers[index]?.key;
    if (!raw.key && key) made.set(sent.triggerKeys[index], key);
  });
  if (!made.size) return sent;
  const known = new Map();
  const keyed = (doc) => {
    if (!known.has(doc)) known.set(doc, withKeys(doc, made));
    return known.get(doc);
  };
  store.past = store.past.map((entry) => ({ ...entry, doc: keyed(entry.doc) }));
  store.future = store.future.map((entry) => ({ ...entry, doc: keyed(entry.doc) }));
  store.doc = keyed(store.doc);
  return keyed(sent);
}

function withKeys(doc, made) {
  if (!doc.triggerKeys.some((each) => made.has(each))) return doc;
  const triggers = doc.triggers.map((raw, index) => {
    const key = made.get(doc.triggerKeys[index]);
    return key && !raw.key ? { ...raw, key } : raw;
  });
  return { ...doc, triggers };
}
