/* Parts of a delivery as tabs. Without this module they stand below each other, and
   the same words are links to them. */
import { enhance } from "./fragments.js";

const KEY = "switchhook-part";
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

function remembered() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(name) {
  try {
    sessionStorage.setItem(KEY, name);
  } catch {
    // Then the next delivery opens at its body.
  }
}

function choose(tabs, chosen) {
  for (const tab of tabs) {
    const on = tab === chosen;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    document.getElementById(`part-${tab.dataset.tab}`).hidden = !on;
  }
  // On a small screen the row of tabs scrolls, and the page must not.
  const list = chosen.parentElement;
  list.scrollLeft = chosen.offsetLeft - list.offsetLeft - 40;
}

function setUp(set) {
  const list = set.querySelector(".sh-tablist");
  const tabs = [...list.querySelectorAll("[data-tab]")];
  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const panel = document.getElementById(`part-${tab.dataset.tab}`);
    tab.id = `tab-${tab.dataset.tab}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
  }
  const wanted = location.hash.startsWith("#part-") ? location.hash.slice(6) : remembered();
  choose(tabs, tabs.find((tab) => tab.dataset.tab === wanted) ?? tabs[0]);
  set.dataset.ready = "";

  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (!tab) return;
    event.preventDefault();
    choose(tabs, tab);
    remember(tab.dataset.tab);
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    let next = null;
    if (event.key in STEPS) next = tabs.at((at + STEPS[event.key]) % tabs.length);
    else if (event.key === "Home") next = tabs[0];
    else if (event.key === "End") next = tabs.at(-1);
    else if (event.key === " ") next = tabs[at];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
    next.click();
  });
}

enhance((root) => {
  for (const set of root.querySelectorAll("[data-tabs]:not([data-ready])")) setUp(set);
});
