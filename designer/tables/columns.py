"""The columns of a rule table: conditions that compare one thing with constants are cells, others the rest of a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from designer.tables.domain import field_names, fields
from dsl import tree

OPS = ("is", "=", "!=", "in", "not in", ">", ">=", "<", "<=", "between", "in group", "not in group")
"""What stands behind the path in a column's title; `between` is `in [a .. b]`, `is` is `is present`, a group `team("x")`.
In the order in which columns about the same thing stand."""
SEVERAL = ("in", "not in")
CONSTANT = tree.Number | tree.Amount | tree.Text | tree.Truth | tree.Day | tree.Clock | tree.Instant | tree.Length
ANY = tree.Truth(True)
"""The condition of a row that takes everything."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of conditions, such as `amount >`."""

    path: tuple[str, ...]
    op: str

    @property
    def key(self) -> str:
        """Its title in a file, and its name in an edit."""
        return f"{'.'.join(self.path)} {self.op}"


def column_named(key: str) -> Column:
    """The column of a title such as `amount >` or `kind not in`; raises LookupError."""
    words = " ".join(key.split())
    for op in sorted(OPS, key=len, reverse=True):
        if words.endswith(f" {op}" if op[-1].isalpha() else op):
            path = tuple(part.strip() for part in words.removesuffix(op).split("."))
            if all(part.isidentifier() for part in path):
                return Column(path, op)
    raise LookupError(key)


def conjuncts(when: tree.Expression) -> tuple[tree.Expression, ...]:
    """What has to hold together for a row to win; nothing where any ticket does."""
    if isinstance(when, tree.And):
        return when.items
    return () if when == ANY else (when,)


def joined(items: Sequence[tree.Expression]) -> tree.Expression:
    """The condition of a row from its conjuncts."""
    if not items:
        return ANY
    return items[0] if len(items) == 1 else tree.And(tuple(items))


def column_of(item: tree.Expression, names: frozenset[str]) -> Column | None:
    """The column a conjunct stands in; `names` are the fields, which are no constants."""
    match item:
        case tree.Compare(op, tree.Path(parts), right) if is_constant(right, names):
            return Column(parts, op)
        case tree.Member(tree.Path(parts), members, None, negated) if members and all(listed(one, names) for one in members):
            return Column(parts, "not in" if negated else "in")
        case tree.Member(tree.Path(parts), (), tree.Call(), negated):
            return Column(parts, "not in group" if negated else "in group")
        case tree.Between(tree.Path(parts), low, high, False) if is_constant(low, names) and is_constant(high, names):
            return Column(parts, "between")
        case tree.Present(tree.Path(parts)):
            return Column(parts, "is")
    return None


def is_constant(node: tree.Expression, names: frozenset[str]) -> bool:
    """Whether an expression is a value written down: a literal, an option, a named person or team."""
    match node:
        case tree.Text(value):
            return bool(value) and value == value.strip()
        case tree.Path((name,)):
            return name not in names
        case tree.Call("person" | "team", (tree.Text(),)):
            return True
    return isinstance(node, CONSTANT)


def listed(node: tree.Expression, names: frozenset[str]) -> bool:
    """Whether a constant may stand in a list of several, which commas separate."""
    return is_constant(node, names) and not (isinstance(node, tree.Text) and any(mark in node.value for mark in ",;|，；、"))


@dataclass(frozen=True, slots=True)
class Split:
    """A row's condition by columns: the conjunct and its place among all, by the column's key; `rest` are the others."""

    cells: dict[str, tuple[int, tree.Expression]]
    rest: tuple[tree.Expression, ...]


def split(when: tree.Expression, names: frozenset[str]) -> Split:
    """The cells of a row. A second condition of the same column belongs to the rest."""
    cells, rest = {}, []
    for number, item in enumerate(conjuncts(when)):
        column = column_of(item, names)
        if column is None or column.key in cells:
            rest.append(item)
        else:
            cells[column.key] = number, item
    return Split(cells, tuple(rest))


def columns_of(process: tree.Process, table: tree.Table, more: Iterable[Column] = ()) -> tuple[Column, ...]:
    """The columns of a table in the order of the form, whatever the order of the rows; `more` are still empty ones."""
    order = {name: number for number, name in enumerate(fields(process))}
    names = field_names(process)
    found = {column for row in table.rows for item in conjuncts(row.when) if (column := column_of(item, names))}
    last = len(order)
    return tuple(sorted(found | set(more), key=lambda one: (order.get(one.path[0], last), one.path, OPS.index(one.op))))


def with_cell(
    row: tree.Row, column: Column, item: tree.Expression | None, columns: Sequence[Column], names: frozenset[str]
) -> tree.Row:
    """The row with another condition in a column, or none; the other conditions stay where they are."""
    items, there = list(conjuncts(row.when)), split(row.when, names).cells.get(column.key)
    if there is not None:
        items[there[0] : there[0] + 1] = [] if item is None else [item]
    elif item is not None:
        items.insert(turn(items, column, columns, names), item)
    return replace(row, when=joined(items))


def turn(items: Sequence[tree.Expression], column: Column, columns: Sequence[Column], names: frozenset[str]) -> int:
    """Where a new condition goes: whether something is there before what reads it, else in the order of the columns."""
    if column.op == "is":
        return next((n for n, item in enumerate(items) if reads(item, column.path)), len(items))
    order = {one: number for number, one in enumerate(columns)}
    mine = order.get(column, len(columns))
    before = [n for n, item in enumerate(items) if order.get(column_of(item, names), -1) < mine]
    return before[-1] + 1 if before else 0


def reads(node: object, path: tuple[str, ...]) -> bool:
    """Whether an expression reads what a path names."""
    if isinstance(node, tuple):
        return any(reads(one, path) for one in node)
    if isinstance(node, tree.Path):
        return node.parts[: len(path)] == path
    if not isinstance(node, tree.Node):
        return False
    return any(reads(getattr(node, name), path) for name in node.__dataclass_fields__ if name not in ("at", "trivia"))
