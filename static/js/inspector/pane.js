/* One delivery beside the list. Links to deliveries open here where there is room,
   and the address says which one is open; without room or script they are links. */
import { whenFree } from "../pressed.js";
import { NoFragment, announceAdded, fragment } from "./fragments.js";
import { carryTyped } from "./typed.js";

const wide = matchMedia("(min-width: 70rem)");

export class Pane {
  constructor(inspector) {
    this.inspector = inspector;
    this.here = inspector.dataset.here;
    this.element = inspector.querySelector("[data-pane]");
    this.calls = inspector.querySelector("[data-calls]");
    this.status = document.querySelector("[data-announce]");
    this.turn = 0;
    document.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("switchhook:due", () => this.reload());
    addEventListener("popstate", () => this.follow());
    this.mark();
  }

  get detail() {
    return this.element.querySelector("[data-detail]");
  }

  get id() {
    return this.detail?.dataset.detail ?? "";
  }

  /* Returns the id of the delivery that an address of this webhook names. */
  idOf(url) {
    const path = `${this.here}/deliveries/`;
    const id = url.pathname.startsWith(path) ? url.pathname.slice(path.length) : "";
    return url.origin === location.origin && /^[0-9a-f]{24}$/.test(id) ? id : "";
  }

  clicked(event) {
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const link = event.target.closest?.("a[href]");
    if (!link || !plain || event.defaultPrevented || link.download) return;
    if (link.matches("[data-close]") && this.element.contains(link)) {
      event.preventDefault();
      this.close();
    } else if (wide.matches && !link.matches("[data-own-page]") && this.idOf(new URL(link.href))) {
      event.preventDefault();
      this.open(link.href, { heard: event.detail === 0 });
    }
  }

  /* `heard` moves the focus into the pane, for those who came by keyboard. Resolves
     with whether it is shown: nothing else was opened meanwhile, and it is stored. */
  async open(address, { push = true, heard = false } = {}) {
    const id = this.idOf(new URL(address, location.href));
    const turn = ++this.turn;
    this.element.setAttribute("aria-busy", "true");
    try {
      const content = await fragment(address, "detail");
      await whenFree();
      if (turn !== this.turn) return false;
      this.show(content);
      if (push && id !== new URLSearchParams(location.search).get("delivery")) this.remember(id);
      if (heard) this.element.querySelector("[data-heading]")?.focus();
      else this.status.textContent = `Shown: ${this.detail?.getAttribute("aria-label") ?? ""}`;
      return true;
    } catch (error) {
      if (!(error instanceof NoFragment)) throw error;
      if (turn === this.turn) this.status.textContent = error.message;
      if (turn === this.turn) this.show(this.note(error.message));
      return false;
    } finally {
      if (turn === this.turn) this.element.removeAttribute("aria-busy");
    }
  }

  note(text) {
    const words = document.createElement("p");
    words.className = "sh-note";
    words.textContent = text;
    return words;
  }

  show(content) {
    const focused = carryTyped(this.element, content);
    this.element.replaceChildren(content);
    focused?.focus({ preventScroll: true });
    this.element.hidden = false;
    this.calls.hidden = true;
    this.inspector.classList.add("sh-inspector-chosen");
    this.mark();
    announceAdded(this.element);
  }

  close({ push = true } = {}) {
    const row = document.getElementById(`d-${this.id}`);
    this.turn += 1;
    this.element.removeAttribute("aria-busy");
    this.element.replaceChildren();
    this.element.hidden = true;
    this.calls.hidden = false;
    this.inspector.classList.remove("sh-inspector-chosen");
    this.mark();
    if (push) this.remember("");
    row?.querySelector("a").focus();
  }

  /* Reads the open delivery again: its caller was answered, or a run has ended. */
  async reload() {
    const detail = this.detail;
    if (!detail) return;
    const waited = detail.matches("[data-waits]");
    const said = this.element.querySelector("[data-over]");
    const inside = this.element.contains(document.activeElement);
    const isShown = await this.open(detail.dataset.path, { push: false, heard: waited && inside });
    if (!isShown || this.detail.matches("[data-waits]")) return;
    if (waited) this.sayOver();
    else if (said) this.head.after(said);
  }

  /* Stays while the same delivery is read again, so that nobody misses it. */
  sayOver() {
    const words = this.note(`The wait is over. ${this.detail.dataset.answer}.`);
    words.dataset.over = "";
    this.head.after(words);
    this.status.textContent = words.textContent;
  }

  get head() {
    return this.element.querySelector(".sh-detail-head");
  }

  follow() {
    const id = new URLSearchParams(location.search).get("delivery");
    if (id) this.open(`${this.here}/deliveries/${id}`, { push: false });
    else this.close({ push: false });
  }

  remember(id) {
    const url = new URL(location.href);
    if (id) url.searchParams.set("delivery", id);
    else url.searchParams.delete("delivery");
    history.pushState(null, "", url);
  }

  mark() {
    for (const link of this.inspector.querySelectorAll("#deliveries [aria-current]")) {
      link.removeAttribute("aria-current");
    }
    const row = this.id && document.getElementById(`d-${this.id}`);
    if (row) row.querySelector("a").setAttribute("aria-current", "true");
  }
}

export function hasRoom() {
  return wide.matches;
}
