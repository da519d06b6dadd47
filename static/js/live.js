/* New deliveries, as the server sends them: rows of the same list. What is being
   read does not move: below the top, new ones wait behind a button. */
const list = document.querySelector("[data-live]");
const state = document.querySelector("#live-state");
const SHOWN_AT_MOST = 200;
const waiting = [];
let button = null;

function say(text, on) {
  state.hidden = false;
  state.textContent = text;
  state.dataset.state = on ? "on" : "off";
}

function rowOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("[data-delivery]");
}

function put(row) {
  document.querySelector("#nothing-yet")?.remove();
  row.classList.add("sh-row-new");
  list.prepend(row);
  while (list.children.length > SHOWN_AT_MOST) list.lastElementChild.remove();
  row.dispatchEvent(new CustomEvent("switchhook:added", { bubbles: true }));
}

function isBeingRead() {
  return list.getBoundingClientRect().top < 0 || list.contains(document.activeElement);
}

function showWaiting() {
  button?.remove();
  button = null;
  for (const row of waiting.splice(0)) put(row);
}

function offer() {
  if (!button) {
    button = document.createElement("button");
    button.type = "button";
    button.className = "sh-new-button";
    button.addEventListener("click", () => {
      showWaiting();
      list.querySelector("a")?.focus();
    });
    list.before(button);
  }
  button.textContent = `${waiting.length} new`;
}

function arrived(event) {
  const row = rowOf(event.data);
  if (!row) return;
  const old = document.getElementById(row.id);
  if (old) {
    old.replaceWith(row);
    row.dispatchEvent(new CustomEvent("switchhook:added", { bubbles: true }));
  } else if (isBeingRead()) {
    const index = waiting.findIndex((other) => other.id === row.id);
    if (index >= 0) waiting[index] = row;
    else waiting.push(row);
    if (waiting.length > SHOWN_AT_MOST) waiting.shift();
    offer();
  } else {
    put(row);
  }
}

if (list && window.EventSource) {
  const source = new EventSource(list.dataset.live);
  source.addEventListener("open", () => say("Live", true));
  source.addEventListener("error", () => {
    const over = source.readyState === EventSource.CLOSED;
    say(over ? "Not live any more. Reload the page." : "Reconnecting …", false);
  });
  source.addEventListener("delivery", arrived);
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
