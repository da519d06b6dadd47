/* The dialog for two people who changed the same workflow: what each of them did, and
   what shall be kept. It decides nothing by itself and forgets nothing. */

import { badge, fill, h } from "../../element.js";
import { differences } from "./difference.js";

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const LONGEST = 120;

/* Ask what to keep. theirs: what the server holds; base: what both began with.
   Resolves with "theirs", "mine", "download" or "cancel". */
export function askWhatToKeep(store, theirs, base) {
  const mine = { ...store.settings, ...store.document };
  const found = differences({ ...store.savedSettings, ...base }, flat(theirs), mine, (kind, raw) =>
    nameOf(store, kind, raw),
  );
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "sh-dialog sh-conflict", "aria-labelledby": "conflict-title" });
    let choice = "cancel";
    const choose = (word) => {
      choice = word;
      dialog.close();
    };
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(choice);
    });
    show(dialog, theirs, found, choose);
    document.body.append(dialog);
    dialog.showModal();
  });
}

function flat(theirs) {
  const { document: lists, name, description, enabled, repeatAfterCrash } = theirs;
  return { name, description, enabled, repeatAfterCrash, ...lists };
}

function nameOf(store, kind, raw) {
  const type = store.typeOf(kind, raw).label;
  const label = raw.meta?.label;
  return label && label !== type ? `${type} “${label}”` : type;
}

function show(dialog, theirs, found, choose) {
  fill(
    dialog,
    h("h2", { id: "conflict-title" }, "Somebody else has saved meanwhile"),
    h(
      "p",
      {},
      `${theirs.by} saved this workflow on ${exact.format(new Date(theirs.at))}. `,
      "Nothing of theirs was overwritten, and nothing of yours is lost.",
    ),
    table(found),
    h(
      "div",
      { class: "sh-dialog-buttons" },
      button("Take theirs", "btn", () => choose("theirs"), "Yours stays one undo away."),
      button("Put mine over theirs …", "btn", () => confirm(dialog, theirs, found, choose)),
      button("Download mine", "btn", () => choose("download"), "As a JSON file."),
      button("Cancel", "btn btn-primary", () => choose("cancel")),
    ),
  );
  dialog.querySelector(".btn-primary").focus();
}

function confirm(dialog, theirs, found, choose) {
  const lost = found.filter((each) => each.theirs).map((each) => each.title);
  fill(
    dialog,
    h("h2", { id: "conflict-title" }, "Put yours over theirs?"),
    h("p", {}, `What ${theirs.by} changed will be gone from the workflow:`),
    h("ul", { class: "sh-conflict-lost" }, lost.length ? lost.map((title) => h("li", {}, title)) : h("li", {}, "nothing that differs from yours")),
    h(
      "div",
      { class: "sh-dialog-buttons" },
      button("Yes, overwrite theirs", "btn btn-danger", () => choose("mine")),
      button("Back", "btn", () => show(dialog, theirs, found, choose)),
    ),
  );
  dialog.querySelector(".sh-dialog-buttons .btn:last-child").focus();
}

function button(text, look, press, hint = "") {
  return h("button", { type: "button", class: look, onclick: press, title: hint || null }, text);
}

function table(found) {
  if (!found.length) return h("p", { class: "sh-note" }, "Both of you made the same of it.");
  return h(
    "div",
    { class: "sh-conflict-table", tabindex: "0", role: "region", "aria-label": "What each of you changed" },
    h(
      "table",
      { class: "table" },
      h("thead", {}, h("tr", {}, ["What", "They", "You"].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", {}, found.map(row)),
    ),
  );
}

function row({ title, theirs, mine }) {
  const both = theirs && mine ? badge("both", "warn") : null;
  return h("tr", {}, h("th", { scope: "row" }, title, " ", both), h("td", { "data-who": "They: " }, side(theirs)), h("td", { "data-who": "You: " }, side(mine)));
}

function side(change) {
  if (!change) return h("span", { class: "text-secondary" }, "left it alone");
  if (change.kind !== "changed") return change.kind === "added" ? "Added" : "Removed";
  return h("ul", { class: "sh-conflict-fields" }, change.fields.map(field));
}

function field({ name, before, after }) {
  if (before === undefined && after === undefined) return h("li", {}, name);
  return h("li", {}, h("strong", {}, name), ": ", h("del", {}, short(before)), " → ", h("ins", {}, short(after)));
}

function short(value) {
  const text = value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text || "empty";
}
