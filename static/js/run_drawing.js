/* A past run drawn on the editor's canvas, as the workflow was when it ran. The
   page's list of steps stays what it is; what is chosen in one is chosen in both. */

import { makeApi } from "./editor/api.js";
import { mountCanvas } from "./editor/canvas/canvas.js";
import { showItem } from "./editor/panes/going.js";
import { mark } from "./editor/panes/steps.js";
import { Store } from "./editor/store.js";
import { h } from "./element.js";

const SETTLED_MS = 150;
const place = document.querySelector("#run-drawing");
const steps = document.querySelector("#run-steps");

/* A step's name becomes a button that leads to its node. */
function linkSteps(store) {
  for (const row of steps?.querySelectorAll("[data-node]") ?? []) {
    const name = row.querySelector("[data-step-name]");
    if (!name || !store.item(row.dataset.node)) continue;
    const show = () => showItem(store, row.dataset.node);
    const button = h("button", { type: "button", class: "sh-link sh-step-link", title: "Show it in the drawing", onclick: show });
    button.append(...name.childNodes);
    name.replaceWith(button);
  }
  if (steps) store.on("selection", () => mark(steps, store));
}

async function draw() {
  const data = JSON.parse(document.querySelector("#run-data").textContent);
  const [types, trace] = await Promise.all([
    fetch(data.typesUrl, { credentials: "same-origin" }).then((answer) => answer.json()),
    makeApi(data.urls).trace(data.run),
  ]);
  const store = new Store(data, types);
  const canvas = mountCanvas(place, store);
  store.setTrace(trace);
  canvas.view.start = trace.steps[0]?.nodeId ?? null;
  canvas.view.open();
  linkSteps(store);
  // The canvas itself learns of its new size a moment later.
  let timer = 0;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => canvas.view.open(), SETTLED_MS);
  });
  place.dataset.state = "drawn";
  const announced = document.querySelector("#run-said");
  store.on("announce", (text) => {
    announced.textContent = text;
  });
}

if (place) {
  draw().catch((error) => {
    place.replaceChildren(h("p", { class: "sh-pane-empty" }, `The run could not be drawn. ${error.message} The list below has all of it.`));
  });
}
