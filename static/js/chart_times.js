/* The times of charts in the reader's own zone; the server wrote them in UTC. */
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const hour = new Intl.DateTimeFormat(undefined, { hour: "numeric" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

function span(from, to) {
  const start = new Date(from);
  const end = new Date(to);
  const sameDay = day.format(start) === day.format(end);
  const until = sameDay ? clock.format(end) : `${day.format(end)}, ${clock.format(end)}`;
  return `${day.format(start)}, ${clock.format(start)} – ${until}`;
}

function label(start, isHour) {
  if (!isHour) return day.format(start);
  // Some zones are half an hour off.
  return start.getMinutes() ? clock.format(start) : hour.format(start);
}

for (const element of document.querySelectorAll(".sh-chart [data-from]")) {
  const { from, to, words } = element.dataset;
  if (to) element.textContent = words ? `${span(from, to)}: ${words}` : span(from, to);
  else element.textContent = label(new Date(from), element.textContent.includes(":"));
}
