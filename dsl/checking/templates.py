"""Texts with placeholders: `{student}: {amount}`, read once from left to right, `{{` and `}}` for braces themselves."""

from __future__ import annotations

import re

from dsl import tree, types
from dsl.checking.book import Book, Scope

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


def placeholders(text: str) -> list[str | None]:
    """What stands in braces, in order; None for a brace that opens or closes nothing."""
    found: list[str | None] = []
    for piece in _PIECE.finditer(text):
        if piece[1] is not None:
            found.append(piece[1].strip())
        elif piece[0] in "{}":
            found.append(None)
    return found


def template(book: Book, scope: Scope, text: str, at: tree.Span) -> None:
    """Every placeholder is a field that can be shown in a line; an absent one is shown as nothing."""
    for name in placeholders(text):
        if name is None:
            book.problem("stray-brace", at)
        elif name not in scope.fields:
            book.unknown("unknown-placeholder", at, name, scope.fields, exact=False)
        elif isinstance(scope.fields[name].type, types.Rows | types.Files):
            book.problem("not-in-a-line", at, name=name)
