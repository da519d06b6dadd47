/* Paths of the payload as a script writes them. */

const REACH = /(?:^|[^\w$.])(payload(?:\??\.[\w$]*|\[[^\]\n]*\]?)*)$/;
const STEP = /\[([^\]]*)\]|([^.[\]]+)/g;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
const MOST_SHOWN = 60;

/* As candidatesAt() gives them. */
export function scriptCandidates(text, caret, paths, wanted) {
  const token = REACH.exec(text.slice(Math.max(0, caret - 400), caret))?.[1] ?? "";
  if (!token && !wanted) return [];
  const from = caret - token.length;
  const found = [];
  for (const { path, hint } of paths) {
    const label = `payload${scriptPath(path)}`;
    if (label === token || !label.startsWith(token)) continue;
    found.push({ text: label, label, hint, from, to: caret, caret: from + label.length });
    if (found.length >= MOST_SHOWN) break;
  }
  return found;
}

export function scriptPath(path) {
  return [...path.matchAll(STEP)]
    .map(([, bracketed, name]) => {
      const key = name ?? bracketed;
      if (bracketed !== undefined && /^\d+$/.test(key)) return `[${key}]`;
      return IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join("");
}
