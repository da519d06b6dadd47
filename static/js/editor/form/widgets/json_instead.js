/* A value of another type than its field expects, as JSON: it is kept as it is
   until somebody edits it. */

import { text } from "./text.js";

const HELP = "This holds something else than usual, so it is shown as JSON.";

export function jsonInstead(form, field, place) {
  return text(form, { ...field, kind: "text", multiline: true, help: `${field.help} ${HELP}` }, place);
}
