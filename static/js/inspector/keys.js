/* Keys of the inspector. Never while something is typed, and not at all for whom
   they disturb: the dialog that lists them has a switch. */
const KEY = "switchhook-keys";

function areOn() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

function isTyping(element) {
  return element.isContentEditable || element.matches("input, textarea, select, [role=textbox]");
}

export function setUpKeys(inspector, pane, dialog) {
  const button = inspector.querySelector("[data-keys]");
  const box = dialog.querySelector("[data-keys-on]");
  const links = () => [...inspector.querySelectorAll("#deliveries a.sh-cover")];

  function move(step) {
    const all = links();
    const at = all.findIndex((link) => link === document.activeElement);
    const from = at >= 0 ? at : all.findIndex((link) => link.matches("[aria-current]"));
    const next = all[from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + step))];
    next?.focus();
  }

  const acts = {
    j: () => move(1),
    k: () => move(-1),
    r: () => pane.element.querySelector("[data-replay] button")?.click(),
    "/": () => inspector.querySelector("#q")?.focus(),
    "?": () => dialog.showModal(),
  };

  function arrow(key, active) {
    const inList = inspector.querySelector("#deliveries").contains(active);
    if (key === "ArrowDown" && inList) return () => move(1);
    if (key === "ArrowUp" && inList) return () => move(-1);
    if (key === "Escape" && pane.id) return () => pane.close();
    return null;
  }

  document.addEventListener("keydown", (event) => {
    const active = document.activeElement ?? document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(active)) return;
    if (document.querySelector("dialog:modal") || active.closest("dialog")) return;
    const act = arrow(event.key, active) ?? (areOn() ? acts[event.key] : null);
    if (!act) return;
    event.preventDefault();
    act();
  });

  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  box.checked = areOn();
  box.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, box.checked ? "on" : "off");
    } catch {
      box.checked = true;
    }
  });
}
