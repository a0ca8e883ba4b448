"""The rows of a table, made when they are looked at: most rows of a large table never are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from dsl import tree
from dsl.checked import Checked, TableSheet
from dsl.compiling.edges_of import Edges
from dsl.compiling.facts_of import facts_of
from dsl.compiling.functions import Functions
from dsl.compiling.reads import reads_of
from dsl.edges import Edge
from dsl.format import format_expression
from dsl.program import Condition, Fact, Function, Row

MOST_KEPT = 2000
"""So many made rows are kept: explanations look at the same few again."""


def conjuncts(row: tree.Row) -> tuple[tree.Expression, ...]:
    """The conditions of a row, which count from left to right."""
    return row.when.items if isinstance(row.when, tree.And) else (row.when,)


class Late(Condition):
    """A condition whose text and function are made when they are asked for: of most that are looked at only the edge is."""

    __slots__ = ("_e", "_functions", "_holds", "_text")

    def __init__(self, e: tree.Expression, functions: Functions, reads, line: int, edge: Edge | None, facts) -> None:
        own = {"_e": e, "_functions": functions, "_holds": None, "_text": None}
        for name, value in (own | {"reads": reads, "line": line, "edge": edge, "facts": facts}).items():
            object.__setattr__(self, name, value)

    @property
    def text(self) -> str:
        """How it reads in the text."""
        if self._text is None:
            object.__setattr__(self, "_text", format_expression(self._e))
        return self._text

    @property
    def holds(self) -> Function:
        """`holds(a, f)`, one function for ever, as it is compiled when it is first called."""
        if self._holds is None:
            object.__setattr__(self, "_holds", self._functions.holds((self._e,)))
        return self._holds


class Rows(Sequence[Row]):
    """The rows of a table by number."""

    def __init__(self, checked: Checked, functions: Functions, sheet: TableSheet) -> None:
        self._checked = checked
        self._edges = Edges(checked)
        self._functions = functions
        self._rows = sheet.rows
        self._made: dict[int, Row] = {}
        self._known: dict[str, tuple[tuple[str, ...], Mapping[str, Fact]]] = {}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Name of a row -> its number."""
        return {row.name: number for number, row in enumerate(self._rows)}

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number):
        if isinstance(number, slice):
            return tuple(self[each] for each in range(*number.indices(len(self))))
        number = range(len(self._rows))[number]
        row = self._made.get(number)
        if row is None:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            row = self._made[number] = self._row(self._rows[number])
        return row

    def _row(self, node: tree.Row) -> Row:
        conditions = tuple(self._condition(each, node.at.line) for each in conjuncts(node))
        return Row(node.name, node.name, node.at.line, conditions, node.outcome)

    def _condition(self, e: tree.Expression, line: int) -> Condition:
        edge = self._edges.of(e)
        reads, facts = self._looks_at(e, edge)
        return Late(e, self._functions, reads, line, edge, facts)

    def _looks_at(self, e: tree.Expression, edge: Edge | None) -> tuple[tuple[str, ...], Mapping[str, Fact]]:
        """What a condition reads, and the facts among it; the same for all edges about one subject."""
        if edge is None:
            return reads_of(self._checked, e), facts_of(self._checked, e)
        if edge.subject not in self._known:
            self._known[edge.subject] = reads_of(self._checked, e), facts_of(self._checked, e)
        return self._known[edge.subject]
