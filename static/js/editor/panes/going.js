/* Going to an item from anywhere: into the loop that holds it, and selected. */

/* Select an item; false if the workflow does not have it any more. */
export function goTo(store, key) {
  const item = store.item(key);
  if (!item) return false;
  if (item.group !== store.group) store.enter(item.group);
  store.select([key]);
  return true;
}

/* The same, and brought into view on the canvas. */
export function showItem(store, key) {
  const isThere = goTo(store, key);
  if (isThere) store.tell("canvas-do", "reveal");
  return isThere;
}
