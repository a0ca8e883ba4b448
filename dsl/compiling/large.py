"""A large table: its index over what rows compare with constants, and its near misses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from dsl import types
from dsl.checked import Checked, TableSheet
from dsl.compiling.edges_of import Edges, Subject
from dsl.compiling.expressions import Writer
from dsl.compiling.functions import Functions
from dsl.compiling.rows import conjuncts
from dsl.compiling.source import Source
from dsl.edges import Allowed, Edge, allowed, point
from dsl.index import build, each, first
from dsl.near import bits_by_subject, missed_once
from dsl.near import numbers as numbers_of
from dsl.program import Function

OTHERWISE = ("otherwise",)


def fallback(sheet: TableSheet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rules and outcomes when no row matches."""
    otherwise = sheet.node.otherwise
    return (OTHERWISE, (otherwise.outcome,)) if otherwise else ((), ())


def subjects(checked: Checked, sheet: TableSheet) -> list[Subject]:
    """What the edges of a table are about, in the order of the text."""
    edges = Edges(checked)
    found = dict.fromkeys(edge.subject for row in sheet.rows for e in conjuncts(row) if (edge := edges.of(e)))
    return [edges.subjects[name] for name in found]


class Large:
    """Decides through the index; conditions without an edge are tried on the rows the index leaves over."""

    def __init__(self, checked: Checked, functions: Functions, sheet: TableSheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        asked, self.columns, rest = columns_of(checked, sheet)
        self.more = {number: functions.holds(conditions) for number, conditions in rest.items()}
        self.values = reading(checked, asked)
        self.index = build(self.columns, range(len(self.rows)))
        self.rules, self.outcomes = fallback(sheet)
        collect = sheet.node.policy == "collect"
        self.choose = self._choose_all if collect else self._choose
        self.pick = (lambda a, f: self._choose_all(a, f)[1]) if collect else self._pick

    def _find(self, a, f) -> int:
        values = self.values(a, f)
        return next(self._left(values, a, f), -1) if self.more else first(self.index, values)

    def _left(self, values, a, f) -> Iterator[int]:
        more = self.more
        return (row for row in each(self.index, values) if row not in more or more[row](a, f))

    def _choose(self, a, f):
        row = self._find(a, f)
        if row < 0:
            return self.rules, self.outcomes, ()
        return (self.rows[row].name,), (self.rows[row].outcome,), ()

    def _pick(self, a, f):
        row = self._find(a, f)
        return self.outcomes if row < 0 else (self.rows[row].outcome,)

    def _choose_all(self, a, f):
        won = [self.rows[row] for row in self._left(self.values(a, f), a, f)]
        if not won:
            return self.rules, self.outcomes, ()
        return tuple(row.name for row in won), in_order([row.outcome for row in won]), ()

    @cached_property
    def _bits(self):
        return bits_by_subject(self.columns)

    def near(self, a, f) -> Iterator[int]:
        """Numbers of the rows that fail in exactly one subject, in order; rows with other conditions are left out."""
        every = (1 << len(self.rows)) - 1
        bits = missed_once(self._bits, self.values(a, f), every)
        return (row for row in numbers_of(bits) if row not in self.more)


def in_order(outcomes: list[str]) -> tuple[str, ...]:
    """Each outcome once."""
    return tuple(dict.fromkeys(outcomes))


def columns_of(checked: Checked, sheet: TableSheet) -> tuple[list[Subject], list[list], dict[int, tuple]]:
    """The subjects, what each row allows each of them, and for rows that have other conditions too, those conditions."""
    finder, size = Edges(checked), len(sheet.rows)
    columns: dict[str, list[Allowed | None]] = {}
    single: dict[int, Allowed] = {}
    rest: dict[int, tuple] = {}
    for number, row in enumerate(sheet.rows):
        first: dict[str, Edge] = {}
        several: dict[str, list[Edge]] = {}
        for e in conjuncts(row):
            edge = finder.of(e)
            if edge is None:
                rest[number] = (*rest.get(number, ()), e)
            elif first.setdefault(edge.subject, edge) is not edge:
                several.setdefault(edge.subject, [first[edge.subject]]).append(edge)
        for name, edge in first.items():
            if name in several:
                what = allowed(several[name])
            elif (what := single.get(id(edge))) is None:
                # Rows often say the very same: then it is found out once.
                what = single[id(edge)] = allowed((edge,))
            if name not in columns:
                columns[name] = [None] * size
            columns[name][number] = what
    return [finder.subjects[name] for name in columns], list(columns.values()), rest


def reading(checked: Checked, asked: list[Subject]) -> Function:
    """`(a, f)` -> the values of all subjects as the index wants them: points, names, None when absent."""
    source = Source()
    writer = Writer(checked, source)
    codes = []
    for subject in asked:
        code = writer.read(subject.meaning, True)
        if isinstance(subject.kind, types.Date | types.Time | types.Moment):
            code = f"{source.constant(_point_of(subject.kind))}({code})"
        codes.append(code)
    return source.build(source.function("a, f", [f"return ({', '.join(codes)}{',' if codes else ''})"]))


def _point_of(kind: types.Type) -> Function:
    return lambda value: None if value is None else point(kind, value)
