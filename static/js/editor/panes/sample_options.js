/* What a draft can be tried with: where it may start, and which payloads there are. */

import { webhookOf } from "../words.js";

const time = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
const today = new Intl.DateTimeFormat(undefined, time);
const before = new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", ...time });
const LONGEST_PATH = 40;

/* Where a run may start, as [{value, label}]: the triggers, then the selected node. */
export function startsOf(store) {
  const items = store.items();
  const triggers = items.filter((item) => item.kind === "trigger");
  const starts = triggers.map((item) => ({ value: item.key, label: triggerLabel(store, item) }));
  const chosen = store.selected;
  if (chosen?.kind === "node") starts.push({ value: chosen.key, label: `The selected node “${chosen.label}”` });
  return starts;
}

function triggerLabel(store, item) {
  const hook = webhookOf(store, item);
  const name = hook ? hook.name : item.label;
  return name === item.type.label ? name : `${item.type.label} “${name}”`;
}

/* The webhooks whose deliveries fit a start: the trigger's own, or all of them. */
export function webhooksOf(store, start) {
  const item = store.item(start);
  const from = item?.kind === "trigger" ? [item] : store.items().filter((each) => each.kind === "trigger");
  return from.filter(({ raw }) => raw.type === "webhook" && raw.key).map(({ raw }) => raw.key);
}

/* A delivery in the words of the list. */
export function deliveryLabel({ method, path, receivedAt }) {
  const short = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)} …` : path;
  const at = new Date(receivedAt);
  const format = at.toDateString() === new Date().toDateString() ? today : before;
  return `${method} ${short || "/"} · ${format.format(at)}`;
}

/* The payload with a trigger's own data in it: what a button sends by itself. */
export function withOwnData(payload, item) {
  if (item?.raw.type !== "virtualButton" || !item.raw.meta?.payload) return payload;
  try {
    return { ...payload, data: JSON.parse(item.raw.meta.payload) };
  } catch {
    return payload;
  }
}
