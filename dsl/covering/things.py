"""Things: what a process can do, one by one: rows, outcomes of branches, steps, decisions, ends, borders of conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dsl import tree, types
from dsl.analysing.boxes import ORDERED, fineness
from dsl.analysing.routes import flow_of
from dsl.checked import AttributeAt, FactAt, FieldAt
from dsl.checking.book import Book
from dsl.checking.constants import constant
from dsl.checking.names import all_steps
from dsl.checking.paths import declared, key_of
from dsl.engine.choices import outcomes_of
from dsl.format_expression import format_expression
from dsl.program import Approve, Branch, Program, Step

OTHERWISE = "otherwise"
SORTS = ("row", "arm", "step", "decision", "end", "border")
BELOW, AT, ABOVE = "below", "at", "above"
LITERALS = (tree.Number, tree.Amount, tree.Length, tree.Day, tree.Clock, tree.Instant, tree.Negative)
ORDERING = frozenset({"<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing a ticket can do. `sort` and `key`: row (table, row), arm (branch, outcome), step (step), decision (step,
    word), end (end), border (table, what is compared, with what, side)."""

    sort: str
    key: tuple[str, ...]
    at: tree.Span = field(default=tree.NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Border:
    """A threshold of a row: `node` is compared with a constant; `key` is that of boxes when it is a path. `sides` name the
    numbers next to it, `rest` are the other conditions of the row, before and behind it."""

    table: str
    row: int
    subject: str
    node: tree.Expression
    key: str | None
    kind: types.Type
    literal: str
    sides: tuple[tuple[str, int], ...]
    rest: tuple[tree.Expression, ...]
    at: tree.Span

    def thing(self, side: str) -> Thing:
        return Thing("border", (self.table, self.subject, self.literal, side), self.at)


def things_of(book: Book, program: Program) -> tuple[Thing, ...]:
    """Everything of a process without problems, in the order of the text."""
    found = [*_of_tables(book), *_of_flow(book, program), *_ends(book)]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.at.line, each.at.column, SORTS.index(each.sort))))


def _of_tables(book: Book) -> Iterator[Thing]:
    for name, sheet in book.tables.items():
        yield from (Thing("row", (name, row.name), row.at) for row in sheet.rows)
        if sheet.node.otherwise is not None:
            yield Thing("row", (name, OTHERWISE), sheet.node.otherwise.at)
        yield from (border.thing(side) for border in borders(book, name) for side, _ in border.sides)


def _of_flow(book: Book, program: Program) -> Iterator[Thing]:
    for id, node in branches(book, program).items():
        yield from (Thing("arm", (id, arm.name or ""), arm.at) for arm in node.arms)
    for name, sheet in book.steps.items():
        step = program.nodes[name]
        yield Thing("step", (name,), sheet.node.at)
        yield from (Thing("decision", (name, word), sheet.node.at) for word in words_of(step))


def words_of(step: Step) -> tuple[str, ...]:
    """How a step can be decided."""
    own = ("approve", "reject") if isinstance(step, Approve) else outcomes_of(step)
    return (*own, *(("return",) if "return" in step.may and "return" not in own else ()))


def _ends(book: Book) -> Iterator[Thing]:
    written = [end for ends in book.process.all(tree.Ends) for end in ends.items]
    yield from (Thing("end", (end.name,), end.at) for end in written)


def branches(book: Book, program: Program) -> dict[str, tree.Branch]:
    """The branches of the text by the ids they have in its program."""
    nodes = [step for step in all_steps(flow_of(book.process)) if isinstance(step, tree.Branch)]
    return dict(zip((id for id, node in program.nodes.items() if isinstance(node, Branch)), nodes, strict=True))


def borders(book: Book, table: str) -> Iterator[Border]:
    """The thresholds of a table's rows."""
    for number, row in enumerate(book.tables[table].rows):
        parts = row.when.items if isinstance(row.when, tree.And) else (row.when,)
        for at, part in enumerate(parts):
            rest = (*parts[:at], *parts[at + 1 :])
            for node, literal in compared(part):
                border = _border(book, node, literal)
                if border is not None:
                    yield Border(table, number, *border, rest, row.at)


def compared(node: tree.Expression) -> Iterator[tuple[tree.Expression, tree.Expression]]:
    """What is compared with a literal by order, in a condition; not inside of folds."""
    match node:
        case tree.Compare(op, left, right) if op in ORDERING:
            yield from ((left, right), (right, left))
        case tree.Between(item, low, high):
            yield from ((item, low), (item, high))
        case tree.Not(item):
            yield from compared(item)
        case tree.And(items) | tree.Or(items):
            for item in items:
                yield from compared(item)


def _border(book: Book, node: tree.Expression, literal: tree.Expression) -> tuple | None:
    """What is compared, its key and type, with what as the text writes it, and the numbers next to it."""
    meaning = book.meanings.get(id(node)) if isinstance(node, tree.Path) else None
    known = isinstance(meaning, FieldAt | AttributeAt | FactAt)
    kind = declared(book, meaning) if known else book.types.get(id(node))
    if not isinstance(kind, ORDERED) or isinstance(node, LITERALS):
        return None
    found = constant(book, literal, kind)
    if found is None:
        return None
    number, drop = found
    fine, between = fineness(kind), number % 10**drop != 0
    number //= 10**drop
    sides = ((BELOW, number), (ABOVE, number + fine)) if between else (
        (BELOW, number - fine), (AT, number), (ABOVE, number + fine)
    )  # fmt: skip
    key = key_of(meaning) if known else None
    return key or format_expression(node), node, key, kind, format_expression(literal), sides
