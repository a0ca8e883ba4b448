"""Rows from a spreadsheet or a file, read with what is wrong in each cell; and a table as such a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from designer import snippets
from designer.edit import LONGEST_VALUE, CannotEdit
from designer.scene import Scene
from designer.tables.cells import condition, written
from designer.tables.columns import Column, Split, column_named, columns_of, conjuncts, joined, reads, split
from designer.tables.domain import field_names
from designer.tables.grid import Head, head, heads_of, rows_of
from dsl import tree
from dsl.format_expression import format_expression
from dsl.format_statement import statement
from dsl.limits import TABLE_ROWS
from forms.spreadsheet import read_back

WHEN = "when"
"""The title of the column with conditions that are no cells."""
NAME_TITLES = ("", "name", "row", "rule", "名称", "规则")
OUTCOME_TITLES = ("outcome", "->", "→", "结果")


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell as it came, and the sentence about what is wrong with it."""

    text: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as it came; `row` is what it means when nothing is wrong."""

    number: int
    cells: tuple[ReadCell, ...]
    row: tree.Row | tree.Otherwise | None

    @property
    def wrong(self) -> bool:
        return any(cell.wrong for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pasted text or a file means. `titles` are the columns as understood; `mistake` is about all of it."""

    titles: tuple[str, ...] = ()
    rows: tuple[ReadRow, ...] = ()
    mistake: str = ""

    @property
    def good(self) -> bool:
        return not self.mistake and bool(self.rows) and not any(row.wrong for row in self.rows)

    @property
    def text(self) -> str:
        """The rows as the text of the process writes them; `otherwise` last."""
        lines = [one.row for one in self.rows if one.row is not None]
        return "\n".join(statement(line) for line in sorted(lines, key=lambda line: isinstance(line, tree.Otherwise)))


