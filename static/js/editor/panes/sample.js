/* Choosing what a draft is tried with: a start, and a payload that came, that a
   trigger would give, or that somebody writes. Previews are made with it as well. */

import { fill, h } from "../../element.js";
import { jsonView } from "../../json_view.js";
import { icon } from "../icons.js";
import { deliveryLabel, startsOf, webhooksOf, withOwnData } from "./sample_options.js";

const EXAMPLE = "example";
const OWN = "own";
const PAUSE_MS = 400;

export class SampleChoice {
  constructor(store, api) {
    this.store = store;
    this.api = api;
    this.deliveries = [];
    this.turn = 0;
    this.isChosen = false;
    this.wanted = store.data.sample ?? "";
    this.shownStart = null;
    this.start = h("select", { class: "form-select", id: "sample-start" });
    this.source = h("select", { class: "form-select", id: "sample-source" });
    this.own = h("textarea", { class: "form-control font-monospace", id: "sample-own", rows: "8", spellcheck: "false" });
    this.note = h("p", { class: "sh-field-error", role: "alert", hidden: true });
    this.shown = h("div");
    const refresh = h("button", { type: "button", class: "btn btn-icon", "aria-label": "Look for new requests", title: "Look for new requests" }, icon("refresh"));
    this.ownBox = h("div", { hidden: true }, label("Payload as JSON", "sample-own"), this.own);
    this.element = h(
      "div",
      { class: "sh-sample-choice" },
      h("div", {}, label("Start at", "sample-start"), this.start),
      h("div", {}, label("With", "sample-source"), h("div", { class: "sh-quick" }, this.source, refresh)),
      this.ownBox,
      this.note,
      this.shown,
    );
    refresh.addEventListener("click", () => this.reload());
    this.start.addEventListener("change", () => this.reload());
    this.source.addEventListener("change", () => {
      this.isChosen = true;
      this.chosen();
    });
    this.own.addEventListener("input", () => this.typed());
    store.on("change", () => this.offerStarts());
    store.on("selection", () => this.offerStarts());
    this.offerStarts();
  }

  /* What the dry run is told. Throws an Error that says what is missing. */
  get request() {
    const item = this.store.item(this.start.value);
    if (!item) throw new Error("Add a trigger first, or select a node to start at.");
    const start = item.kind === "trigger" ? { triggerIndex: item.index } : { startNodeId: item.key };
    if (this.source.value === OWN) return { ...start, payload: this.parsed() };
    if (this.source.value !== EXAMPLE) return { ...start, deliveryId: this.source.value };
    // The server knows its examples itself, with everything that is masked here.
    const payload = item.raw.meta?.payload && this.store.sample?.payload;
    return payload ? { ...start, payload } : start;
  }

  offerStarts() {
    const starts = startsOf(this.store);
    const had = this.start.value;
    const there = starts.some(({ value }) => value === had);
    offer(this.start, starts);
    if (there) this.start.value = had;
    // Another start, or the same trigger with another webhook, has other requests.
    if (this.startNow() !== this.shownStart) this.reload();
  }

  startNow() {
    return [this.start.value, ...webhooksOf(this.store, this.start.value)].join(" ");
  }

  /* Look which requests there are, and keep what was chosen if it still fits. */
  async reload() {
    this.turn += 1;
    const turn = this.turn;
    this.shownStart = this.startNow();
    const webhooks = webhooksOf(this.store, this.start.value);
    let problem = "";
    let items = [];
    try {
      if (webhooks.length) items = (await this.api.samples(webhooks)).items;
    } catch (error) {
      problem = error.message;
    }
    if (turn !== this.turn) return;
    this.deliveries = items;
    this.offerSources();
    this.say(problem);
    await this.chosen();
  }

  offerSources() {
    // Until somebody chooses, it is the newest request there is.
    const had = this.wanted || (this.isChosen ? this.source.value : "");
    const requests = this.deliveries.map((each) => ({ value: each.id, label: deliveryLabel(each) }));
    const isListed = requests.some(({ value }) => value === had);
    if (this.wanted && !isListed) requests.unshift({ value: this.wanted, label: "The request you came from" });
    const others = [
      { value: EXAMPLE, label: "Example data" },
      { value: OWN, label: "My own JSON" },
    ];
    offer(this.source, requests, "Newest requests");
    offer(this.source, others, "Other", true);
    const values = [...requests, ...others].map(({ value }) => value);
    this.source.value = values.includes(had) ? had : values[0];
    this.isChosen ||= Boolean(this.wanted);
    this.wanted = "";
  }

  async chosen() {
    this.turn += 1;
    const [turn, source] = [this.turn, this.source.value];
    this.ownBox.hidden = source !== OWN;
    if (source === OWN) {
      if (!this.own.value) this.own.value = JSON.stringify(this.store.sample?.payload ?? { data: {} }, null, 2);
      this.typed();
      return;
    }
    try {
      const payload = await this.load(source);
      if (turn !== this.turn) return;
      this.say("");
      this.tell({ deliveryId: source === EXAMPLE ? null : source, payload });
    } catch (error) {
      if (turn !== this.turn) return;
      this.say(error.message);
      this.tell(source === EXAMPLE ? null : { deliveryId: source, payload: null });
    }
  }

  async load(source) {
    if (source !== EXAMPLE) return (await this.api.sample(source)).payload;
    const item = this.store.item(this.start.value);
    if (item?.kind !== "trigger" || item.type.unknown) return { data: {} };
    const { payload } = await this.api.triggerSample(item.raw.type, item.raw.key ?? "");
    return withOwnData(payload, item);
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      try {
        const payload = this.parsed();
        this.say("");
        this.tell({ deliveryId: null, payload });
      } catch (error) {
        this.say(error.message);
      }
    }, PAUSE_MS);
  }

  parsed() {
    let value;
    try {
      value = JSON.parse(this.own.value);
    } catch (error) {
      throw new Error(`This is not valid JSON: ${error.message}`);
    }
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      throw new Error("A payload is a JSON object, like {\"data\": {}}.");
    }
    return value;
  }

  tell(sample) {
    const { payload } = sample ?? {};
    const isOwn = this.source.value === OWN;
    fill(this.shown, payload && !isOwn && h("details", { class: "sh-steps-payload" }, h("summary", {}, "Payload"), jsonView(payload, { open: 2 })));
    this.store.setSample(sample && { ...sample, triggerKey: this.start.value });
  }

  say(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }
}

function label(text, id) {
  return h("label", { class: "form-label", for: id }, text);
}

function offer(select, options, group = "", keep = false) {
  const made = options.map(({ value, label: text }) => h("option", { value }, text));
  if (!keep) select.replaceChildren();
  if (made.length) select.append(...(group ? [h("optgroup", { label: group }, made)] : made));
}
