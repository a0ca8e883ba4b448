"""A large table: its index over what rows compare with constants, and its near misses."""

from __future__ import annotations

from bisect import bisect_right
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
from dsl.index import Leaf, Names, Node, build, each
from dsl.near import bits_by_subject, missed_once, numbers
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
        self.rows = sheet.rows
        self.asked, self.columns, rest = columns_of(checked, sheet)
        self.more = {number: functions.holds(conditions) for number, conditions in rest.items()}
        self.values = reading(checked, self.asked)
        self.index = build(self.columns, range(len(self.rows)))
        self.rules, self.outcomes = fallback(sheet)
        # Results are made beforehand, so that a decision touches little memory; rows share the tuples of their outcomes.
        shared = {outcome: (outcome,) for outcome in sheet.node.outcomes}
        picked = [shared.get(row.outcome, (row.outcome,)) for row in self.rows]
        if sheet.node.policy == "collect":
            self.choose, self.pick = self._choose_all, self._pick_all
        else:
            chosen = [((row.name,), outcome, ()) for row, outcome in zip(self.rows, picked, strict=True)]
            self.choose = self._first(checked, chosen, (self.rules, self.outcomes, ()))
            self.pick = self._first(checked, picked, self.outcomes)

    def _first(self, checked: Checked, results: list, otherwise: tuple) -> Function:
        """A function for the result of the first row that matches."""
        if not self.more:
            return quick(checked, self.asked, self.index, results, otherwise)

        def slow(a, f):
            row = next(self._left(a, f), -1)
            return otherwise if row < 0 else results[row]

        return slow

    def _left(self, a, f) -> Iterator[int]:
        more = self.more
        return (row for row in each(self.index, self.values(a, f)) if row not in more or more[row](a, f))

    def _choose_all(self, a, f):
        won = [self.rows[row] for row in self._left(a, f)]
        if not won:
            return self.rules, self.outcomes, ()
        return tuple(row.name for row in won), in_order([row.outcome for row in won]), ()

    def _pick_all(self, a, f):
        return self._choose_all(a, f)[1]

    @cached_property
    def _bits(self):
        return bits_by_subject(self.columns)

    def near(self, a, f) -> dict[str, list[int]]:
        """Subject -> numbers of the rows that fail in it and in nothing else they compare with constants."""
        every = (1 << len(self.rows)) - 1
        bits = missed_once(self._bits, self.values(a, f), every)
        return {subject.name: numbers(missed) for subject, missed in zip(self.asked, bits, strict=True)}


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


def reads(writer: Writer, asked: list[Subject]) -> str:
    """Code for the values of all subjects as the index wants them: points, names, None when absent."""
    codes = []
    for subject in asked:
        code = writer.read(subject.meaning, True)
        if isinstance(subject.kind, types.Date | types.Time | types.Moment):
            code = f"{writer.source.constant(_point_of(subject.kind))}({code})"
        codes.append(code)
    return f"({', '.join(codes)}{',' if codes else ''})"


def reading(checked: Checked, asked: list[Subject]) -> Function:
    """`(a, f)` -> the values of all subjects."""
    source = Source()
    return source.build(source.function("a, f", [f"return {reads(Writer(checked, source), asked)}"]))


LOOK = """values = {values}
node = {index}
while node.__class__ is not {Leaf}:
  value = values[node.subject]
  if node.__class__ is {Names}:
    node = node.nodes.get(value, node.others)
  else:
    node = node.absent if value is None else node.nodes[{bisect}(node.breaks, value)]
if node.firsts is not None:
  subject, breaks, places, others, absent = node.firsts
  value = values[subject]
  if value is None:
    return {results}[absent]
  if breaks is None:
    return {results}[places.get(value, others)]
  return {results}[places[{bisect}(breaks, value)]]
bits = node.every
for subject, breaks, places, others, absent in node.columns:
  value = values[subject]
  if value is None:
    bits &= absent
  elif breaks is None:
    bits &= places.get(value, others)
  else:
    bits &= places[{bisect}(breaks, value)]
  if not bits:
    return {results}[-1]
return {results}[node.numbers[(bits & -bits).bit_length() - 1] if bits else -1]"""
"""`dsl.index.first` once more, in one function with the reading of the answers: calls cost more than the looking. What
comes of no row stands last in the results, where -1 finds it."""


def quick(checked: Checked, asked: list[Subject], index: Node, results: list, otherwise: tuple) -> Function:
    """A function `(a, f)` for the result of the first row that matches."""
    source = Source()
    known = {"index": index, "Leaf": Leaf, "Names": Names, "bisect": bisect_right, "results": [*results, otherwise]}
    names = {name: source.constant(value) for name, value in known.items()}
    code = LOOK.format(values=reads(Writer(checked, source), asked), **names)
    return source.build(source.function("a, f", code.splitlines()))


def _point_of(kind: types.Type) -> Function:
    return lambda value: None if value is None else point(kind, value)
