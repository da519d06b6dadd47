/* What the page says of the form that led to it lies over the canvas for a while. */

const READ_MS = 8000;

export function mountFlashes() {
  const flashes = document.querySelectorAll("#editor > [data-flash]");
  setTimeout(() => flashes.forEach((flash) => flash.remove()), READ_MS);
}
