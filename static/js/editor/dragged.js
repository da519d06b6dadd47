/* What is being dragged out of the palette. The browser hands over text only, and
   that not before the drop; the canvas wants to know sooner. */

let entry = null;

export function startDragging(dragged) {
  entry = dragged;
}

export function stopDragging() {
  entry = null;
}

/* The palette's entry, or null. */
export function takeDragged() {
  return entry;
}
