/* While a button of the mouse is down, nothing is put under it: a click on what was
   replaced meanwhile, or on what has moved, would be lost. */

let isDown = false;
let free = null;
let letGo = null;

addEventListener(
  "pointerdown",
  ({ button, target }) => {
    // The list of a select takes the end of the press for itself.
    if (button !== 0 || target.closest?.("select")) return;
    isDown = true;
    free ??= new Promise((resolve) => (letGo = resolve));
  },
  true,
);
for (const end of ["pointerup", "pointercancel", "dragend"]) addEventListener(end, release, true);
addEventListener("pointermove", ({ buttons }) => isDown && !buttons && release(), true);

function release() {
  isDown = false;
  // The click itself comes only after this.
  setTimeout(() => {
    if (isDown) return;
    letGo?.();
    free = letGo = null;
  });
}

/* Resolves at once, or as soon as nothing is pressed any more; in the order of asking. */
export function whenFree() {
  return free ?? Promise.resolve();
}
