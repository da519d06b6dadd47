/* A modal dialog with a title and a way out. */

import { icon } from "./icons.js";

let number = 0;

/* Returns {dialog, body}; it is taken out of the page when it closes, and the focus
   goes back to where it was. */
export function makeDialog(title, name = "") {
  const dialog = document.createElement("dialog");
  dialog.className = `sh-dialog ${name}`;
  const heading = document.createElement("h2");
  number += 1;
  heading.id = `dialog-${number}`;
  heading.textContent = title;
  dialog.setAttribute("aria-labelledby", heading.id);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn btn-icon btn-sm sh-dialog-close";
  close.setAttribute("aria-label", "Close");
  close.append(icon("x"));
  close.addEventListener("click", () => dialog.close());
  const body = document.createElement("div");
  body.className = "sh-dialog-body";
  dialog.append(heading, close, body);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  return { dialog, body };
}
