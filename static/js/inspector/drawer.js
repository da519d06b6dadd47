/* The test panel beside the list: opened by links that otherwise lead to its page,
   empty or filled with a past request or a sample. It does not hide the list. */
import { NoFragment, announceAdded, fragment } from "./fragments.js";

export function setUpDrawer(dialog) {
  const place = dialog.querySelector("[data-test-form]");
  const result = dialog.querySelector("#sample-result");
  let opener = null;

  async function open(link) {
    const isInside = place.contains(link);
    if (!isInside) opener = link;
    const wanted = new URL(link.href).searchParams;
    const isFilled = wanted.has("from") || wanted.has("sample");
    if (!dialog.open) dialog.show();
    if (isFilled || !place.hasChildNodes()) {
      try {
        place.replaceChildren(await fragment(link.href, "form"));
        result.replaceChildren();
        announceAdded(place);
      } catch (error) {
        if (!(error instanceof NoFragment)) throw error;
        place.textContent = error.message;
      }
    }
    const first = isInside ? "[aria-current]" : "select, input:not([type=hidden])";
    place.querySelector(first)?.focus();
  }

  function close() {
    dialog.close();
    if (opener?.isConnected) opener.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-test]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
  dialog.querySelector("[data-close]").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    const active = document.activeElement ?? document.body;
    const isHere = active === document.body || dialog.contains(active);
    if (event.key !== "Escape" || !dialog.open || !isHere) return;
    // It closes this, and not what lies beneath as well.
    event.stopImmediatePropagation();
    close();
  });
}
