/* Links to a text that copy it instead: data-copy-from. Without this module, or
   where the browser does not let us copy, the text is opened. */
const status = document.createElement("span");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

async function copyFrom(link) {
  const response = await fetch(link.href, { redirect: "error" });
  if (!response.ok) throw new Error("refused");
  await navigator.clipboard.writeText((await response.text()).replace(/\n$/, ""));
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copy-from]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // Plain http on a home network has no clipboard interface.
  if (!navigator.clipboard) return;
  event.preventDefault();
  try {
    await copyFrom(link);
  } catch {
    location.href = link.href;
    return;
  }
  const words = link.querySelector("span") ?? link;
  const before = words.textContent;
  words.textContent = "Copied";
  status.textContent = "Copied.";
  setTimeout(() => {
    words.textContent = before;
    status.textContent = "";
  }, 1500);
});
