// The editor of a cell: CodeMirror with the page's own colours. Loaded when somebody first edits.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { LanguageSupport, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";

// The classes that the page's style sheet colours printed code by.
const colours = tagHighlighter([
  { tag: tags.definitionKeyword, class: "k" },
  { tag: tags.keyword, class: "k" },
  { tag: tags.operatorKeyword, class: "ow" },
  { tag: tags.moduleKeyword, class: "kn" },
  { tag: tags.bool, class: "kc" },
  { tag: tags.null, class: "kc" },
  { tag: tags.string, class: "s2" },
  { tag: tags.special(tags.string), class: "s2" },
  { tag: tags.number, class: "mi" },
  { tag: tags.comment, class: "c1" },
  { tag: tags.function(tags.definition(tags.variableName)), class: "nf" },
  { tag: tags.definition(tags.className), class: "nc" },
]);

const look = EditorView.theme({
  "&": { fontSize: "0.875rem", background: "var(--mo-paper)", color: "var(--mo-ink)" },
  "&.cm-focused": { outline: "3px solid var(--mo-accent)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--mo-mono)", lineHeight: "1.5", minHeight: "2.75rem" },
  ".cm-content": { padding: "0.8rem 0", caretColor: "var(--mo-ink)" },
  ".cm-line": { padding: "0 1rem" },
  ".cm-cursor": { borderLeftColor: "var(--mo-ink)" },
  "&.cm-focused .cm-matchingBracket": { background: "var(--mo-faint)" },
});

/**
 * Put an editor into `parent`. `changed(text)` is called at every change, `run()` at Shift and Enter, `left()` at
 * Escape. Returns {text, set(text), focus()}.
 */
export function editor(parent, text, label, { changed, run, left }) {
  let quiet = false;
  // The Tab key indents until Escape has been pressed: then it leaves.
  let tabLeaves = false;
  const keys = [
    { key: "Shift-Enter", run: () => (run(), true) },
    { key: "Mod-Enter", run: () => (run(), true) },
    {
      key: "Escape",
      run: () => {
        tabLeaves = true;
        left();
        return true;
      },
    },
    { ...indentWithTab, run: (view) => !tabLeaves && indentWithTab.run(view), shift: (view) => !tabLeaves && indentWithTab.shift(view) },
  ];
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(keys)),
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        new LanguageSupport(pythonLanguage),
        indentUnit.of("    "),
        indentOnInput(),
        bracketMatching(),
        syntaxHighlighting(colours),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": label,
          "aria-description": "Python code. Shift and Enter runs it. Escape, then Tab, leaves the editor.",
          autocapitalize: "off",
          autocorrect: "off",
          spellcheck: "false",
        }),
        EditorView.domEventHandlers({
          focus: () => {
            tabLeaves = false;
          },
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          tabLeaves = false;
          if (!quiet) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set(next) {
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
      quiet = false;
    },
    focus() {
      view.focus();
    },
    remove() {
      view.destroy();
    },
  };
}
