/* The test panel without leaving the page. Without this module, or when anything
   goes wrong in it, the form is simply sent. */
for (const form of document.querySelectorAll("form[data-sample]")) {
  const result = document.querySelector(form.dataset.sample);
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
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
    } catch {
      form.submit();
    } finally {
      button.disabled = false;
      result.removeAttribute("aria-busy");
    }
  });
}
