/* A code editor inside a shadow root, where its styles need no exception from the
   content security policy. Loaded when the first code field is shown. */

import { look } from "./look.js";

const MODULE = "../../../../vendor/codemirror-6.38.8/codemirror.js";
const LONGEST_LINTED = 200_000;

/* Fill host (an empty element). given: {value, language, label, readOnly, onChange,
   complete}. complete(text, caret) -> candidates. Returns {set(text), value, focus(),
   select(from, to), describe({description, isInvalid}), measure()}; rejects when the
   editor cannot be loaded. */
export async function mountCode(host, given) {
  const cm = await import(MODULE);
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open", delegatesFocus: true });
  const attributes = new cm.Compartment();
  let isSetting = false;
  const told = cm.EditorView.updateListener.of((update) => {
    if (update.docChanged && !isSetting) given.onChange?.(update.state.doc.toString());
  });
  const view = new cm.EditorView({
    root,
    parent: root,
    state: cm.EditorState.create({
      doc: given.value,
      extensions: [
        ...basics(cm, given),
        ...languages(cm, given.language),
        attributes.of(cm.EditorView.contentAttributes.of(named(given.label))),
        told,
      ],
    }),
  });
  return {
    get value() {
      return view.state.doc.toString();
    },
    set(text) {
      if (view.state.doc.toString() === text) return;
      isSetting = true;
      const caret = Math.min(view.state.selection.main.head, text.length);
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: caret } });
      isSetting = false;
    },
    focus() {
      view.focus();
    },
    select(from, to) {
      view.dispatch({ selection: { anchor: from, head: to } });
    },
    describe({ description = "", isInvalid = false }) {
      const content = cm.EditorView.contentAttributes.of(named(given.label, description, isInvalid));
      view.dispatch({ effects: attributes.reconfigure(content) });
    },
    measure() {
      view.requestMeasure();
    },
  };
}

function named(label, description = "", isInvalid = false) {
  return {
    "aria-label": label,
    ...(description ? { "aria-description": description } : {}),
    ...(isInvalid ? { "aria-invalid": "true" } : {}),
  };
}

/* Tab is not bound: it leaves the editor, as it leaves every other field. */
function basics(cm, { readOnly, complete }) {
  return [
    cm.highlightSpecialChars(),
    cm.history(),
    cm.drawSelection(),
    cm.indentOnInput(),
    cm.bracketMatching(),
    cm.closeBrackets(),
    cm.highlightSelectionMatches(),
    cm.lineNumbers(),
    cm.EditorView.lineWrapping,
    cm.EditorState.readOnly.of(Boolean(readOnly)),
    cm.autocompletion({ override: complete ? [source(complete)] : [], icons: false }),
    cm.keymap.of([...cm.closeBracketsKeymap, ...cm.defaultKeymap, ...cm.searchKeymap, ...cm.historyKeymap, ...cm.completionKeymap, ...cm.lintKeymap]),
    cm.search({ top: true }),
    ...look(cm),
  ];
}

function languages(cm, language) {
  if (language === "javascript") return [cm.javascript()];
  if (language === "html") return [cm.html()];
  if (language !== "json") return [];
  return [cm.json(), cm.linter(jsonLint(cm)), cm.lintGutter()];
}

/* What is JSON only once its templates are rendered cannot be judged before. */
function jsonLint(cm) {
  const lint = cm.jsonParseLinter();
  return (view) => {
    const text = view.state.doc.toString();
    return !text.trim() || text.includes("{{") || text.length > LONGEST_LINTED ? [] : lint(view);
  };
}

function source(complete) {
  return (context) => {
    const found = complete(context.state.doc.toString(), context.pos, context.explicit);
    if (!found.length) return null;
    return {
      from: found[0].from,
      filter: false,
      options: found.map(({ text, label, hint, caret, from, to }) => ({
        label,
        detail: hint,
        apply: (view) => view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: caret }, userEvent: "input.complete" }),
      })),
    };
  };
}
