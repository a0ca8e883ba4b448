"""The edits of rule tables: cells, rows, columns, outcomes with their arms, and rows from a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.address import walk
from designer.edit import CannotEdit
from designer.edits.told import carried
from designer.flow import first
from designer.tables.cells import condition
from designer.tables.columns import ANY, Column, column_named, columns_of, conjuncts, joined, split, with_cell
from designer.tables.domain import domain_in, field_names
from dsl import tree
from dsl.libraries import DEFAULT, Libraries

POLICIES = ("first", "unique", "collect")


def table_at(process: tree.Process, address: str) -> tree.Table:
    """The table at an address; raises LookupError."""
    return at.of_kind(process, address, tree.Table)


def row_at(process: tree.Process, address: str) -> tuple[tree.Row, str]:
    """A row and the address of its table; raises LookupError."""
    found = at.of_kind(process, address, tree.Row)
    return found, at.split(address)[0].rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write into one cell of a row: `column` is a title such as `amount >`, `text` what is written, nothing for any value.
    Attributes of people are those the directory has, `libraries`."""

    address: str
    column: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        return self.within(process, DEFAULT)

    def within(self, process: tree.Process, libraries: Libraries) -> tree.Process:
        row, home = row_at(process, self.address)
        column = column_named(self.column)
        item = condition(column, domain_in(process, column.path, libraries), self.text)
        names = field_names(process)
        there = split(row.when, names).cells.get(column.key)
        if (there[1] if there else None) == item:
            return process
        columns = columns_of(process, table_at(process, home))
        return at.put(process, self.address, with_cell(row, column, item, columns, names))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return self.address


@dataclass(frozen=True, slots=True)
class AddRow:
    """Put a row that takes everything into a table, in front of what stands at `index`."""

    address: str
    index: int
    outcome: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        table = table_at(process, self.address)
        if not table.outcomes:
            raise CannotEdit("the table needs an outcome first", "outcome")
        name = snippets.free_name("row", {row.name for row in table.rows})
        row = tree.Row(name, ANY, self.outcome or table.outcomes[0])
        process = with_outcome(process, self.address, row.outcome)
        return at.insert(process, f"{self.address}.rows", self.index, (row,))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return f"{self.address}.rows.{min(self.index, len(table_at(after, self.address).rows) - 1)}"


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """Say what a row leads to; an outcome the table does not have yet is added, with an arm wherever the table decides."""

    address: str
    outcome: str

    def on(self, process: tree.Process) -> tree.Process:
        line = at.of_kind(process, self.address, tree.Row, tree.Otherwise)
        last = isinstance(line, tree.Otherwise)
        home = self.address.removesuffix(".otherwise") if last else row_at(process, self.address)[1]
        name = snippets.name(self.outcome, "outcome")
        process = with_outcome(process, home, name)
        return at.put(process, f"{self.address}.outcome", name)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return self.address


