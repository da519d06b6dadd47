/* Finds a sender among those to choose from; without this module all are shown. */
const bar = document.querySelector("[data-sender-search]");
const rows = [...document.querySelectorAll("[data-sender]")];
const count = document.querySelector("[data-sender-count]");

function update(input) {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !words.every((word) => row.dataset.sender.includes(word));
    if (!row.hidden) shown += 1;
  }
  count.textContent = words.length ? said(shown) : "";
}

function said(shown) {
  return shown ? `${shown} of ${rows.length}` : "No sender is called that.";
}

/* The Enter key takes the first that is left, and does not send a form. */
function take(event, input) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const first = rows.find((row) => !row.hidden);
  if (input.value.trim() && first) first.querySelector("a, input").click();
}

if (bar) {
  const input = bar.querySelector("input");
  bar.hidden = false;
  input.addEventListener("input", () => update(input));
  input.addEventListener("keydown", (event) => take(event, input));
  if (bar.dataset.senderSearch === "focus") input.focus();
}
