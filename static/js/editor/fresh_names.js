/* What the application holds besides this workflow, asked for again when somebody comes
   back to this tab: the webhook that they made in another one can be chosen at once. */

const KEPT = ["webhooks", "workflows", "versions"];

/* Tells "names" when something is new, gone or has another name. */
export function mountFreshNames(store, api) {
  addEventListener("focus", async () => {
    let fresh;
    try {
      fresh = await api.pageData();
    } catch {
      // What is known stays; whatever needs the server says so itself.
      return;
    }
    const changed = KEPT.filter((name) => JSON.stringify(fresh[name]) !== JSON.stringify(store.data[name]));
    for (const name of changed) store.data[name] = fresh[name];
    if (changed.length) store.tell("names");
  });
}
