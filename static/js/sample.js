/* The test panel without leaving the page. Without this module, or when anything
   goes wrong in it, the form is simply sent. */
let isLeaving = false;
addEventListener("beforeunload", () => {
  isLeaving = true;
});

async function send(form) {
  const result = document.querySelector(form.dataset.sample);
  // Not `disabled`: the focus would be lost.
  form.setAttribute("aria-busy", "true");
  result.setAttribute("aria-busy", "true");
  result.textContent = "Waiting for the answer …";
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Fragment": "result" },
      redirect: "manual",
    });
    const type = response.headers.get("Content-Type") ?? "";
    if (response.type === "opaqueredirect" || !type.startsWith("text/html")) throw new Error();
    const text = await response.text();
    if (text.includes("<html")) throw new Error();
    const template = document.createElement("template");
    template.innerHTML = text;
    result.replaceChildren(template.content);
    result.scrollIntoView({ block: "nearest" });
    result.dispatchEvent(new CustomEvent("switchhook:added", { bubbles: true }));
  } catch {
    // Leaving the page ends the call as well, and is no reason to send it twice.
    if (!isLeaving) form.submit();
  } finally {
    form.removeAttribute("aria-busy");
    result.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-sample]")) return;
  event.preventDefault();
  if (!event.target.hasAttribute("aria-busy")) send(event.target);
});
