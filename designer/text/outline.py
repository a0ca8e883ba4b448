"""The names of a process that texts refer to, with their labels and lines; read from a broken text as far as it goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from designer.sources import SOURCES
from dsl import tree
from dsl.checking.names import all_steps
from dsl.parse import parse

KINDS = ("field", "column", "option", "section", "table", "row", "outcome", "step", "end", "rule", "example")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name: `of` is what it belongs to (the rows of a column, the field of an option, the table of an
    outcome or row, the task of an outcome); `node` the line it stands in."""

    sort: str
    name: str
    label: str | None
    node: tree.Line
    of: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """All named things of a process, in the order of the text."""

    process: tree.Process | None
    things: tuple[Thing, ...]

    def all(self, sort: str, of: str | None = None) -> tuple[Thing, ...]:
        return tuple(thing for thing in self.things if thing.sort == sort and (of is None or thing.of == of))

    def find(self, sort: str, name: str, of: str | None = None) -> Thing | None:
        return next((thing for thing in self.all(sort, of) if thing.name == name), None)


LARGE = 200_000
"""Characters of a text that is too long to be read anew for each question about a place in it…"""
QUICK = 30_000
"""…and for each word that somebody types."""


def outline_of(process: tree.Process) -> Outline:
    """The names of a process."""
    return Outline(process, tuple(_things(process)))


def outline(text: str, good: str = "") -> Outline:
    """The names of `text`; those it has lost to a mistake are taken from `good`, an older text without mistakes."""
    source = parse(text)
    things = list(_things(source.process)) if source.process else []
    older = SOURCES.of(good).process if good and good != text and (source.problems or source.process is None) else None
    known = {(thing.sort, thing.of, thing.name) for thing in things}
    lost = [thing for thing in _things(older) if (thing.sort, thing.of, thing.name) not in known] if older else []
    return Outline(source.process or older, (*things, *lost))


def _things(process: tree.Process) -> Iterator[Thing]:
    for item in process.items:
        match item:
            case tree.Form():
                yield from _form(item.items)
            case tree.Table():
                yield Thing("table", item.name, item.label, item)
                yield from (Thing("outcome", name, None, item, item.name) for name in item.outcomes)
                yield from (Thing("row", row.name, None, row, item.name) for row in item.rows)
            case tree.Flow():
                yield from _steps(item)
            case tree.Ends(items):
                yield from (Thing("end", end.name, end.label, end) for end in items)
            case tree.Always(rules):
                yield from (Thing("rule", rule.name, None, rule) for rule in rules)
            case tree.Example():
                yield Thing("example", item.name, item.label, item)


def _form(items: tuple) -> Iterator[Thing]:
    for item in items:
        if isinstance(item, tree.Section):
            yield Thing("section", item.name, item.label, item)
            yield from _form(item.fields)
        elif isinstance(item, tree.Field):
            yield Thing("field", item.name, item.label, item)
            yield from _inside(item, item.name)


def _inside(field: tree.Field, path: str) -> Iterator[Thing]:
    yield from (Thing("option", option.name, option.label, option, path) for option in field.options)
    for column in field.columns:
        yield Thing("column", column.name, column.label, column, path)
        yield from _inside(column, f"{path}.{column.name}")


def _steps(flow: tree.Flow) -> Iterator[Thing]:
    for step in all_steps(flow.steps):
        name = getattr(step, "name", None)
        if name:
            yield Thing("step", name, step.label, step)
        for clause in getattr(step, "clauses", ()):
            if isinstance(clause, tree.Outcome):
                yield Thing("answer", clause.name, clause.label, clause, step.name)


def shown_kind(field: tree.Field) -> str:
    """The kind of a field as it is written, without bounds: `money CNY`, `text 80`, `choice`."""
    kind = field.kind
    return " ".join(str(part) for part in (kind.word, kind.currency, kind.size) if part is not None)
