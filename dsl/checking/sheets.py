"""Tables from a file: the rows of a CSV file as rows of the tree, with the boxes of their conditions."""

from __future__ import annotations

import csv
import datetime
import io

from dsl import tree, types
from dsl.checked import OptionAt
from dsl.checking.book import Book, Box, Scope
from dsl.checking.constants import constant, universe
from dsl.checking.expressions import typed, word_of
from dsl.checking.operators import ORDERED, SINGLE
from dsl.checking.paths import key_of
from dsl.checking.sets import Set, both, compared, outside, union
from dsl.lengths import WORDS, units_of
from dsl.limits import TABLE_ROWS
from dsl.scaled import Unfit, read_scaled

OPS = ("not in", "in", "<=", ">=", "!=", "<", ">", "=")
CONDITION = types.YesNo()


class Column:
    """One column of conditions: `amount <=`; the path is one node shared by all rows."""

    __slots__ = ("key", "kind", "known", "op", "path", "title")

    def __init__(self, title: str, path: tree.Path, op: str, kind: types.Type, key: str):
        self.title, self.path, self.op, self.kind, self.key = title, path, op, kind, key
        self.known: dict[str, tuple[tree.Expression, Set] | None] = {}


def read_sheet(book: Book, scope: Scope, node: tree.Table) -> tuple[list[tree.Row], list[list[Box]] | None]:
    """The rows of the table's file and their boxes; no boxes after a mistake."""
    text = book.libraries.files.get(node.file)
    if text is None:
        book.unknown("no-such-file", node.at, node.file, book.libraries.files, exact=False)
        return [], None
    if node.rows:
        book.problem("rows-and-file", node.rows[0].at, name=node.file)
    lines = [line for line in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if any(cell.strip() for cell in line)]
    if len(lines) < 2 or len(lines[0]) < 3:
        book.problem("empty-file", node.at, name=node.file)
        return [], None
    if len(lines) > TABLE_ROWS + 1:
        book.problem("too-many-rows", node.at, high=TABLE_ROWS)
        return [], None
    columns = [_column(book, scope, node, title) for title in lines[0][1:-1]]
    return _rows(book, node, columns, lines) if None not in columns else ([], None)


def _column(book: Book, scope: Scope, node: tree.Table, title: str) -> Column | None:
    words = " ".join(title.split())
    op = next((op for op in OPS if words.endswith(f" {op}" if op[-1].isalpha() else op)), None)
    if op is None:
        book.problem("bad-column", node.at, name=node.file, column=title)
        return None
    path = tree.Path(tuple(part.strip() for part in words.removesuffix(op).split(".")), at=_place(node))
    kind = typed(book, scope, path)
    if kind is None:
        return None
    ordered = op in ("=", "!=", "in", "not in") or isinstance(kind, ORDERED)
    if not isinstance(kind, SINGLE) or not ordered:
        book.problem("no-order", node.at, kind=word_of(kind), op=op)
        return None
    key = key_of(book.meanings[id(path)])
    book.universes.setdefault(key, universe(kind))
    book.things.setdefault(key, kind)
    return Column(words, path, op, kind, key)


def _place(node: tree.Table) -> tree.Span:
    """Where the rows of a file stand for a reader of the text: at the table, but none of its characters is theirs."""
    at = node.at
    return tree.Span(at.line, at.column, at.line, at.column, at.start, at.start)


def _rows(book: Book, node: tree.Table, columns: list[Column], lines: list[list[str]]) -> tuple[list, list | None]:
    rows, boxes, names, mistakes = [], [], {}, len(book.problems)
    for number, line in enumerate(lines[1:], 2):
        name = line[0].strip()
        if len(line) != len(columns) + 2:
            book.problem("bad-row", node.at, name=node.file, row=number, wanted=len(columns) + 2, got=len(line))
            continue
        if not _is_name(name) or names.setdefault(name, number) != number:
            book.problem("row-name", node.at, name=node.file, row=number, guess=f"row{number}")
        items, box = [], {}
        for column, cell in zip(columns, line[1:-1], strict=True):
            if cell := cell.strip():
                _condition(book, node, column, number, cell, items, box)
        when = items[0] if len(items) == 1 else tree.And(tuple(items), at=node.at) if items else tree.Truth(True, at=node.at)
        book.types[id(when)] = CONDITION
        rows.append(tree.Row(name or f"row{number}", when, line[-1].strip(), at=node.at))
        boxes.append([box] if all(box.values()) else [])
    return rows, boxes if len(book.problems) == mistakes else None


