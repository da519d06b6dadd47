/* The test panel beside the list: opened by links that otherwise lead to its page,
   empty or filled with a past request. It does not hide the list. */
import { NoFragment, announceAdded, fragment } from "./fragments.js";

export function setUpDrawer(dialog) {
  const place = dialog.querySelector("[data-test-form]");
  const result = dialog.querySelector("#sample-result");
  let opener = null;

  async function open(link) {
    opener = link;
    const isFilled = new URL(link.href).searchParams.has("from");
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
    place.querySelector("select, input:not([type=hidden])")?.focus();
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
