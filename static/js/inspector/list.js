/* The live list. What is being read does not move: new rows wait behind a button,
   and when more came than a screen shows, the button fetches the newest page. */
import { NoFragment, announceAdded, fragment } from "./fragments.js";

const SHOWN_AT_MOST = 200;

export class LiveList {
  /* `events.changed(id)` is called when a row is not what it was, `events.first(row)`
     when the first request of all has come. */
  constructor(card, here, events) {
    this.card = card;
    this.here = here;
    this.events = events;
    this.place = card.querySelector("[data-new]");
    this.waiting = new Map();
    this.missing = 0;
    this.isFetching = false;
    this.button = null;
    this.newest = Number(this.rows.dataset.newest);
  }

  get rows() {
    return this.card.querySelector("#deliveries");
  }

  take(arrived) {
    for (const row of arrived) {
      const old = document.getElementById(row.id);
      if (old) this.replace(old, row);
      else if (this.waiting.has(row.id)) this.waiting.set(row.id, row);
      else if (Number(row.dataset.seq) > this.newest) this.add(row);
    }
    this.offer();
  }

  many(count) {
    this.missing += count;
    this.offer();
  }

  replace(old, row) {
    const focused = old.contains(document.activeElement);
    const current = old.querySelector("[aria-current]");
    old.replaceWith(row);
    announceAdded(row);
    const link = row.querySelector("a");
    if (current) link.setAttribute("aria-current", "true");
    if (focused) link.focus();
    this.events.changed(row.dataset.delivery);
  }

  add(row) {
    this.newest = Number(row.dataset.seq);
    if (this.missing) this.missing += 1;
    else if (this.isFetching || this.waiting.size || this.isBeingRead()) this.waiting.set(row.id, row);
    else this.put(row);
    if (this.waiting.size > SHOWN_AT_MOST) this.forget();
  }

  forget() {
    this.missing += this.waiting.size;
    this.waiting.clear();
  }

  put(row) {
    const nothing = this.card.querySelector("[data-nothing-yet]");
    row.classList.add("sh-row-new");
    this.rows.prepend(row);
    while (this.rows.children.length > SHOWN_AT_MOST) this.rows.lastElementChild.remove();
    announceAdded(row);
    if (nothing) {
      nothing.remove();
      this.events.first(row);
    }
  }

  isBeingRead() {
    return this.rows.getBoundingClientRect().top < 0 || this.rows.querySelector(":focus-visible");
  }

  offer() {
    const count = this.waiting.size + this.missing;
    if (!count) return;
    if (!this.button) {
      this.button = document.createElement("button");
      this.button.type = "button";
      this.button.className = "sh-new-button";
      this.button.addEventListener("click", () => this.show());
      this.place.append(this.button);
    }
    this.button.textContent = `${count > 1000 ? "More than 1000" : count} new`;
  }

  async show() {
    this.button.disabled = true;
    try {
      if (this.missing) await this.fetchNewest();
    } catch (error) {
      if (!(error instanceof NoFragment)) throw error;
      this.button.disabled = false;
      this.button.textContent = error.message;
      return;
    }
    this.button.remove();
    this.button = null;
    for (const row of this.waiting.values()) this.put(row);
    this.waiting.clear();
    this.offer();
    this.card.scrollIntoView({ block: "nearest" });
    this.rows.querySelector("a")?.focus();
  }

  async fetchNewest() {
    const before = this.missing;
    this.missing = 0;
    this.waiting.clear();
    this.isFetching = true;
    try {
      const content = await fragment(this.here, "list");
      const current = this.rows.querySelector("[aria-current]")?.closest("li").id;
      this.card.querySelector("[data-list]").replaceWith(content);
      if (current) document.getElementById(current)?.querySelector("a").setAttribute("aria-current", "true");
    } catch (error) {
      this.missing += before;
      throw error;
    } finally {
      this.isFetching = false;
    }
    this.newest = Math.max(this.newest, Number(this.rows.dataset.newest));
    for (const id of [...this.waiting.keys()]) {
      if (document.getElementById(id)) this.waiting.delete(id);
    }
    announceAdded(this.rows);
  }
}
