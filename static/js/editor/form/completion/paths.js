/* The paths of a payload, written so that path fields, templates and expressions
   all read them. */

const MOST = 2000;
const MOST_KEYS = 200;
const DEEPEST = 10;
// What both templates and paths read without brackets.
const PLAIN = /^[^\s!"#%-,./;->@[-^`{-~]+$/;
const SHORTEST = 24;

/* A step as it follows others; null where no writing serves both readers. */
export function stepText(key) {
  if (PLAIN.test(key)) return key;
  if (key === "" || /^['"]/.test(key) || /[\]\\]/.test(key)) return null;
  return `[${key}]`;
}

/* [{path, hint}], level by level, so that what is near comes first. */
export function pathsOf(payload) {
  const found = [];
  let level = [{ path: "", value: payload }];
  for (let depth = 0; depth < DEEPEST && level.length; depth += 1) {
    const next = [];
    for (const { path, value } of level) {
      for (const [key, inner] of entries(value)) {
        const step = Array.isArray(value) ? `[${key}]` : stepText(key);
        if (step === null) continue;
        const whole = path ? `${path}.${step}` : step;
        found.push({ path: whole, hint: hintOf(inner) });
        if (found.length >= MOST) return found;
        next.push({ path: whole, value: inner });
      }
    }
    level = next;
  }
  return found;
}

/* Of a list only the first entry: the others mostly look like it. */
function entries(value) {
  if (Array.isArray(value)) return value.length ? [[0, value[0]]] : [];
  if (typeof value === "object" && value !== null) return Object.entries(value).slice(0, MOST_KEYS);
  return [];
}

function hintOf(value) {
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? "entry" : "entries"}`;
  if (typeof value === "object" && value !== null) return "object";
  const text = JSON.stringify(value) ?? "";
  return text.length > SHORTEST ? `${text.slice(0, SHORTEST)}…` : text;
}
