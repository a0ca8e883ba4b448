// What the checker says, under the words it is about: underlined, in the gutter, with the mending as one click.

import {
  diagnosticCount, forEachDiagnostic, linter, lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics,
} from "@codemirror/lint";
import { keymap } from "@codemirror/view";

// A problem without a width is shown at the word it touches, one of a whole block at its first line.
function spread(doc, from, to) {
  const line = doc.lineAt(from);
  if (to > from) return [from, Math.max(from + 1, Math.min(to, line.to))];
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

// Notes are passed over as long as something refuses the text.
function going(step) {
  return (view) => {
    const bad = new Set();
    forEachDiagnostic(view.state, (one, from) => one.severity === "error" && bad.add(from));
    for (let left = diagnosticCount(view.state); left > 0; left--) {
      if (!step(view)) return false;
      if (!bad.size || bad.has(view.state.selection.main.from)) return true;
    }
    return true;
  };
}

export const nextProblem = going(nextDiagnostic);

const keys = keymap.of([
  { key: "F8", run: nextProblem },
  { key: "Shift-F8", run: going(previousDiagnostic) },
]);

export const problemMarks = [linter(null), lintGutter(), keys];