@dataclass(frozen=True, slots=True)
class SetOtherwise:
    """Say what happens when no row holds; with no outcome take the line away."""

    address: str
    outcome: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        table = table_at(process, self.address)
        if not self.outcome:
            return at.put(process, f"{self.address}.otherwise", None)
        process = with_outcome(process, self.address, snippets.name(self.outcome, "outcome"))
        line = replace(table.otherwise, outcome=self.outcome) if table.otherwise else tree.Otherwise(self.outcome)
        return at.put(process, f"{self.address}.otherwise", line)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return f"{self.address}.otherwise" if self.outcome else self.address


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Say which rows count: the first that holds, the only one, or all."""

    address: str
    policy: str

    def on(self, process: tree.Process) -> tree.Process:
        table_at(process, self.address)
        if self.policy not in POLICIES:
            raise CannotEdit("choose `first`, `unique` or `collect`", "policy")
        return at.put(process, f"{self.address}.policy", self.policy)


# -- columns


@dataclass(frozen=True, slots=True)
class RemoveColumn:
    """Take the conditions of one column out of every row."""

    address: str
    column: str

    def on(self, process: tree.Process) -> tree.Process:
        return with_rows(process, self.address, lambda row, names: without(row, column_named(self.column), names))


@dataclass(frozen=True, slots=True)
class ChangeColumn:
    """Give a column another operator in every row: `amount >` becomes `amount >=`."""

    address: str
    column: str
    op: str

    def on(self, process: tree.Process) -> tree.Process:
        old = column_named(self.column)
        new = column_named(f"{'.'.join(old.path)} {self.op}")
        if {old.op, new.op} - {"=", "!=", "<", "<=", ">", ">="} and {old.op, new.op} != {"in", "not in"}:
            raise CannotEdit("the values of this column do not fit that operator", "op")
        return with_rows(process, self.address, lambda row, names: compared(row, old, new, names))


def with_rows(process: tree.Process, address: str, change) -> tree.Process:
    """The process with rows of a table changed; those that `change` returns as they are stay the same."""
    table, names = table_at(process, address), field_names(process)
    rows = tuple(change(row, names) for row in table.rows)
    if all(new is old for new, old in zip(rows, table.rows, strict=True)):
        return process
    return at.put(process, f"{address}.rows", rows)


def without(row: tree.Row, column: Column, names: frozenset[str]) -> tree.Row:
    """A row without the condition of a column."""
    there = split(row.when, names).cells.get(column.key)
    if there is None:
        return row
    items = conjuncts(row.when)
    return replace(row, when=joined((*items[: there[0]], *items[there[0] + 1 :])))


def compared(row: tree.Row, old: Column, new: Column, names: frozenset[str]) -> tree.Row:
    """A row with the condition of a column under another operator."""
    cells = split(row.when, names).cells
    if old.key not in cells:
        return row
    if new.key in cells:
        raise CannotEdit("row `{word}` has a condition like that already", "op", word=row.name)
    number, item = cells[old.key]
    other = replace(item, op=new.op) if isinstance(item, tree.Compare) else replace(item, negated=new.op == "not in")
    items = conjuncts(row.when)
    return replace(row, when=joined((*items[:number], other, *items[number + 1 :])))


# -- outcomes


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """Give a table another outcome; wherever the table decides, an empty arm is added."""

    address: str
    name: str

    def on(self, process: tree.Process) -> tree.Process:
        name = snippets.name(self.name)
        if name in table_at(process, self.address).outcomes:
            raise CannotEdit("`{word}` exists already: choose another name", "name", word=name)
        return with_outcome(process, self.address, name)


@dataclass(frozen=True, slots=True)
class RemoveOutcome:
    """Take an outcome away with its arms and all their steps. Rows that lead to it lead to `instead`; without it they go."""

    address: str
    outcome: str
    instead: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        table = table_at(process, self.address)
        left = tuple(one for one in table.outcomes if one != self.outcome)
        if len(left) == len(table.outcomes):
            raise LookupError(self.outcome)
        if not left:
            raise CannotEdit("a table needs one outcome at least", "outcome")
        if self.instead and self.instead not in left:
            raise CannotEdit("there is no `{word}` to use instead", "instead", word=self.instead[:40])
        rows = tuple(self.led(row) for row in table.rows if self.stays(row))
        otherwise = self.led(table.otherwise) if table.otherwise and self.stays(table.otherwise) else None
        after = at.put(process, self.address, replace(table, outcomes=left, rows=rows, otherwise=otherwise))
        for address, branch in branches(process, table.name):
            arms = tuple(arm for arm in branch.arms if arm.name != self.outcome)
            after = at.put(after, f"{address}.arms", arms)
        return carried(process, after)

    def stays(self, line: tree.Row | tree.Otherwise) -> bool:
        """Whether a row is there afterwards."""
        return bool(self.instead) or line.outcome != self.outcome

    def led(self, line):
        """A row that leads elsewhere."""
        return replace(line, outcome=self.instead) if line.outcome == self.outcome else line

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return self.address


def with_outcome(process: tree.Process, address: str, name: str) -> tree.Process:
    """The process with one more outcome of a table, and an empty arm for it in each branch that lacks one."""
    table = table_at(process, address)
    if name in table.outcomes:
        return process
    process = at.put(process, f"{address}.outcomes", (*table.outcomes, name))
    for place, branch in branches(process, table.name):
        if name not in [arm.name for arm in branch.arms]:
            process = at.insert(process, f"{place}.arms", len(branch.arms), (tree.Arm(name),))
    return process


def branches(process: tree.Process, table: str) -> list[tuple[str, tree.Branch]]:
    """Where a table decides, from below, so that addresses stay while arms go."""
    found = [(place, line) for place, line in walk(process) if isinstance(line, tree.Branch) and line.table == table]
    return found[::-1]


# -- many rows at once


@dataclass(frozen=True, slots=True)
class PutRows:
    """Add rows to a table, or replace all of them (`how`: `append` or `replace`); `text` are the rows as the text writes
    them, perhaps with `otherwise`. A row that stays as it is keeps its comments; a table read from a file holds its rows
    itself afterwards."""

    address: str
    text: str
    how: str = "append"

    def on(self, process: tree.Process) -> tree.Process:
        table = table_at(process, self.address)
        lines = snippets.block("rows", self.text, "text")
        rows = [line for line in lines if isinstance(line, tree.Row)]
        otherwise = next((line for line in lines if isinstance(line, tree.Otherwise)), table.otherwise)
        if self.how == "replace":
            rows = list(kept(table.rows, rows))
        else:
            rows = [*table.rows, *named_apart(table.rows, rows)]
        for line in (*rows, *([otherwise] if otherwise else [])):
            process = with_outcome(process, self.address, line.outcome)
        now = table_at(process, self.address)
        new = replace(now, rows=tuple(rows), otherwise=same(table.otherwise, otherwise), file=None)
        return carried(process, at.put(process, self.address, new))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        old, new = len(table_at(before, self.address).rows), len(table_at(after, self.address).rows)
        return f"{self.address}.rows.{old}" if self.how != "replace" and new > old else self.address


def kept(old: Sequence[tree.Row], new: Sequence[tree.Row]) -> Iterator[tree.Row]:
    """The new rows; where one of that name was there, with its comments, and the very same when nothing changed."""
    were = {row.name: row for row in old}
    for row in new:
        was = were.pop(row.name, None)
        yield row if was is None else was if was == row else replace(row, trivia=was.trivia)


def same(old: tree.Otherwise | None, new: tree.Otherwise | None) -> tree.Otherwise | None:
    """The line as it was when it says the same."""
    return old if old == new else replace(new, trivia=old.trivia) if old and new else new


def named_apart(old: Sequence[tree.Row], new: Sequence[tree.Row]) -> Iterator[tree.Row]:
    """The new rows, with a number behind a name that is taken."""
    taken = {row.name for row in old}
    for row in new:
        name = snippets.free_name(row.name, taken)
        taken.add(name)
        yield row if name == row.name else replace(row, name=name)


# -- a new table


@dataclass(frozen=True, slots=True)
class AddTable:
    """Add a table with one row about a field that suits, so that it can be looked at and changed."""

    label: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        table = replace(first.new_table(process), label=" ".join(self.label.split()) or None)
        return at.insert(process, "items", table_place(process), (table,))

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return f"items.{table_place(before)}"


def table_place(process: tree.Process) -> int:
    """Where a new table goes: behind the tables, else behind the form, else before the flow."""
    for kind in (tree.Table, tree.Form):
        behind = [number + 1 for number, item in enumerate(process.items) if isinstance(item, kind)]
        if behind:
            return behind[-1]
    before = (number for number, item in enumerate(process.items) if isinstance(item, tree.Flow | tree.Ends))
    return next(before, len(process.items))
