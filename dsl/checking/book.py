"""What the rooms of the checker write into while they work, and what an expression can see where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dsl import tree, types
from dsl.checked import Checked, FieldSheet, Meaning, StepSheet, TableSheet
from dsl.checking.sets import Set
from dsl.libraries import Libraries
from dsl.limits import PROBLEMS
from dsl.problems import Fix, Problem

FEW = 8
"""So many known names are told to whoever wrote an unknown one that looks like none of them."""
Box = Mapping[object, Set]
"""What is known: for each key (a path, `path?` for its presence, or an opaque condition) the values it can have."""


@dataclass(slots=True)
class Book:
    """The one thing that changes during a check.

    `place` names the declaration being looked at, for messages; `universes`: all values of a key of boxes, `things`: the
    type behind it; `boxes`: those of conditions already looked at; `row_boxes`: those of each
    table's rows, when all are known; `later` and `later_steps`: every name of a field and of a step, to tell what is
    unknown from what comes later; `unsteady`: fields that facts show or hide; `unreached`: how
    many sequences around are never reached, which is told once.
    """

    process: tree.Process
    libraries: Libraries
    problems: list[Problem] = field(default_factory=list)
    fields: dict[str, FieldSheet] = field(default_factory=dict)
    tables: dict[str, TableSheet] = field(default_factory=dict)
    steps: dict[str, StepSheet] = field(default_factory=dict)
    ends: dict[str, str | None] = field(default_factory=dict)
    types: dict[int, types.Type] = field(default_factory=dict)
    meanings: dict[int, Meaning] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    strings: dict[str, int] = field(default_factory=dict)
    universes: dict[object, Set] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)
    boxes: dict[object, list] = field(default_factory=dict)
    row_boxes: dict[str, list] = field(default_factory=dict)
    later: frozenset[str] = frozenset()
    later_steps: frozenset[str] = frozenset()
    unsteady: frozenset[str] = frozenset()
    place: str = ""
    unreached: int = 0

    def problem(self, code: str, at: tree.Span, fix: Fix | None = None, **values: object) -> None:
        """Write down a mistake; values of None are left out."""
        self._write("problem", code, at, fix, values)

    def note(self, code: str, at: tree.Span, fix: Fix | None = None, **values: object) -> None:
        """Write down something worth knowing that refuses nothing."""
        self._write("note", code, at, fix, values)

    def unknown(self, code: str, at: tree.Span, name: str, known: Iterable[str], exact: bool = True) -> None:
        """A name nobody knows, with the nearest known one as a guess; `exact`: `at` holds the name and nothing else."""
        names = list(known)
        guess = nearest(name, names)
        few = ", ".join(f"`{each}`" for each in names) if guess is None and len(names) <= FEW else None
        fix = Fix(guess, at, guess) if guess and exact and at.end - at.start >= len(name) > 0 else None
        self.problem(code, at, fix, name=name, guess=guess, known=few or None)

    def fields_by_name(self) -> dict[str, FieldSheet]:
        """The fields without columns."""
        return {name: sheet for name, sheet in self.fields.items() if sheet.rows is None}

    def number_of(self, text: str) -> int:
        """A number that stands for `text` in sets of values."""
        return self.strings.setdefault(text, len(self.strings))

    def done(self) -> Checked:
        """Everything written down, in the order of the text."""
        ordered = sorted(dict.fromkeys(map(_identity, self.problems)), key=lambda each: each[0])
        problems = first_of(each[1].problem for each in ordered)
        return Checked(
            self.process,
            self.libraries,
            problems,
            self.fields,
            self.tables,
            self.steps,
            self.ends,
            self.types,
            self.meanings,
            frozenset(self.absent),
        )

    def _write(self, level: str, code: str, at: tree.Span, fix: Fix | None, values: dict[str, object]) -> None:
        said = {key: str(value) for key, value in values.items() if value is not None}
        if self.place:
            said.setdefault("place", self.place)
        self.problems.append(Problem(code, at, said, fix, level))


def first_of(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """As many as anybody reads, in the order of the text: what refuses is never crowded out by notes."""
    counts = {"problem": 0, "note": 0}
    kept = []
    for problem in problems:
        counts[problem.level] += 1
        if counts[problem.level] <= PROBLEMS:
            kept.append(problem)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Same:
    """Two problems are the same when code, place and words are."""

    key: tuple
    problem: Problem = field(compare=False)


def _identity(problem: Problem) -> tuple[tuple[int, int], _Same]:
    where = (problem.at.line, problem.at.column)
    return where, _Same((problem.code, where, tuple(sorted(problem.values.items()))), problem)


def head(at: tree.Span, name: str) -> tree.Span:
    """Where `name` stands at the beginning of a node."""
    return tree.Span(at.line, at.column, at.line, at.column + len(name), at.start, at.start + len(name)) if at.end else at


def tail(at: tree.Span, name: str) -> tree.Span:
    """Where `name` stands at the end of a node."""
    column, start = at.end_column - len(name), at.end - len(name)
    return tree.Span(at.end_line, column, at.end_line, at.end_column, start, at.end) if at.end else at


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like `name`."""
    names = list(known)
    folded = {each.casefold(): each for each in names}
    if name.casefold() in folded:
        return folded[name.casefold()]
    found = difflib.get_close_matches(name, names, 1, 0.6 if len(name) > 4 or name.isascii() else 0.5)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression can see where it stands, and what is known there.

    `fields`: the visible fields by name; `row`: the rows whose columns are visible by their bare names; `loops`: the
    variables of the folds around; `requester`: whether there is one yet; `filled`: the later fields surely filled; `flow`:
    some time has passed since the form was filled in, so that facts may have changed.
    """

    fields: Mapping[str, FieldSheet]
    row: str | None = None
    loops: Mapping[str, str] = field(default_factory=dict)
    requester: bool = True
    filled: frozenset[str] = frozenset()
    flow: bool = False
    known: Box = field(default_factory=dict)

    def knowing(self, known: Box) -> Scope:
        """The same place, with `known` instead."""
        return Scope(self.fields, self.row, self.loops, self.requester, self.filled, self.flow, known)
