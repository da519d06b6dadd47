/* What is shown where: canvas or list, the panes below and how high they are, and on
   a narrow screen the form as a sheet. Remembered for the next time. */

const NARROW = matchMedia("(max-width: 700px)");
const MEMORY = "switchhook.editor";
const STEP = 5;
const TABS = ["test", "debug", "problems"];
const LEAST = 10;
const MOST = 80;

export function mountPanels(store) {
  const memory = recall();
  views(store, memory);
  panes(store, memory);
  sheet(store);
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(MEMORY)) ?? {};
  } catch {
    return {};
  }
}

function remember(memory) {
  try {
    localStorage.setItem(MEMORY, JSON.stringify(memory));
  } catch {
    // Private windows may refuse; then it is forgotten.
  }
}

function views(store, memory) {
  const editor = document.querySelector("#editor");
  const places = { canvas: document.querySelector("#editor-canvas"), list: document.querySelector("#editor-list") };
  const show = (view) => {
    editor.dataset.view = view;
    for (const [name, place] of Object.entries(places)) {
      place.hidden = name !== view;
      editor.querySelector(`[data-do=view-${name}]`).setAttribute("aria-pressed", String(name === view));
    }
  };
  show(memory.view ?? (NARROW.matches ? "list" : "canvas"));
  NARROW.addEventListener("change", () => show(NARROW.matches ? "list" : (memory.view ?? "canvas")));
  store.on("view", (view) => {
    show(view);
    memory.view = NARROW.matches ? memory.view : view;
    remember(memory);
    if (view === "canvas") store.tell("canvas-do", "shown");
  });
  store.on("focus-canvas", () => {
    if (editor.dataset.view === "list") store.tell("focus-list");
  });
}

function panes(store, memory) {
  const bottom = document.querySelector("#editor-bottom");
  const body = document.querySelector("#editor-bottom-body");
  const toggle = document.querySelector("#editor-bottom-toggle");
  const sizer = document.querySelector("#editor-sizer");
  const tabs = TABS.map((name) => document.querySelector(`#editor-tab-${name}`));
  const open = (isOpen) => {
    bottom.dataset.open = String(isOpen);
    body.hidden = !isOpen;
    sizer.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
    toggle.setAttribute("aria-label", isOpen ? "Close the panes" : "Open the panes");
    memory.open = isOpen;
    remember(memory);
  };
  const choose = (name) => {
    TABS.forEach((each, index) => {
      const isChosen = each === name;
      document.querySelector(`#editor-${each}`).hidden = !isChosen;
      tabs[index].setAttribute("aria-selected", String(isChosen));
      tabs[index].tabIndex = isChosen ? 0 : -1;
    });
    memory.tab = name;
    remember(memory);
  };
  const size = (percent) => {
    memory.height = Math.min(MOST, Math.max(LEAST, Math.round(percent)));
    bottom.style.setProperty("--sh-bottom", String(memory.height));
    sizer.setAttribute("aria-valuenow", String(memory.height));
    remember(memory);
  };
  tabs.forEach((tab, index) => {
    tab.removeAttribute("aria-disabled");
    tab.addEventListener("click", () => {
      choose(TABS[index]);
      open(true);
    });
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: TABS.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = (to + TABS.length) % TABS.length;
      choose(TABS[next]);
      tabs[next].focus();
    });
  });
  choose(TABS.includes(memory.tab) ? memory.tab : "test");
  open(Boolean(memory.open) && !NARROW.matches);
  size(memory.height ?? 35);
  // "toggle", or the name of the pane to open.
  store.on("panes", (what) => {
    if (TABS.includes(what)) choose(what);
    open(TABS.includes(what) || body.hidden);
  });
  drag(sizer, bottom.parentElement, size);
  sizer.addEventListener("keydown", (event) => {
    const by = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    size(memory.height + by);
  });
}

function drag(sizer, whole, size) {
  sizer.addEventListener("pointerdown", (event) => {
    sizer.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  sizer.addEventListener("pointermove", (event) => {
    if (!sizer.hasPointerCapture(event.pointerId)) return;
    const { bottom, height } = whole.getBoundingClientRect();
    size(((bottom - event.clientY) / height) * 100);
  });
}

/* On a narrow screen the form comes up when it is asked for. */
function sheet(store) {
  const editor = document.querySelector("#editor");
  const form = document.querySelector(".sh-editor-form");
  store.on("focus-form", () => editor.toggleAttribute("data-form", true));
  const close = () => editor.toggleAttribute("data-form", false);
  store.on("focus-canvas", close);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    store.tell("focus-canvas");
  });
}
