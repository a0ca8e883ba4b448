// What the checker says, under the words it is about: underlined, in the gutter, with the mending as one click.

import { linter, lintGutter, nextDiagnostic, openLintPanel, previousDiagnostic, setDiagnostics } from "@codemirror/lint";
import { keymap } from "@codemirror/view";

// A problem without a width is shown at the word it touches.
function spread(doc, from, to) {
  if (to > from) return [from, to];
  const line = doc.lineAt(from);
  if (from < line.to) return [from, from + 1];
  return from > line.from ? [from - 1, from] : [from, from];
}

function diagnostic(doc, problem, phrases) {
  const [from, to] = spread(doc, Math.min(problem.from, doc.length), Math.min(problem.to, doc.length));
  const fix = problem.fix;
  const insert = fix?.insert ?? "";
  return {
    from,
    to,
    severity: problem.severity,
    message: problem.message.replaceAll("`", ""),
    source: problem.code,
    actions: fix && [{ name: `${phrases.mend}: ${fix.title.replaceAll("`", "")}`, apply: (view, at, end) => mend(view, fix, from, at, insert, end) }],
  };
}

// The text may have moved since the server looked at it: the fix moves with its problem.
function mend(view, fix, was, now, insert) {
  const by = now - was;
  view.dispatch({ changes: { from: fix.from + by, to: fix.to + by, insert }, userEvent: "input.complete" });
  view.focus();
}

export function showProblems(view, problems, phrases) {
  view.dispatch(setDiagnostics(view.state, problems.map((problem) => diagnostic(view.state.doc, problem, phrases))));
}

export const problemKeys = keymap.of([
  { key: "F8", run: nextDiagnostic },
  { key: "Shift-F8", run: previousDiagnostic },
  { key: "Mod-Shift-m", run: openLintPanel },
]);

export const problemMarks = [linter(null), lintGutter(), problemKeys];
export { nextDiagnostic };
