/* A delivery on a page of its own: tabs, and while its caller waits, what becomes
   of that. */
import "./tabs.js";
import "./countdown.js";
import "../copy_from.js";
import { whenFree } from "../pressed.js";
import { NoFragment, announceAdded, fragment } from "./fragments.js";
import { follow } from "./stream.js";

const detail = document.querySelector("[data-detail]");

if (detail.dataset.live) {
  const stop = follow(detail.dataset.live, {
    rows: (rows) => rows.some((row) => row.dataset.delivery === detail.dataset.detail) && look(),
    many: () => {},
    state: () => {},
  });
  document.addEventListener("switchhook:due", look);

  async function look() {
    let content;
    try {
      content = await fragment(detail.dataset.path, "whole");
    } catch (error) {
      if (error instanceof NoFragment) return;
      throw error;
    }
    await whenFree();
    const next = content.querySelector("[data-detail]");
    const current = document.querySelector("[data-detail]");
    if (next.matches("[data-waits]") || !current.matches("[data-waits]")) return;
    stop();
    const words = document.createElement("p");
    words.className = "sh-note";
    words.tabIndex = -1;
    words.textContent = `The wait is over. ${next.dataset.answer}.`;
    const inside = current.contains(document.activeElement);
    current.replaceWith(content);
    next.querySelector(".sh-detail-head").after(words);
    announceAdded(next);
    if (inside) words.focus();
  }
}
