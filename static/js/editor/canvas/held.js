/* While the mouse holds a card or a wire, the document is not drawn over it: what a
   check of the server has to say would put a card back or take a wire away. */

/* Returns a function that does `act` now, or as soon as nothing is held any more. */
export function whenFree(element, act) {
  let isHeld = false;
  let isLate = false;
  const run = () => {
    isLate = isHeld;
    if (!isHeld) act();
  };
  const release = () => {
    isHeld = false;
    // X6 hears of the end only after this, and has to find things as they are.
    setTimeout(() => isLate && run());
  };
  element.addEventListener("pointerdown", ({ button }) => (isHeld = button === 0), true);
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, release, true);
  return run;
}
