/* Times as "3 minutes ago", exact in the reader's zone on hover. */
const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [86400 * 30, "day", 86400],
  [86400 * 365, "month", 86400 * 30],
  [Infinity, "year", 86400 * 365],
];
const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });

function relative(seconds) {
  if (Math.abs(seconds) < 5) return "just now";
  const [, unit, length] = STEPS.find(([limit]) => Math.abs(seconds) < limit);
  return words.format(Math.trunc(seconds / length), unit);
}

function show(element) {
  const when = new Date(element.dateTime);
  if (Number.isNaN(when.getTime())) return;
  element.textContent = relative((when - Date.now()) / 1000);
  element.title = exact.format(when);
}

function showAll(root) {
  for (const element of root.querySelectorAll("time[data-relative]")) show(element);
}

showAll(document);
setInterval(() => showAll(document), 15000);
document.addEventListener("switchhook:added", (event) => showAll(event.target));
