/* Telling apart what people type into a field and what they mean for the editor. */

/* Whether an event is for a field. The code editor lives behind a shadow root. */
export function isTyping(event) {
  const [target] = event.composedPath();
  if (!(target instanceof Element)) return false;
  return Boolean(target.closest("input, textarea, select, [contenteditable]"));
}
