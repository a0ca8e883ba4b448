// The look of the text pane: only the product's own colours, which change with light and dark by themselves.

import { EditorView } from "@codemirror/view";

export const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "var(--text-size)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-line::selection, .cm-line ::selection": { backgroundColor: "var(--text-selection)" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--muted)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--text-line)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 4px 0 10px" },
  ".cm-foldGutter .cm-gutterElement": { cursor: "pointer", padding: "0 2px" },
  ".cm-foldPlaceholder": { background: "var(--accent-ground)", color: "var(--accent)", border: "none", padding: "0 6px" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-ground)", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-ground)", outline: "1px solid var(--bad)" },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-ground)" },
  ".cm-searchMatch": { backgroundColor: "var(--wait-ground)", outline: "1px solid var(--wait)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--text-selection)" },
  ".cm-marked": { boxShadow: "inset 3px 0 0 var(--accent)", backgroundColor: "var(--accent-ground)" },
  ".cm-flash": { backgroundColor: "var(--good-ground)" },

  // The pictures of the library are data: addresses, which the policy forbids.
  ".cm-lintRange": { paddingBottom: "1px" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad) 1.5px", textUnderlineOffset: "3px" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted var(--muted) 2px", textUnderlineOffset: "3px" },
  ".cm-lintRange-active": { backgroundColor: "var(--wait-ground)" },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--bad)" },
  ".cm-lintPoint-info:after": { borderBottomColor: "var(--muted)" },
  ".cm-gutter-lint": { width: "1.2em" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0 .15em" },
  ".cm-lint-marker": { width: ".9em", height: ".9em", marginTop: ".3em", borderRadius: "50%", content: "normal", textAlign: "center" },
  ".cm-lint-marker-error": { content: "normal", backgroundColor: "var(--bad)", borderRadius: "2px" },
  ".cm-lint-marker-info": { content: "normal", border: "2px solid var(--muted)", boxSizing: "border-box" },

  ".cm-tooltip": {
    backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--line)", boxShadow: "var(--shadow-high)",
    borderRadius: "var(--radius-small)", fontFamily: "var(--face)", fontSize: "var(--small)", maxWidth: "min(440px, 90vw)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px", lineHeight: "1.5" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", fontFamily: "var(--face)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionIcon": { display: "none" },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 10px", maxWidth: "320px" },
  ".cm-diagnostic": { padding: "6px 10px", borderLeft: "3px solid var(--muted)", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--muted)" },
  ".cm-diagnosticAction": {
    font: "inherit", backgroundColor: "var(--accent)", color: "var(--on-accent)", borderRadius: "var(--radius-small)",
    padding: "3px 10px", margin: "4px 8px 2px 0", minHeight: "26px",
  },
  ".cm-told": { padding: "6px 10px", display: "grid", gap: "2px" },
  ".cm-told strong": { fontFamily: "var(--mono)" },

  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)", fontFamily: "var(--face)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "8px 34px 8px 10px", fontSize: "var(--small)" },
  ".cm-panel.cm-search label": { fontSize: "var(--small)", display: "inline-flex", alignItems: "center", gap: "4px", marginRight: "8px" },
  ".cm-textfield": {
    font: "inherit", color: "var(--ink)", backgroundColor: "var(--surface)", border: "1px solid var(--line-control)",
    borderRadius: "var(--radius-small)", padding: "4px 8px",
  },
  ".cm-button": {
    font: "inherit", color: "var(--ink)", backgroundImage: "none", backgroundColor: "var(--surface)", cursor: "pointer",
    border: "1px solid var(--line-control)", borderRadius: "var(--radius-small)", padding: "4px 10px",
  },
  ".cm-button:active": { backgroundImage: "none", backgroundColor: "var(--hover)" },
  ".cm-panel.cm-search [name=close], .cm-panel.cm-panel-lint button[name=close]": {
    color: "var(--ink)", fontSize: "1.2rem", width: "28px", height: "28px", cursor: "pointer",
  },
  ".cm-panel.cm-panel-lint ul": { maxHeight: "9em" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--accent-ground)", color: "var(--ink)" },
  ".cm-panel.cm-panel-lint ul:focus [aria-selected]": { backgroundColor: "var(--accent-ground)", color: "var(--ink)" },
  ".cm-snippetField": { backgroundColor: "var(--accent-ground)" },
});

