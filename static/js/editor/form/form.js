/* The form beside the canvas: of the selected item, of several, or of the workflow.
   It is built when another thing is selected, and else only brought up to date, so
   that nobody loses the caret. */

import { itemView } from "./item_view.js";
import { severalView } from "./several_view.js";
import { workflowView } from "./workflow_view.js";

export function mountForm(element, store, api) {
  element.classList.add("sh-form");
  let shown = "";
  let view = null;

  const build = () => {
    view?.leave();
    view = null;
    element.replaceChildren();
    element.scrollTop = 0;
    view = makeView(element, store, api);
    view.showProblems();
  };
  const wanted = () => {
    const item = store.selected;
    return item ? `${item.key} ${item.raw.type}` : `several ${[...store.selection].length}`;
  };
  const refresh = () => {
    const now = wanted();
    if (now !== shown || (!store.selected && store.selection.size)) {
      shown = now;
      build();
    }
  };
  const update = () => {
    refresh();
    view.update();
  };

  store.on("selection", refresh);
  store.on("change", update);
  store.on("settings", update);
  store.on("names", update);
  store.on("problems", () => view.showProblems());
  store.on("sample", () => view.sampled());
  // Later, because others may have to open the panel that holds the form first.
  store.on("focus-form", (detail) => queueMicrotask(() => view.focus(detail?.path)));
  refresh();
  if (!view) build();
}

function makeView(element, store, api) {
  if (store.selected) return itemView(element, store, api, store.selected.key);
  return store.selection.size ? severalView(element, store) : workflowView(element, store, api);
}
