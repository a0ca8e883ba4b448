"""Decision tables: outcomes, what no row takes, rows that never win, and rows that overlap."""

from __future__ import annotations

from collections.abc import Sequence

from dsl import tree
from dsl.checked import TableSheet
from dsl.checking import limits
from dsl.checking.book import Book, Box, Scope, tail
from dsl.checking.boxes import Piece, Search, TooMuchWork
from dsl.checking.expressions import condition
from dsl.checking.names import unique
from dsl.checking.presence import View, everything, merged
from dsl.checking.sheets import read_sheet
from dsl.checking.witness import has_opaque, ticket

BIG = 400
"""Tables with more rows get no second walk just to name the rows that hide a row."""


def table(book: Book, node: tree.Table, filled: frozenset[str]) -> None:
    """Checks one table and writes its sheet; `filled` are the later fields surely filled wherever it decides."""
    book.place = node.name
    scope = Scope(book.fields_by_name(), filled=filled, flow=True)
    unique(book, "outcome", ((name, node) for name in node.outcomes))
    if node.file is not None:
        rows, boxes = read_sheet(book, scope, node)
    else:
        unique(book, "row", ((row.name, row) for row in node.rows))
        rows, boxes = node.rows, [_row_boxes(book, scope, row) for row in node.rows]
    _outcomes(book, node, rows)
    known = boxes is not None and None not in boxes
    if known:
        book.row_boxes[node.name] = boxes
    complete = _reason(book, node, rows, boxes) if known else False
    book.tables[node.name] = TableSheet(node.name, node, tuple(rows), complete)
    book.place = ""


def _row_boxes(book: Book, scope: Scope, row: tree.Row) -> list[Box] | None:
    if not condition(book, scope, row.when):
        return None
    return View(book, scope).boxes(row.when)


def _outcomes(book: Book, node: tree.Table, rows: Sequence[tree.Row]) -> None:
    given = {row.outcome for row in rows} | ({node.otherwise.outcome} if node.otherwise else set())
    for line in [*rows, *([node.otherwise] if node.otherwise else [])]:
        if line.outcome not in node.outcomes:
            written = node.file is None or line is node.otherwise
            at = tail(line.at, line.outcome) if written else node.at
            book.unknown("unknown-outcome", at, line.outcome, node.outcomes, exact=written)
    for name in node.outcomes:
        if name not in given:
            book.note("outcome-never-given", node.at, name=name)


def _reason(book: Book, node: tree.Table, rows: Sequence[tree.Row], boxes: list[list[Box]]) -> bool:
    """Whether some row always matches, as far as that is proved; mistakes are written down on the way."""
    never = {index for index, each in enumerate(boxes) if not each}
    for index in sorted(never)[: limits.MOST_REPORTED]:
        book.problem("row-never-matches", rows[index].at, name=rows[index].name)
    if node.policy == "collect":
        return False
    search = Search(lambda key: everything(book, key), unique=node.policy == "unique")
    pieces: list[Piece] = [(index, box) for index, each in enumerate(boxes) for box in each]
    proved = _walked(search, pieces)
    if not proved:
        _same_twice(book, rows, boxes)
        book.note("not-proved", node.at, name=node.name)
    elif node.policy == "first":
        losers = sorted(set(range(len(rows))) - search.winners - never)
        for index in losers[: limits.MOST_REPORTED]:
            _never_wins(book, rows, boxes, index)
    for (one, other), where in search.overlaps.items():
        _overlap(book, rows, boxes, one, other, where)
    if node.policy == "unique" and not proved and not search.overlaps:
        book.problem("may-overlap", node.at, one=rows[0].name, other=rows[-1].name)
    return _complete(book, node, search, proved)


def _walked(search: Search, pieces: list[Piece]) -> bool:
    try:
        search.walk(pieces, {})
    except TooMuchWork:
        return False
    return True


def _complete(book: Book, node: tree.Table, search: Search, proved: bool) -> bool:
    complete = proved and not search.gaps and not search.overlaps
    if node.otherwise is None and not complete and not search.overlaps:
        example = ticket(book, search.gaps[0]) or None if proved and search.gaps else None
        book.problem("needs-otherwise", node.at, name=node.name, example=example)
    if node.otherwise is not None and complete:
        book.note("otherwise-never", node.otherwise.at, name=node.name)
    return complete


def _same_twice(book: Book, rows: Sequence[tree.Row], boxes: list[list[Box]]) -> None:
    """What stays cheap without a proof: a row whose condition is written twice."""
    seen: dict[object, int] = {}
    for index, each in enumerate(boxes):
        key = tuple(sorted(str(sorted(box.items(), key=str)) for box in each))
        first = seen.setdefault(key, index)
        if first != index and each:
            book.problem("row-never-wins", rows[index].at, name=rows[index].name, other=rows[first].name)


def _never_wins(book: Book, rows: Sequence[tree.Row], boxes: list[list[Box]], index: int) -> None:
    others = None
    if len(rows) <= BIG:
        inner = Search(lambda key: everything(book, key))
        pieces = [
            (number, both)
            for number in range(index)
            for one in boxes[number]
            for other in boxes[index]
            if (both := merged(book, one, other)) is not None
        ]
        if _walked(inner, pieces):
            others = ", ".join(rows[each].name for each in sorted(inner.winners)[:3])
    book.problem("row-never-wins", rows[index].at, name=rows[index].name, other=others)


def _overlap(book: Book, rows: Sequence[tree.Row], boxes: list[list[Box]], one: int, other: int, where: Box) -> None:
    """A ticket that shows two rows matching; without one when conditions are compared that may hang together."""
    shared = next(
        (
            both
            for left in boxes[one]
            for right in boxes[other]
            if (both := merged(book, left, right)) is not None and merged(book, both, where) is not None
        ),
        where,
    )
    place = merged(book, shared, where) or shared
    relevant = {key: values for key, values in place.items() if key in shared}
    code = "may-overlap" if has_opaque(relevant) else "rows-overlap"
    book.problem(
        code,
        rows[other].at,
        one=rows[one].name,
        other=rows[other].name,
        line=rows[one].at.line or None,
        example=ticket(book, relevant),
    )
