"""A large table: its index over what rows compare with constants, and its near misses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from dsl import types
from dsl.checked import Checked, Meaning, TableSheet
from dsl.compiling.edges_of import declared, edge_of
from dsl.compiling.expressions import Writer
from dsl.compiling.functions import Functions
from dsl.compiling.rows import conjuncts
from dsl.compiling.source import Source
from dsl.edges import Allowed, Edge, allowed, point
from dsl.index import build, each, first
from dsl.near import columns, missed_once
from dsl.near import numbers as numbers_of
from dsl.program import Function

OTHERWISE = ("otherwise",)


def fallback(sheet: TableSheet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rules and outcomes when no row matches."""
    otherwise = sheet.node.otherwise
    return (OTHERWISE, (otherwise.outcome,)) if otherwise else ((), ())


def subjects(checked: Checked, sheet: TableSheet) -> dict[str, Meaning]:
    """All subjects of edges in a table, in the order of the text."""
    found: dict[str, Meaning] = {}
    seen: set[int] = set()
    for row in sheet.rows:
        for e in conjuncts(row):
            if id(e) not in seen:
                seen.add(id(e))
                if edge := edge_of(checked, e):
                    found.setdefault(edge[0].subject, edge[1])
    return found


class Large:
    """Decides through the index; conditions without an edge are tried on the rows the index leaves over."""

    def __init__(self, checked: Checked, functions: Functions, sheet: TableSheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        meanings = subjects(checked, sheet)
        self.cells, rest = cells_of(checked, sheet, {subject: number for number, subject in enumerate(meanings)})
        self.more = {number: functions.holds(conditions) for number, conditions in rest.items()}
        self.values = reading(checked, meanings)
        self.index = build(self.cells)
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
    def _columns(self):
        return columns(self.cells)

    def near(self, a, f) -> Iterator[int]:
        """Numbers of the rows that fail in exactly one subject, in order; rows with other conditions are left out."""
        every = (1 << len(self.rows)) - 1
        bits = missed_once(self._columns, self.values(a, f), every)
        return (row for row in numbers_of(bits) if row not in self.more)


def in_order(outcomes: list[str]) -> tuple[str, ...]:
    """Each outcome once."""
    return tuple(dict.fromkeys(outcomes))


def cells_of(checked: Checked, sheet: TableSheet, numbers: dict[str, int]) -> tuple[dict, dict]:
    """What each row allows each subject, and for rows that have other conditions too, those conditions."""
    known: dict[int, Edge | None] = {}
    same: dict[tuple[int, ...], Allowed] = {}
    rows, rest = {}, {}
    for number, row in enumerate(sheet.rows):
        edges: dict[str, list[Edge]] = {}
        for e in conjuncts(row):
            if id(e) not in known:
                found = edge_of(checked, e)
                known[id(e)] = found[0] if found else None
            edge = known[id(e)]
            if edge is None:
                rest.setdefault(number, []).append(e)
            else:
                edges.setdefault(edge.subject, []).append(edge)
        rows[number] = {numbers[subject]: _shared(same, many) for subject, many in edges.items()}
    return rows, {number: tuple(conditions) for number, conditions in rest.items()}


def _shared(same: dict, edges: list[Edge]) -> Allowed:
    """`allowed(edges)`, found out once for all rows that say the same."""
    key = tuple(map(id, edges))
    if key not in same:
        same[key] = allowed(edges)
    return same[key]


def reading(checked: Checked, meanings: dict[str, Meaning]) -> Function:
    """`(a, f)` -> the values of all subjects as the index wants them: points, names, None when absent."""
    source = Source()
    writer = Writer(checked, source)
    codes = []
    for meaning in meanings.values():
        code, kind = writer.read(meaning, True), declared(checked, meaning)
        if isinstance(kind, types.Date | types.Time | types.Moment):
            code = f"{source.constant(_point_of(kind))}({code})"
        codes.append(code)
    return source.build(source.function("a, f", [f"return ({', '.join(codes)}{',' if codes else ''})"]))


def _point_of(kind: types.Type) -> Function:
    return lambda value: None if value is None else point(kind, value)
