/* How code looks: the page's own colours, which follow light and dark. */

export function look(cm) {
  const { tags } = cm;
  const theme = cm.EditorView.theme({
    "&": {
      backgroundColor: "var(--tblr-bg-forms, var(--sh-surface))",
      color: "var(--sh-text)",
      border: "1px solid light-dark(#b9c0cf, #485063)",
      borderRadius: "8px",
      fontSize: "0.82rem",
      height: "100%",
    },
    "&.cm-focused": { outline: "2px solid var(--sh-focus)", outlineOffset: "2px" },
    ".cm-scroller": { fontFamily: "var(--sh-mono)", lineHeight: "1.5", minHeight: "5rem", maxHeight: "var(--code-most, 18rem)", overflow: "auto" },
    ".cm-content": { caretColor: "var(--sh-text)" },
    ".cm-gutters": { backgroundColor: "var(--sh-sunken)", color: "var(--sh-quiet)", border: "0", borderRadius: "8px 0 0 8px" },
    ".cm-cursor": { borderLeftColor: "var(--sh-text)" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      background: "light-dark(#c9cdfb, #3a4180)",
    },
    ".cm-selectionMatch": { backgroundColor: "var(--sh-accent-soft)" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--sh-good-soft)", outline: "1px solid var(--sh-good)" },
    ".cm-tooltip": { backgroundColor: "var(--sh-surface)", color: "var(--sh-text)", border: "1px solid var(--sh-line)", borderRadius: "8px", maxWidth: "min(30rem, 90vw)" },
    ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--sh-mono)" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--sh-accent-soft)", color: "var(--sh-accent)" },
    ".cm-completionDetail": { color: "var(--sh-quiet)", fontStyle: "normal", marginLeft: "1em" },
    ".cm-panels": { backgroundColor: "var(--sh-sunken)", color: "var(--sh-text)" },
    ".cm-lint-marker": { width: "0.9em" },
    ".cm-diagnostic-error": { borderLeftColor: "var(--sh-bad)" },
  });
  const colours = cm.HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.tagName], color: "var(--sh-accent)" },
    { tag: [tags.string, tags.special(tags.string), tags.attributeValue], color: "var(--sh-good)" },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--sh-warn)" },
    { tag: [tags.comment], color: "var(--sh-quiet)", fontStyle: "italic" },
    { tag: [tags.propertyName, tags.attributeName], color: "var(--sh-accent)" },
    { tag: [tags.invalid], color: "var(--sh-bad)" },
  ]);
  return [theme, cm.syntaxHighlighting(colours)];
}
