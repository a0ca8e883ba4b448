"""The edits that work on any line of a text: set it, add, remove, move and copy."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from designer.names import all_names, renamed_apart
from dsl import tree
from dsl.fragments import AROUND

CHILDREN = ("items", "fields", "options", "columns", "rows", "otherwise", "steps", "arms", "clauses", "rules")
"""The attributes that stand in a line's block and not on the line."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """Replace a line by another statement of its kind; what stands in its block, and its comments, stay."""

    address: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        old = at.get(process, self.address)
        new = snippets.line(type(old), self.text, "text")
        kept = {name: getattr(old, name) for name in CHILDREN if name in old.__dataclass_fields__}
        return at.put(process, self.address, replace(new, trivia=old.trivia, at=tree.NOWHERE, **kept))


@dataclass(frozen=True, slots=True)
class SetExpression:
    """Replace an expression, or a part of one, by what `text` says; with no text take it away where it is not needed."""

    address: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        line = at.line_of(process, self.address)
        if not line or line == self.address:
            raise LookupError(self.address)
        old = at.get(process, self.address)
        if not isinstance(old, tree.Expression | None):
            raise LookupError(self.address)
        new = snippets.expression(self.text, "text") if self.text.strip() else None
        if self.address.rpartition(".")[2] in ("over", "path", "length") and type(new) is not type(old):
            raise CannotEdit("write one statement here, of the same kind", "text")
        if new is None and not is_optional(process, self.address):
            raise CannotEdit("a condition or a value has to stand here: write one", "text")
        return at.put(process, self.address, new)


def is_optional(process: tree.Process, address: str) -> bool:
    """Whether nothing may stand at the address."""
    head, _, name = address.rpartition(".")
    node = at.get(process, head)
    return (type(node), name) in {
        (tree.Field, "when"),
        (tree.Field, "value"),
        (tree.Field, "default"),
        (tree.Section, "when"),
        (tree.Fold, "where"),
        (tree.Before, "when"),
    }


@dataclass(frozen=True, slots=True)
class SetText:
    """Set a label, a help, a message or another text; with no text take it away where it is not needed."""

    address: str
    part: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        node = at.get(process, self.address)
        parts = node.__dataclass_fields__ if isinstance(node, tree.Node) else ()
        if self.part not in ("label", "help", "text", "message") or self.part not in parts:
            raise LookupError(self.part)
        value: Any = " ".join(self.text.split("\n")).strip() if self.part != "help" else self.text.strip()
        if not value and self.part in ("text", "message"):
            raise CannotEdit("write a text here", "text")
        return at.put(process, self.address, replace(node, **{self.part: value or None}))


@dataclass(frozen=True, slots=True)
class Add:
    """Put the statements in `text` into a list, the first at `index`; names that are taken get a number."""

    list: str
    index: int
    block: str
    text: str

    def on(self, process: tree.Process) -> tree.Process:
        if self.block not in AROUND:
            raise LookupError(self.block)
        new = snippets.block(self.block, self.text, "text")
        apart = renamed_apart(new, all_names(process))
        return at.insert(process, self.list, self.index, apart)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return f"{self.list}.{min(self.index, len(at.get(after, self.list)) - 1)}"


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a line away with its block; the comments above it go with it."""

    address: str

    def on(self, process: tree.Process) -> tree.Process:
        if not self.address:
            raise LookupError(self.address)
        return at.remove(process, self.address)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        home, number = at.split(self.address) if self.address.rpartition(".")[2].isdigit() else (self.address, 0)
        try:
            left = len(at.get(after, home))
        except (LookupError, TypeError):
            left = 0
        return f"{home}.{min(number, left - 1)}" if left else at.line_of(after, home.rpartition(".")[0])


@dataclass(frozen=True, slots=True)
class Move:
    """Put a line in front of what stands at `index` of a list, which may be another list of the same kind."""

    address: str
    list: str
    index: int

    def on(self, process: tree.Process) -> tree.Process:
        home = at.split(self.address)[0].rpartition(".")[2]
        if home != self.list.rpartition(".")[2] and {home, self.list.rpartition(".")[2]} != {"items", "fields"}:
            raise CannotEdit("this cannot stand there")
        return at.moved(process, self.address, self.list, self.index)[0]

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        return at.moved(before, self.address, self.list, self.index)[1]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Put a copy behind a line; names in the copy that would be taken get a number."""

    address: str

    def on(self, process: tree.Process) -> tree.Process:
        home, number = at.split(self.address)
        copy = renamed_apart((at.get(process, self.address),), all_names(process))
        return at.insert(process, home, number + 1, copy)

    def selected(self, before: tree.Process, after: tree.Process) -> str:
        home, number = at.split(self.address)
        return f"{home}.{number + 1}"
