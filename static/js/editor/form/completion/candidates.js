/* What can be offered at a place: the payload's paths, helpers, functions. */

const MOST_SHOWN = 60;

/* known: {paths: [{path, hint}], helpers, functions}. Returns [{text, label, hint,
   from, to, caret}]: text replaces from..to, and caret is where it then stands. */
export function candidatesAt(context, kind, known) {
  const all = [
    ...known.paths.map((each) => pathCandidate(context, kind, each)),
    ...(context.needsBraces ? known.functions.map(functionCandidate) : []),
    ...(context.isFirst || context.isBlock ? known.helpers.map((each) => helperCandidate(context, each)) : []),
  ].filter(Boolean);
  const ranked = all
    .map((each, order) => ({ each, order, rank: rankOf(each.match, context.token) }))
    .filter(({ rank }) => rank < 3)
    .sort((one, other) => one.rank - other.rank || one.order - other.order)
    .slice(0, MOST_SHOWN);
  if (ranked.length === 1 && ranked[0].each.match === context.token) return [];
  return ranked.map(({ each }) => {
    const text = each.text;
    return { ...each, from: context.from, to: context.to, caret: context.from + (each.caret ?? text.length) };
  });
}

function rankOf(match, token) {
  if (!token) return 0;
  const [low, wanted] = [match.toLowerCase(), token.toLowerCase()];
  if (low.startsWith(wanted)) return 0;
  const last = low.slice(Math.max(low.lastIndexOf("."), low.lastIndexOf("[")) + 1);
  if (last.startsWith(wanted)) return 1;
  return low.includes(wanted) ? 2 : 3;
}

function pathCandidate(context, kind, { path, hint }) {
  if (context.isBlock) return null;
  const base = { match: path, label: path, hint };
  if (kind === "path") return { ...base, text: path };
  if (context.needsBraces) return { ...base, text: `{{${path}}}` };
  return { ...base, text: context.needsEnd ? `${path}}}` : path };
}

function functionCandidate(name) {
  return { match: name, label: `${name}()`, hint: "function", text: `${name}()`, caret: name.length + 1 };
}

function helperCandidate(context, { name, arguments: needs, summary, block }) {
  if (context.isBlock !== block && (context.isBlock || block)) return null;
  const text = `${name} `;
  return { match: name, label: `${name} ${needs}`, hint: summary, text, caret: text.length };
}
