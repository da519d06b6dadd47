/* What starts a trigger: the webhook it waits for, or the key that it was given. */

import { icon } from "../icons.js";
import { el } from "./element.js";
import { Frame } from "./frame.js";
import { Place, Root } from "./place.js";
import { shownText } from "./text_value.js";

const KEY_FIELD = { name: "key", label: "Key", help: "Made when the workflow is saved." };
const HOOK_FIELD = { name: "key", label: "Webhook", help: "Every request that it accepts starts a run.", required: true };

export function triggerKey(form, item) {
  if (item.kind !== "trigger") return null;
  if (item.type.key === "webhook") return webhookKey(form);
  const isPlain = item.type.key === "fixed" && !item.type.unknown;
  return isPlain ? null : generatedKey(form);
}

function generatedKey(form) {
  const place = new Place(new Root(form, ""), ["key"]);
  const input = el("input", { class: "form-control sh-form-mono", type: "text", readonly: true });
  const frame = new Frame(form, KEY_FIELD, place, input);
  input.placeholder = "Not saved yet";
  const update = () => {
    input.value = shownText(place.value);
  };
  update();
  return { element: frame.element, update };
}

function webhookKey(form) {
  const { store } = form;
  const place = new Place(new Root(form, ""), ["key"]);
  const select = el("select", { class: "form-select" });
  const frame = new Frame(form, HOOK_FIELD, place, select);
  const base = webhooksUrl(store.data.urls);
  const open = el("a", { href: base, target: "_blank" }, icon("external-link"), "Open the webhook");
  const fresh = el("a", { href: `${base}/new`, target: "_blank" }, icon("plus"), "New webhook");
  const links = el("div", { class: "sh-form-links" }, open, form.canEdit ? fresh : null);
  frame.element.append(links);
  select.disabled = !form.canEdit;
  select.addEventListener("change", () => place.write(select.value, "Choose the webhook"));
  const other = el("option");
  let hooks = [];
  const offer = () => {
    if (hooks === (store.data.webhooks ?? hooks)) return;
    hooks = store.data.webhooks;
    select.replaceChildren(...hooks.map((hook) => el("option", { value: hook.id }, hook.waits ? `${hook.name} (waits for a reply)` : hook.name)));
  };
  const update = () => {
    offer();
    const key = shownText(place.value);
    const isKnown = hooks.some((hook) => hook.id === key);
    if (isKnown) other.remove();
    else {
      other.value = key;
      other.textContent = key ? `${key} (no webhook of this application)` : hooks.length ? "Choose a webhook …" : "There is no webhook yet";
      select.prepend(other);
    }
    select.value = key;
    open.hidden = !isKnown;
    open.href = `${base}/${encodeURIComponent(key)}`;
  };
  update();
  return { element: el("div", { class: "sh-form-fields" }, frame.element), update };
}

/* The editor's addresses lie below the application's, as the webhooks' do. */
function webhooksUrl(urls) {
  return `${urls.check.split("/workflows/")[0]}/webhooks`;
}
