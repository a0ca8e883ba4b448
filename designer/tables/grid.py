"""A table as a grid for its page: heads, and the lines of one page of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from designer.conditions.sentences import sentence
from designer.scene import Scene
from designer.tables.cells import written
from designer.tables.columns import Column, Split, columns_of, joined, split
from designer.tables.domain import Domain, domain_in, field_names
from designer.tables.labels import bounds_note, operator_label, option_labels, shown, thing_label
from dsl import tree
from dsl.problems import Problem

PAGE = 200
"""Rows that stand on one page."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column as its head shows it; `options` are (value, label) where a cell is a choice."""

    column: Column
    domain: Domain
    label: str
    operator: str
    note: str
    options: tuple[tuple[str, str], ...]
    empty: bool = False

    @property
    def several(self) -> bool:
        """Whether a cell holds more than one value."""
        return self.column.op in ("in", "not in")

    @property
    def editor(self) -> str:
        """What a cell is edited with: `choice`, `choices`, `date`, `time`, `number` or `text`."""
        if self.options:
            return "choices" if self.several else "choice"
        if self.several or self.column.op == "between":
            return "text"
        number = self.domain.word in ("whole", "decimal", "money")
        return "number" if number else self.domain.word if self.domain.word in ("date", "time") else "text"

    @property
    def align(self) -> str:
        """Numbers stand at the end of their cell."""
        return "number" if self.domain.word in ("whole", "decimal", "money") else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid: for each head (text to read, text to edit), the rest of its condition, and where it leads."""

    address: str
    number: int
    name: str
    label: str
    cells: tuple[tuple[str, str], ...]
    rest: str
    outcome: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One page of a table. `total` rows there are, `found` of them have the searched word; `others` tells whether a row
    has a condition that is no cell."""

    table: tree.Table
    address: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    total: int
    found: int
    page: int
    pages: int
    others: bool
    from_file: bool


def heads_of(scene: Scene, table: tree.Table, more: Iterable[Column] = ()) -> tuple[Head, ...]:
    """The heads of a table."""
    here = columns_of(scene.process, table)
    return tuple(head(scene, column, column not in here) for column in columns_of(scene.process, table, more))


def head(scene: Scene, column: Column, empty: bool = False) -> Head:
    """One head."""
    domain = domain_in(scene.process, column.path, scene.look.libraries)
    return Head(
        column,
        domain,
        thing_label(scene, column.path),
        operator_label(scene, column.op),
        bounds_note(scene, column.path, domain),
        option_labels(scene, column, domain),
        empty,
    )


def grid(scene: Scene, address: str, table: tree.Table, more: Iterable[Column], find: str, page: int | None) -> Grid:
    """The page of a table that holds the selected row, or the one asked for."""
    rows = rows_of(scene, table)
    seen = table if rows is table.rows else tree.Table(table.name, table.policy, table.outcomes, tuple(rows))
    heads, names = heads_of(scene, seen, more), field_names(scene.process)
    splits = [split(row.when, names) for row in rows]
    maker = Maker(scene, address, table, heads)
    numbers = [n for n in range(len(rows)) if maker.matches(rows[n], splits[n], find)] if find else list(range(len(rows)))
    pages = max(1, -(-len(numbers) // PAGE))
    page = min(page if page is not None else page_of(scene.at, address, numbers), pages - 1)
    chosen = numbers[page * PAGE : (page + 1) * PAGE]
    lines = tuple(maker.line(n, rows[n], splits[n]) for n in chosen)
    others = any(one.rest for one in splits)
    return Grid(table, address, heads, lines, len(rows), len(numbers), page, pages, others, table.file is not None)


def rows_of(scene: Scene, table: tree.Table) -> Sequence[tree.Row]:
    """The rows of a table; those of its file when it has one."""
    if table.file is None:
        return table.rows
    sheet = scene.look.checked.tables.get(table.name)
    return sheet.rows if sheet else ()


def page_of(at: str, address: str, numbers: Sequence[int]) -> int:
    """The page on which the selected row stands."""
    number = at.removeprefix(f"{address}.rows.").split(".")[0]
    if not at.startswith(f"{address}.rows.") or not number.isdigit() or int(number) not in numbers:
        return 0
    return numbers.index(int(number)) // PAGE


class Maker:
    """Makes the lines of a grid."""

    def __init__(self, scene: Scene, address: str, table: tree.Table, heads: tuple[Head, ...]) -> None:
        self.scene, self.address, self.table, self.heads = scene, address, table, heads
        self.options = [dict(one.options) for one in heads]

    def line(self, number: int, row: tree.Row, parts: Split) -> Line:
        address = f"{self.address}.rows.{number}"
        own = self.table.file is None
        problems = self.scene.look.problems_at(address) if own else ()
        rest = sentence(self.scene, joined(parts.rest)) if parts.rest else ""
        label = self.scene.word((self.table.name, row.name), "") if own else ""
        return Line(address, number, row.name, label, self.cells(parts), rest, row.outcome, problems)

    def cells(self, parts: Split) -> tuple[tuple[str, str], ...]:
        """For each head what is read and what is edited."""
        made = []
        for one, options in zip(self.heads, self.options, strict=True):
            text = written(parts.cells[one.column.key][1]) if one.column.key in parts.cells else ""
            made.append((shown(text, one.domain, options, one.several) if text else "", text))
        return tuple(made)

    def matches(self, row: tree.Row, parts: Split, find: str) -> bool:
        """Whether a row holds the searched word anywhere."""
        wanted = find.casefold()
        texts = [row.name, self.scene.word((self.table.name, row.name), ""), row.outcome]
        texts += [text for cell in self.cells(parts) for text in cell]
        texts += [sentence(self.scene, one) for one in parts.rest]
        return any(wanted in text.casefold() for text in texts)
