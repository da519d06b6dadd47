/* A code field over the whole window: the same editor, moved into a dialog. */

import { icon } from "../../icons.js";
import { el } from "../element.js";

export function enlarge(host, editor, label) {
  const stand = el("div", { hidden: true });
  host.replaceWith(stand);
  const close = el("button", { class: "btn", type: "button", onclick: () => dialog.close() }, icon("minus"), "Back to the form");
  const dialog = el(
    "dialog",
    { class: "sh-code-dialog", "aria-label": label },
    el("div", { class: "sh-code-dialog-head" }, el("h2", {}, label), close),
    host,
  );
  dialog.addEventListener("close", () => {
    stand.replaceWith(host);
    dialog.remove();
    editor.measure();
    editor.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  editor.measure();
  editor.focus();
}
