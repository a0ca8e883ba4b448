// Lines that stand out: those of what is selected in the picture, and for a moment those that just changed.

import { RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const MOMENT = 1600;
const setMarked = StateEffect.define();
const setFlash = StateEffect.define({ map: (spots, change) => spots.map((at) => change.mapPos(at)) });

function linesAt(doc, spots, name) {
  const line = Decoration.line({ class: name });
  const starts = [...new Set(spots.map((at) => doc.lineAt(Math.min(at, doc.length)).from))].sort((a, b) => a - b);
  const builder = new RangeSetBuilder();
  for (const from of starts) builder.add(from, from, line);
  return builder.finish();
}

function field(effect, name) {
  return StateField.define({
    create: () => Decoration.none,
    update(marks, transaction) {
      marks = marks.map(transaction.changes);
      for (const one of transaction.effects) if (one.is(effect)) marks = linesAt(transaction.state.doc, one.value, name);
      return marks;
    },
    provide: (self) => EditorView.decorations.from(self),
  });
}

export const marks = [field(setMarked, "cm-marked"), field(setFlash, "cm-flash")];

// Marks the lines from `first` to `last` and brings them into sight; the cursor stays where it is.
export function markLines(view, first, last) {
  const doc = view.state.doc;
  if (!first || first > doc.lines) return view.dispatch({ effects: setMarked.of([]) });
  const spots = [];
  for (let line = first; line <= Math.min(last, doc.lines); line++) spots.push(doc.line(line).from);
  view.dispatch({ effects: [setMarked.of(spots), EditorView.scrollIntoView(spots[0], { y: "center" })] });
}

// The lines that changes have put down, for a moment.
export function flashEffects(doc, changes) {
  const spots = [];
  changes.iterChanges((fromA, toA, fromB, toB) => {
    for (let at = fromB; at <= toB && at <= doc.length; at = doc.lineAt(at).to + 1) spots.push(at);
  });
  return setFlash.of(spots);
}

export function endFlash(view) {
  setTimeout(() => view.dispatch({ effects: setFlash.of([]) }), MOMENT);
}
