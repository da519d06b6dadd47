/* Filters of requests: times in the reader's zone, and addresses without empty
   fields. Without this module times are in UTC. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const input of document.querySelectorAll("[data-time-zone]")) {
  // A zone that came with the address belongs to the times beside it.
  if (!input.value) input.value = zone ?? "";
}

for (const name of document.querySelectorAll("[data-time-zone-name]")) {
  const form = name.closest("form");
  name.textContent = form.querySelector("[data-time-zone]").value || "UTC";
}

for (const form of document.querySelectorAll("form[data-filters]")) {
  form.addEventListener("formdata", (event) => {
    const timed = event.formData.get("from") || event.formData.get("to");
    for (const [key, value] of [...event.formData]) {
      if (!value || (key === "tz" && !timed)) event.formData.delete(key);
    }
  });
}
