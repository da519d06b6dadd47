/* Live debugging: runs of the saved workflow as they end, with their messages. */

import { fill, h } from "../../element.js";
import { whenFree } from "../../pressed.js";
import { icon } from "../icons.js";
import { LEVELS, messageRow } from "./messages.js";
import { duration } from "../words.js";
import { statusBadge } from "./result.js";
import { RunStream } from "./run_stream.js";

const MOST_RUNS = 200;
const MOST_ROWS = 200;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/* The pane: what to show, then the newest runs first. */
export function mountDebug(element, store, api) {
  const list = h("ol", { class: "sh-debug-runs" });
  const empty = h("p", { class: "sh-pane-empty" }, icon("bug"), "Nothing yet. Runs of the saved workflow and the messages of its Debug nodes appear here as they happen.");
  const state = h("span", { class: "sh-live", role: "status" }, "Connecting …");
  const feed = new Feed(store, api, list, empty);
  fill(element, tools(store, feed, state), empty, list);
  const stream = new RunStream(api.urls.stream, {
    heard: (run) => whenFree().then(() => feed.heard(run)),
    missed: (count) => whenFree().then(() => feed.missed(count)),
    said: (text, isOn) => {
      if (state.textContent !== text) state.textContent = text;
      state.dataset.state = isOn ? "on" : "off";
    },
  });
  return stream;
}

function tools(store, feed, state) {
  const node = select("Node", [["", "All nodes"]], (value) => feed.filter({ node: value }));
  const offerNodes = () => {
    const had = node.value;
    const shown = store.items().filter((item) => item.raw.type === "DebugNode" || item.key === had);
    fill(node, h("option", { value: "" }, "All nodes"), shown.map((item) => h("option", { value: item.key }, item.label)));
    node.value = had;
  };
  store.on("change", offerNodes);
  offerNodes();
  const levels = [["", "All levels"], ...LEVELS.map((level) => [level, level])];
  const level = select("Level", levels, (value) => feed.filter({ level: value }));
  const pause = h("button", { type: "button", class: "btn btn-sm", "aria-pressed": "false" }, icon("player-pause"), "Pause");
  feed.onPaused = (isPaused, count) => {
    pause.setAttribute("aria-pressed", String(isPaused));
    const text = isPaused ? `Go on${count ? ` (${count} new)` : ""}` : "Pause";
    fill(pause, icon(isPaused ? "player-play" : "player-pause"), text);
  };
  pause.addEventListener("click", () => feed.pause(!feed.isPaused));
  const clear = h("button", { type: "button", class: "btn btn-sm", onclick: () => feed.clear() }, icon("eraser"), "Clear");
  return h("div", { class: "sh-pane-tools" }, state, node, level, pause, clear);
}

function select(label, options, changed) {
  const made = h("select", { class: "form-select form-select-sm", "aria-label": label });
  fill(made, options.map(([value, text]) => h("option", { value }, text)));
  made.addEventListener("change", () => changed(made.value));
  return made;
}

class Feed {
  constructor(store, api, list, empty) {
    Object.assign(this, { store, api, list, empty, wanted: { node: "", level: "" } });
    this.isPaused = false;
    this.held = new Map();
    this.onPaused = () => {};
  }

  heard(run) {
    if (this.isPaused) {
      this.held.delete(run.id);
      this.held.set(run.id, run);
      if (this.held.size > MOST_RUNS) this.held.delete(this.held.keys().next().value);
      this.onPaused(true, this.held.size);
      return;
    }
    this.show(run);
  }

  show(run) {
    const row = this.row(run);
    const old = this.list.querySelector(`[data-run="${CSS.escape(run.id)}"]`);
    if (old) old.replaceWith(row);
    else this.list.prepend(row);
    this.sift(row);
    this.trim();
    this.empty.hidden = true;
  }

  missed(count) {
    this.list.prepend(h("li", { class: "text-secondary" }, `${count} more ${count === 1 ? "run" : "runs"} in between; see the list of runs.`));
  }

  row(run) {
    const type = this.store.triggerTypes.get(run.triggerType);
    const started = run.startedAt ? clock.format(new Date(run.startedAt)) : "";
    const draw = h("button", { type: "button", class: "btn btn-sm", onclick: () => this.draw(run, draw) }, icon("route"), "Show on the canvas");
    const row = h(
      "li",
      { class: "sh-debug-run" },
      h(
        "div",
        { class: "sh-debug-head" },
        h("span", { class: "sh-debug-time" }, started),
        statusBadge(run.status),
        h("span", { class: "sh-debug-trigger" }, type?.label ?? run.triggerType),
        run.version !== "develop" && h("span", { class: "text-secondary" }, run.version),
        h("span", { class: "text-secondary" }, duration(run.durationMs)),
        draw,
        h("a", { class: "sh-debug-open", href: this.api.urls.run.replace("RUN", encodeURIComponent(run.id)) }, "Open"),
      ),
      run.error && h("p", { class: "sh-run-error" }, run.error.message),
      run.messages.length > 0 && h("ul", { class: "sh-debug-messages" }, run.messages.map((each) => messageRow(this.store, each))),
    );
    row.dataset.run = run.id;
    return row;
  }

  async draw(run, button) {
    button.disabled = true;
    try {
      this.store.setTrace(await this.api.trace(run.id));
      this.store.tell("panes", "test");
    } catch (error) {
      this.store.tell("announce", error.message);
      button.after(h("span", { class: "sh-run-error" }, error.message));
    }
    button.disabled = false;
  }

  filter(wanted) {
    this.wanted = { ...this.wanted, ...wanted };
    for (const row of this.list.children) this.sift(row);
  }

  sift(row) {
    const { node, level } = this.wanted;
    let shown = 0;
    for (const message of row.querySelectorAll(".sh-debug-message")) {
      const fits = (!node || message.dataset.node === node) && (!level || message.dataset.level === level);
      message.hidden = !fits;
      if (fits) shown += 1;
    }
    row.hidden = Boolean(node || level) && !shown;
  }

  trim() {
    const isFull = () =>
      this.list.childElementCount > MOST_RUNS ||
      (this.list.childElementCount > 1 && this.list.querySelectorAll(".sh-debug-message").length > MOST_ROWS);
    while (isFull()) this.list.lastElementChild.remove();
  }

  pause(isPaused) {
    this.isPaused = isPaused;
    if (!isPaused) {
      for (const run of this.held.values()) this.show(run);
      this.held.clear();
    }
    this.onPaused(isPaused, 0);
  }

  clear() {
    this.list.replaceChildren();
    this.held.clear();
    this.empty.hidden = false;
    this.onPaused(this.isPaused, 0);
  }
}