def lines_of(text: str) -> list[list[str]]:
    """The cells of a text from the clipboard (tabs) or of a CSV file (commas, or semicolons)."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    mark = "\t" if "\t" in text else ";" if first.count(";") > first.count(",") else ","
    found = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return [[cell.strip() for cell in line] for line in found if any(cell.strip() for cell in line)]


def read(scene: Scene, table: tree.Table, text: str) -> Reading:
    """What the rows of a pasted text mean for a table; nothing is changed."""
    say = scene.outside.say
    try:
        lines = lines_of(text)
    except csv.Error:
        return Reading(mistake=say("These are no rows: copy cells of a spreadsheet, or choose a CSV file."))
    if not lines:
        return Reading(mistake=say("There is nothing to read yet."))
    heads, named, rest = heads_of(scene, table), True, False
    if is_title(lines[0]):
        try:
            heads, named, rest = titled(scene, lines[0], heads)
        except LookupError as unknown:
            told = say(
                "There is no column `{name}`: write a field and an operator, such as `amount >`.", name=unknown.args[0][:60]
            )
            return Reading(mistake=told)
        lines = lines[1:]
    elif lines and all(len(line) == len(heads) + 1 for line in lines):
        named = False
    if len(lines) > TABLE_ROWS:
        return Reading(mistake=say("These are more than {limit} rows.", limit=TABLE_ROWS))
    reader = Reader(scene, table, heads, named, rest)
    titles = (*([say("Row")] if named else []), *(f"{one.label} {one.operator}" for one in heads))
    titles = (*titles, *([say("Other condition")] if rest else []), say("Outcome"))
    reading = Reading(titles, tuple(reader.row(number, line) for number, line in enumerate(lines, 1)))
    if len(reading.text) > LONGEST_VALUE:
        return Reading(mistake=say("These rows are too long for the text: keep them in a file that the table reads."))
    return reading


def is_title(line: Sequence[str]) -> bool:
    """Whether a line names columns rather than being a row."""
    if line[-1].casefold() in OUTCOME_TITLES:
        return True
    return len(line) > 2 and sum(1 for cell in line[1:-1] if is_column(cell)) == len(line) - 2


def is_column(title: str) -> bool:
    try:
        column_named(title)
    except LookupError:
        return title.casefold() == WHEN
    return True


def titled(scene: Scene, line: Sequence[str], heads: Sequence[Head]) -> tuple[tuple[Head, ...], bool, bool]:
    """The columns a title line names, whether the rows have names, and whether the last but one column is `when`."""
    known = {f"{one.label} {one.operator}".casefold(): one for one in heads}
    named = line[0].casefold() in NAME_TITLES or not (is_column(line[0]) or line[0].casefold() in known)
    inner = list(line[1:-1] if named else line[:-1])
    rest = bool(inner) and inner[-1].casefold() in (WHEN, scene.outside.say("Other condition").casefold())
    found = []
    for title in inner[:-1] if rest else inner:
        one = known.get(title.casefold()) or head(scene, column_named(title))
        if not one.domain.word:
            raise LookupError(title)
        found.append(one)
    return tuple(found), named, rest


class Reader:
    """Reads one line after the other; names of rows that are missing, taken or no names are made up."""

    def __init__(self, scene: Scene, table: tree.Table, heads: Sequence[Head], named: bool, rest: bool) -> None:
        self.scene, self.table, self.heads, self.named, self.rest = scene, table, heads, named, rest
        self.taken: set[str] = set()

    def row(self, number: int, line: Sequence[str]) -> ReadRow:
        wanted = self.named + len(self.heads) + self.rest + 1
        if len(line) != wanted:
            say = self.scene.outside.say
            wrong = say("This row has {got} cells and not {wanted}.", got=len(line), wanted=wanted)
            cells = [ReadCell(text) for text in line[:wanted]]
            return ReadRow(number, (*cells[:-1], ReadCell(cells[-1].text, wrong)), None)
        inner = line[self.named :]
        items, cells = [], [ReadCell(line[0])] if self.named else []
        for one, text in zip(self.heads, inner, strict=False):
            cells.append(self.cell(one, text, items))
        if self.rest:
            cells.append(self.other(inner[-2], items))
        outcome, cell = self.outcome(line[-1])
        cells.append(cell)
        if any(cell.wrong for cell in cells):
            return ReadRow(number, tuple(cells), None)
        if self.named and line[0] == "otherwise" and not items:
            return ReadRow(number, tuple(cells), tree.Otherwise(outcome))
        name = self.name(line[0] if self.named else "", number)
        return ReadRow(number, tuple(cells), tree.Row(name, joined(items), outcome))

    def cell(self, one: Head, text: str, items: list) -> ReadCell:
        """One cell; its condition is put to the others."""
        labels = tuple((name, label) for name, label in one.options if one.domain.word == "choice")
        try:
            item = condition(one.column, replace(one.domain, options=labels or one.domain.options), text)
        except CannotEdit as wrong:
            return ReadCell(text, wrong.told(self.scene.outside.say, self.scene.language))
        if item is not None:
            self.add(item, items)
        return ReadCell(text)

    @staticmethod
    def add(item: tree.Expression, items: list) -> None:
        """Whether something is there is asked before it is read."""
        before = (n for n, one in enumerate(items) if isinstance(item, tree.Present) and reads(one, item.path.parts))
        items.insert(next(before, len(items)), item)

    def other(self, text: str, items: list) -> ReadCell:
        """A condition written out."""
        try:
            for item in conjuncts(snippets.expression(text, "text")) if text else ():
                self.add(item, items)
        except CannotEdit as wrong:
            return ReadCell(text, wrong.told(self.scene.outside.say, self.scene.language))
        return ReadCell(text)

    def outcome(self, text: str) -> tuple[str, ReadCell]:
        """Where a row leads: an outcome by its name or its label, or the name of a new one."""
        labels = {self.scene.word((self.table.name, name), name).casefold(): name for name in self.table.outcomes}
        name = text if text in self.table.outcomes else labels.get(text.casefold(), "")
        try:
            return name or snippets.name(text, "text"), ReadCell(text)
        except CannotEdit as wrong:
            return "", ReadCell(text, wrong.told(self.scene.outside.say, self.scene.language))

    def name(self, text: str, number: int) -> str:
        """A free name for a row."""
        plain = re.sub(r"\W+", "_", text.strip()).strip("_").lower() if not text.isidentifier() else text
        try:
            wanted = snippets.name(plain if plain and not plain[0].isdigit() else f"row_{plain or number}")
        except CannotEdit:
            wanted = f"row_{number}"
        free = snippets.free_name(wanted, self.taken)
        self.taken.add(free)
        return free


# -- out


def sheet(scene: Scene, table: tree.Table) -> str:
    """A table as the CSV that `from "x.csv"` reads. What such a file cannot hold stands in columns of its own (`hotel is`,
    `when`), which are read where rows are pasted."""
    names, rows = field_names(scene.process), rows_of(scene, table)
    splits = [split(row.when, names) for row in rows]
    seen = tree.Table(table.name, table.policy, table.outcomes, tuple(rows))
    columns = list(dict.fromkeys(one for column in columns_of(scene.process, seen) for one in ends_of(column)))
    cells = [cells_of(parts) for parts in splits]
    rest = any(WHEN in one for one in cells)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["name", *(column.key for column in columns), *([WHEN] if rest else []), "outcome"])
    for row, one in zip(rows, cells, strict=True):
        inner = [read_back(one.get(key, "")) for key in (*(column.key for column in columns), *([WHEN] if rest else []))]
        writer.writerow([read_back(row.name), *inner, row.outcome])
    return out.getvalue()


def ends_of(column: Column) -> tuple[Column, ...]:
    """The columns a file has for one of the grid: `between` is two."""
    return (Column(column.path, ">="), Column(column.path, "<=")) if column.op == "between" else (column,)


def cells_of(parts: Split) -> dict[str, str]:
    """The cells of a row by the titles of their columns; what finds its cell taken stands under `when`."""
    cells: dict[str, str] = {}
    others = list(parts.rest)
    for key, (_, item) in sorted(parts.cells.items(), key=lambda one: isinstance(one[1][1], tree.Between)):
        ends = ends_of(column_named(key))
        if any(end.key in cells for end in ends):
            others.append(item)
        else:
            texts = written(item).split(" .. ") if len(ends) > 1 else [written(item)]
            cells |= zip((end.key for end in ends), texts, strict=True)
    return cells | ({WHEN: format_expression(joined(others))} if others else {})
