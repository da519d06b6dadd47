/* What is being typed at the caret, and what a completion would replace there. */

const TEMPLATED = new Set(["template", "valueTemplate", "numberTemplate", "jsonTemplate", "inputValue"]);
// The characters before the caret that belong to a name or path; brackets may hold blanks.
const TOKEN = /(?:\[[^\]{}]*\]?|[^\s{}()|=[\]"'])*$/;
const NAME = /[A-Za-z_$][\w$.]*$/;

/* {from, to, token, inside, isFirst, isBlock, needsBraces, needsEnd} or null where
   nothing can be completed. from and to bound what is replaced. */
export function contextAt(kind, text, caret) {
  if (kind === "path") return { ...bounds(text, 0, caret, text.length), inside: false };
  const open = text.lastIndexOf("{{", caret - 1);
  const start = open >= 0 && text.slice(open, caret).includes("}}") ? -1 : open;
  if (start >= 0 && caret >= start + 2) return insideBraces(text, start, caret);
  if (kind === "expression") return bareName(text, caret);
  return null;
}

export function takesTemplates(kind) {
  return TEMPLATED.has(kind) || kind === "expression";
}

function bounds(text, from, caret, to) {
  return { from, to, token: text.slice(from, caret) };
}

function insideBraces(text, open, caret) {
  const inner = text.slice(open, caret).replace(/^\{+[&~]?/, "");
  const token = TOKEN.exec(inner)[0];
  const isBlock = token.startsWith("#");
  const clean = token.replace(/^[#/]/, "");
  if (token.startsWith("/") || token.startsWith("!")) return null;
  const from = caret - clean.length;
  const rest = /^(?:[^\s{}()|=[\]"']|\[[^\]{}]*\])*/.exec(text.slice(caret))[0];
  const before = inner.slice(0, inner.length - token.length);
  return {
    ...bounds(text, from, caret, caret + rest.length),
    inside: true,
    isBlock,
    isFirst: /^\s*$/.test(before) || /\(\s*$/.test(before),
    needsEnd: !/^[^{}]*\}\}/.test(text.slice(caret)),
  };
}

/* In an expression outside of braces: a path in the making, or a function. */
function bareName(text, caret) {
  const token = NAME.exec(text.slice(0, caret))?.[0] ?? "";
  const isQuoted = (text.slice(0, caret).match(/(?<!\\)["']/g) ?? []).length % 2 === 1;
  if (isQuoted) return null;
  return { ...bounds(text, caret - token.length, caret, caret), inside: false, needsBraces: true };
}