// The pane around the editor: its bar and the dialog of a conflict. It lives in the shadow root, beside the editor's own sheets.
export const FRAME = `
:host { display: grid; grid-template-rows: minmax(0, 1fr) auto; height: 100%; min-height: 160px; min-width: 0; background: var(--surface);
  --text-size: var(--small); --text-head: var(--accent); --text-word: light-dark(#6a3ab2, #c4a6ff); --text-kind: light-dark(#0a6478, #7fd4e6);
  --text-call: light-dark(#0a6478, #7fd4e6); --text-string: var(--good); --text-number: light-dark(#96400a, #f5b083);
  --text-selection: light-dark(#cddcff, #2d4475); --text-line: light-dark(#f5f6fa, #21252d); }
:host([hidden]) { display: none; }
@media (pointer: coarse) { :host { --text-size: 1rem; } }
.editor { min-width: 0; min-height: 0; overflow: hidden; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 6px; padding: 4px 8px; border-top: 1px solid var(--line);
  background: var(--sunken); font: var(--small) var(--face); color: var(--muted); }
.bar .state { flex: 1 1 8em; min-width: 0; }
.bar .state:empty { flex-basis: 0; }
.bar .state.away { color: var(--wait); }
button { font: inherit; font-family: var(--face); display: inline-flex; align-items: center; gap: 6px; min-height: 28px; padding: 2px 9px; color: var(--ink);
  background: none; border: 1px solid transparent; border-radius: var(--radius-small); cursor: pointer; }
button:hover { background: var(--hover); }
button:focus-visible, textarea:focus-visible, ol:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
button.bad { color: var(--bad); }
button[aria-pressed="true"] { background: var(--accent-ground); color: var(--accent); }
@media (max-width: 760px) { button[data-name="wide"] { display: none; } }
@media (pointer: coarse) { button { min-height: 44px; } }
dialog { font: 1rem/1.5 var(--face); color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: var(--shadow-high);
  width: min(1100px, 94vw); max-height: 92dvh; padding: 18px; }
dialog::backdrop { background: rgb(0 0 0 / 0.4); }
dialog h2 { font-size: 1.1rem; margin: 0 0 6px; }
dialog p { margin: 0 0 12px; }
.both { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 12px; }
.both h3 { font-size: var(--small); margin: 0 0 4px; }
.both ol { margin: 0; padding: 6px 0; list-style: none; height: min(44vh, 420px); overflow: auto; background: var(--sunken); border-radius: var(--radius-small);
  font: var(--small)/1.5 var(--mono); white-space: pre; counter-reset: line; }
.both li { padding: 0 8px; min-height: 1.5em; min-width: max-content; }
.both li.gone { background: var(--line); opacity: .45; }
.both .theirs li.other { background: var(--wait-ground); }
.both .mine li.other { background: var(--good-ground); }
dialog textarea { width: 100%; box-sizing: border-box; height: min(44vh, 420px); font: var(--small)/1.5 var(--mono); color: var(--ink); background: var(--surface);
  border: 1px solid var(--line-control); border-radius: var(--radius-small); padding: 6px 8px; white-space: pre; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 14px; }
.choices button { min-height: var(--control); padding: 4px 14px; border-color: var(--line-control); }
.choices button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
[hidden] { display: none !important; }
@media (max-width: 640px) { .both { grid-template-columns: minmax(0, 1fr); } .both ol { height: 24vh; } }
`;