def _is_name(name: str) -> bool:
    """Whether a row may be called so: explanations show it, and call the last resort `otherwise`."""
    return name.isprintable() and name not in ("", "otherwise")


def _condition(book: Book, node: tree.Table, column: Column, number: int, cell: str, items: list, box: dict) -> None:
    """Adds one cell to the conjuncts and the box of its row. Rows with the same cell share its condition."""
    if cell not in column.known:
        column.known[cell] = _meant(book, node, column, number, cell)
    found = column.known[cell]
    if found is not None:
        items.append(found[0])
        box[column.key] = both(box[column.key], found[1]) if column.key in box else found[1]


def _meant(book: Book, node: tree.Table, column: Column, number: int, cell: str) -> tuple[tree.Expression, Set] | None:
    """The condition of a cell and the values it leaves; None after a mistake."""
    several = column.op in ("in", "not in")
    members = [each.strip() for each in cell.replace(";", ",").replace("|", ",").split(",")] if several else [cell]
    literals = [_literal(column.kind, each, node.at) for each in members]
    if None in literals:
        book.problem(
            "bad-cell", node.at, name=node.file, row=number, column=column.title, cell=cell, kind=word_of(column.kind)
        )
        return None
    values: Set = ()
    for literal, text in zip(literals, members, strict=True):
        _write(book, column.kind, literal, text)
        more = compared("=" if several else column.op, *constant(book, literal, column.kind))
        values = union(values, more) if values else more
    if column.op == "not in":
        values = outside(values)
    if several:
        item = tree.Member(column.path, tuple(literals), negated=column.op == "not in", at=node.at)
    else:
        item = tree.Compare(column.op, column.path, literals[0], at=node.at)
    book.types[id(item)] = CONDITION
    return item, both(book.universes[column.key], values)


def _write(book: Book, kind: types.Type, literal: tree.Expression, text: str) -> None:
    """Type and meaning of one literal, so that the compiler finds them as for a written row."""
    match literal:
        case tree.Path():
            book.meanings[id(literal)] = OptionAt(text)
            book.types[id(literal)] = kind
        case tree.Number(units, places):
            book.types[id(literal)] = types.Decimal(places, units, units) if places else types.Whole(units, units)
        case tree.Amount(units, _, currency):
            book.types[id(literal)] = types.Money(currency, units, units)
        case tree.Text(value):
            book.types[id(literal)] = types.Text(len(value)) if isinstance(kind, types.Text) else kind
        case tree.Call(_, (inner,)):
            book.types[id(literal)], book.types[id(inner)] = kind, types.Text(len(text))
        case _:
            book.types[id(literal)] = kind


def _literal(kind: types.Type, cell: str, at: tree.Span) -> tree.Expression | None:
    """The node a cell stands for, or None when it is no value of `kind`."""
    try:
        match kind:
            case types.Choice(options):
                return tree.Path((cell,), at=at) if cell in options else None
            case types.YesNo():
                return tree.Truth(cell == "yes", at=at) if cell in ("yes", "no") else None
            case types.Whole():
                return tree.Number(read_scaled(cell, 0), 0, at=at)
            case types.Decimal(places):
                return tree.Number(read_scaled(cell, places), places, at=at)
            case types.Money(currency):
                places = types.scale_of(kind)
                return tree.Amount(read_scaled(cell.removesuffix(currency).strip(), places), places, currency, at=at)
            case types.Date():
                return tree.Day(datetime.date.fromisoformat(cell), at=at)
            case types.Time():
                return tree.Clock(datetime.time.fromisoformat(cell), at=at)
            case types.Moment():
                return tree.Instant(datetime.datetime.fromisoformat(cell).astimezone(datetime.UTC), at=at)
            case types.Duration() | types.BusinessDuration():
                return _duration(kind, cell, at)
            case types.Person() | types.Team():
                name = "person" if isinstance(kind, types.Person) else "team"
                return tree.Call(name, (tree.Text(cell, at=at),), at=at)
    except (ValueError, Unfit):
        return None
    return tree.Text(cell, at=at)


def _duration(kind: types.Type, cell: str, at: tree.Span) -> tree.Length | None:
    words = WORDS.fullmatch(cell)
    if not words or words[1] or bool(words[3]) != isinstance(kind, types.BusinessDuration):
        return None
    units_of(int(words[2]), words[4] + "s", bool(words[3]))
    return tree.Length(int(words[2]), words[4] + "s", bool(words[3]), at=at)
