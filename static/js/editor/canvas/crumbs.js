/* The way into a loop's body: from the workflow down to the loop that is shown. */

import { icon } from "../icons.js";
import { count } from "../words.js";

export function mountCrumbs(canvas) {
  const { element, store } = canvas;
  const nav = document.createElement("nav");
  nav.className = "sh-canvas-crumbs";
  nav.setAttribute("aria-label", "Where you are on the canvas");
  element.prepend(nav);
  const show = () => {
    nav.hidden = !store.group;
    nav.replaceChildren(...(store.group ? crumbs(canvas) : []));
  };
  store.on("group", () => {
    show();
    const loop = store.item(store.group);
    const inside = canvas.sync.shown().length;
    store.tell("announce", loop ? `Inside the loop ${loop.label}: ${count(inside, "node")}.` : "The whole workflow.");
  });
  store.on("change", show);
  show();
}

function crumbs({ store }) {
  const way = [];
  for (let loop = store.item(store.group); loop; loop = store.item(loop.group)) way.unshift(loop);
  const steps = [{ key: "", label: "Workflow" }, ...way];
  return steps.map(({ key, label }) => {
    const isHere = key === store.group;
    const step = document.createElement(isHere ? "span" : "button");
    step.className = isHere ? "sh-crumb-here" : "sh-crumb";
    if (key) step.append(icon("repeat"));
    step.append(label);
    if (isHere) {
      step.setAttribute("aria-current", "true");
    } else {
      step.type = "button";
      step.addEventListener("click", () => {
        store.enter(key);
        store.tell("focus-canvas");
      });
    }
    return step;
  });
}
