/* Trying the unsaved draft: nothing is stored, and nothing is sent unless it is
   asked for. What happened is drawn on the canvas and listed here. */

import { fill, h } from "../../element.js";
import { icon } from "../icons.js";
import { followTrace, sentenceOf } from "./result.js";
import { SampleChoice } from "./sample.js";

/* The pane with the choice of a sample, the run button and what came of it. */
export function mountTest(element, store, api) {
  const choice = new SampleChoice(store, api);
  const result = h("div", { class: "sh-test-result" });
  const controls = store.canEdit
    ? runControls(store, api, choice, result)
    : h("p", { class: "text-secondary" }, "Trying it out needs the right to edit this workflow.");
  fill(element, h("div", { class: "sh-test" }, h("div", { class: "sh-test-choice" }, choice.element, controls, realTest(store, choice)), result));
  followTrace(result, store, {
    empty: h("p", { class: "sh-pane-empty" }, icon("player-play"), "Run the draft with a request to see the path it takes, what each step changed and what the caller gets."),
    head: () => [clearButton(store, choice)],
  });
  store.on("focus-test", () => {
    store.tell("panes", "test");
    choice.start.focus();
  });
}

function runControls(store, api, choice, result) {
  const outside = h("input", { type: "checkbox", class: "form-check-input", id: "sample-outside" });
  outside.setAttribute("aria-describedby", "sample-outside-hint");
  const hint = h("small", { class: "form-hint", id: "sample-outside-hint" }, "Without it, nodes that call or send something only pretend.");
  const warning = h("p", { class: "sh-note sh-test-warning", hidden: true }, "HTTP requests, mails, Slack and MQTT messages of this run will really be sent.");
  outside.addEventListener("change", () => {
    warning.hidden = !outside.checked;
    hint.hidden = outside.checked;
  });
  const run = h("button", { type: "button", class: "btn btn-primary" }, icon("player-play"), "Run with this");
  const cancel = h("button", { type: "button", class: "btn", hidden: true }, icon("player-stop"), "Cancel");
  const state = h("p", { class: "sh-test-state", hidden: true });
  const runner = new Runner(store, api, choice, { run, cancel, state, outside, result });
  run.addEventListener("click", () => runner.run());
  cancel.addEventListener("click", () => runner.cancel());
  return [
    h("div", {}, h("label", { class: "form-check" }, outside, h("span", { class: "form-check-label" }, "Let it really send")), hint),
    warning,
    h("div", { class: "sh-buttons" }, run, cancel),
    state,
  ];
}

class Runner {
  constructor(store, api, choice, parts) {
    Object.assign(this, { store, api, choice, parts });
    this.going = null;
  }

  async run() {
    if (this.going) return;
    this.going = new AbortController();
    this.show("Running …", false);
    let failure = "";
    try {
      const outside = this.parts.outside.checked;
      const body = { ...this.store.document, ...this.choice.request, outside };
      const trace = await this.api.dryRun(body, this.going.signal);
      this.store.setTrace(trace);
      this.store.tell("announce", sentenceOf(trace));
    } catch (error) {
      failure = error.name === "AbortError" ? "Cancelled. What was under way ends by itself." : error.message;
    }
    this.going = null;
    this.show(failure, Boolean(failure));
    if (!failure) showResult(this.parts.result);
  }

  cancel() {
    this.going?.abort();
  }

  show(text, isProblem) {
    const { run, cancel, state } = this.parts;
    const isRunning = this.going !== null;
    const [gone, there] = isRunning ? [run, cancel] : [cancel, run];
    const hadFocus = document.activeElement === gone;
    run.disabled = isRunning;
    cancel.hidden = !isRunning;
    if (hadFocus) there.focus({ preventScroll: true });
    state.textContent = text;
    state.hidden = !text;
    state.classList.toggle("sh-run-error", isProblem);
    if (isProblem) this.store.tell("announce", text);
  }
}

/* On a phone it stands below the choice, out of sight. */
function showResult(result) {
  const isBelow = result.offsetLeft === result.previousElementSibling.offsetLeft;
  const pane = result.closest("[role=tabpanel]");
  // By hand: scrollIntoView would move the whole editor along.
  if (isBelow) pane.scrollTop += result.getBoundingClientRect().top - pane.getBoundingClientRect().top;
}

function clearButton(store, choice) {
  const clear = () => {
    store.setTrace(null);
    choice.start.focus();
  };
  return h("button", { type: "button", class: "btn btn-sm sh-trace-clear", onclick: clear }, icon("x"), "Clear");
}

/* A link to where a request is really sent to the chosen webhook. */
function realTest(store, choice) {
  const link = h("a", { class: "sh-test-real", hidden: true }, "Send a real test request");
  const follow = () => {
    const item = store.item(choice.start.value);
    const hook = store.data.webhooks.find(({ id }) => item?.raw.type === "webhook" && id === item.raw.key);
    link.hidden = !hook;
    if (hook) link.href = `${store.data.urls.list.replace(/workflows$/, "webhooks")}/${encodeURIComponent(hook.id)}/test`;
  };
  for (const name of ["change", "selection", "sample"]) store.on(name, follow);
  follow();
  return link;
}
