/* The head and the tools: what each button does is said in commands.js. */

import { badge, fill } from "../element.js";
import { COMMANDS, perform } from "./commands.js";
import { icon } from "./icons.js";

export function mountBar(element, store) {
  const buttons = [...document.querySelectorAll("#editor [data-do]")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const menu = button.closest("details");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      if (button.getAttribute("aria-disabled") !== "true") perform(store, button.dataset.do);
    });
  }
  const show = () => {
    for (const button of buttons) {
      const command = COMMANDS[button.dataset.do];
      const can = command.when(store);
      // Still there for the keyboard: a button that vanishes takes the focus along.
      button.setAttribute("aria-disabled", String(!can));
      if (command.hides) button.hidden = !can;
    }
  };
  for (const name of ["change", "selection", "group", "saved", "wire"]) store.on(name, show);
  show();
  closeMenus();
  walkByArrows(element);
  sayPolitely(store);
  followSettings(store);
}

/* A menu closes when the focus or the pointer goes elsewhere. */
function closeMenus() {
  const menus = [...document.querySelectorAll("#editor details.sh-more-menu, #editor details.sh-menu")];
  const close = (event) => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  };
  document.addEventListener("pointerdown", close);
  document.addEventListener("focusin", close);
  for (const menu of menus) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
}

/* A toolbar is one stop of the Tab key; arrows walk along it. */
function walkByArrows(element) {
  const stops = () => [...element.querySelectorAll("button, summary")].filter((each) => each.offsetParent);
  const setTab = (stop) => {
    for (const each of element.querySelectorAll("button, summary")) {
      if (!each.closest("ul")) each.tabIndex = each === stop ? 0 : -1;
    }
  };
  setTab(stops()[0]);
  element.addEventListener("focusin", (event) => {
    const stop = event.target.closest("button, summary");
    if (stop && !stop.closest("ul")) setTab(stop);
  });
  element.addEventListener("keydown", (event) => {
    const all = stops();
    const here = all.indexOf(document.activeElement);
    const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (here < 0 || to === undefined) return;
    event.preventDefault();
    all[(to + all.length) % all.length].focus();
  });
}

/* The polite live region; the same words twice are heard twice. */
function sayPolitely(store) {
  const region = document.querySelector("#editor-live");
  store.on("announce", (text) => {
    region.textContent = region.textContent === text ? `${text}\u00a0` : text;
  });
}

function followSettings(store) {
  const enabled = document.querySelector("#editor-enabled");
  store.on("settings", () => {
    document.querySelector("#editor-name").textContent = store.settings.name;
    const isOn = store.settings.enabled;
    fill(enabled, isOn ? badge("On", "good", icon("circle-check")) : badge("Off", "none", icon("circle-dashed")));
  });
}
