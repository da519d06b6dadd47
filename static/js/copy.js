/* Copy buttons, for an element's text or for a text of their own; shown only where
   they work. */
const status = document.createElement("span");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

async function copyText(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Plain http on a home network has no clipboard interface.
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.className = "visually-hidden";
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  if (!done) throw new Error("refused");
}

function textFor(button) {
  if ("copyText" in button.dataset) return button.dataset.copyText;
  return document.querySelector(button.dataset.copy)?.textContent ?? "";
}

async function pressed(button) {
  const text = textFor(button);
  try {
    await copyText(text);
    button.dataset.done = "";
    status.textContent = "copyText" in button.dataset ? `Copied ${text}` : "Copied.";
  } catch {
    status.textContent = "Your browser did not allow it. Select the text and copy it.";
  }
  setTimeout(() => {
    delete button.dataset.done;
    status.textContent = "";
  }, 1500);
}

function reveal(root) {
  for (const button of root.querySelectorAll("[data-copy][hidden]")) {
    if (document.querySelector(button.dataset.copy)) button.hidden = false;
  }
}

reveal(document);
document.addEventListener("switchhook:added", (event) => reveal(event.target));
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy], [data-copy-text]");
  if (!button) return;
  // A name in a tree stands in what unfolds when it is pressed.
  event.preventDefault();
  pressed(button);
});
