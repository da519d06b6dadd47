/* Copy buttons: shown only where they work. */
const status = document.createElement("span");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

async function copyText(source) {
  const text = source.textContent;
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Plain http on a home network has no clipboard interface.
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  if (!document.execCommand("copy")) throw new Error("refused");
  selection.removeAllRanges();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.querySelector(button.dataset.copy);
  if (!source) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copyText(source);
      button.dataset.done = "";
      status.textContent = "Copied.";
    } catch {
      status.textContent = "Your browser did not allow it. Select the text and copy it.";
    }
    setTimeout(() => {
      delete button.dataset.done;
      status.textContent = "";
    }, 1500);
  });
}
