"""People expressions: everyone who may start, see, decide or hear; a value that may be absent is nobody."""

from __future__ import annotations

from collections.abc import Iterable

from dsl import tree, types
from dsl.checking.book import Book, Scope
from dsl.checking.expressions import maybe, word_of
from dsl.checking.operators import alone


def people(book: Book, scope: Scope, nodes: Iterable[tree.Expression]) -> None:
    """Every one of `nodes` is a person, a team or everyone with a role."""
    for node in nodes:
        if alone(scope, node) and node.parts[0] in book.later:
            book.problem("no-answers-here", node.at, name=node.parts[0])
            continue
        if alone(scope, node) and node.parts[0] not in ("requester", "today", "now"):
            book.unknown("unknown-person", node.at, node.parts[0], [*_persons(book, scope), "requester"])
            continue
        kind = maybe(book, scope, node)
        if kind is not None and not isinstance(kind, types.Person | types.People | types.Team):
            book.problem("not-people", node.at, got=word_of(kind))


def _persons(book: Book, scope: Scope) -> list[str]:
    return [name for name, sheet in scope.fields.items() if isinstance(sheet.type, types.Person | types.Team)]
