"""One statement: from its text to its node or its mistake, remembered by the text, so that an edit parses one line."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from lark import Lark, UnexpectedToken

from dsl import limits, tree
from dsl.build import Statements
from dsl.build_expression import Mistaken
from dsl.lexing import Contextual, Piece, scan
from dsl.tree import Span

STARTS = (
    "process title started_by seen_by calendar nobody form section field option table row otherwise flow approve task notify "
    "finish branch parallel arm parallel_arm by decide reject may due same_person void access outcome ends end_point always "
    "rule example requester answers expect words word"
).split()
GRAMMAR = Path(__file__).with_name("process.lark")
REMEMBERED_LENGTH = 2_000
"""Longer statements are parsed anew, so that what is remembered stays small."""


@cache
def grammar() -> Lark:
    """The parser, made once and kept beside the compiled modules: 100 ms the first time, 10 ms after that."""
    kept = GRAMMAR.parent / "__pycache__"
    cached = str(kept / "process.lark.cache") if kept.is_dir() else False
    return Lark(
        GRAMMAR.read_text("utf-8"), parser="lalr", lexer=Contextual, start=list(STARTS), transformer=Statements(),
        maybe_placeholders=False, cache=cached,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    """A Problem whose place is relative to its statement; `piece` counts from the statement's first piece."""

    code: str
    at: Span
    values: dict[str, str] = field(default_factory=dict)
    piece: int | None = None


class Built(NamedTuple):
    node: Any
    mistake: Mistake | None = None


def statement(start: str, text: str) -> Built:
    """The statement in `text`, with places relative to its begin."""
    return _remembered(start, text) if len(text) <= REMEMBERED_LENGTH else _build(start, text)


def _build(start: str, text: str) -> Built:
    pieces = scan(text).pieces
    try:
        return Built(grammar().parse(pieces, start))
    except UnexpectedToken as error:
        return Built(None, unexpected(pieces, error))
    except Mistaken as error:
        return Built(None, Mistake(error.code, error.at, error.values))


_remembered = lru_cache(8192)(_build)


def unexpected(pieces: list[Piece], error: UnexpectedToken) -> Mistake:
    token = error.token
    if token.type == "$END":
        last = pieces[-1]
        column = last.column + len(last.text)
        return Mistake("ends-early", Span(last.line, column, last.line, column, last.end, last.end), {"word": last.text})
    at = Span(token.line, token.column, token.end_line, token.end_column, token.start_pos, token.end_pos)
    index = next(i for i, piece in enumerate(pieces) if piece.start == token.start_pos)
    return Mistake("unexpected", at, {"word": token.value}, index)


def moved(at: Span, by: Span) -> Span:
    """`at`, relative to a statement, where the statement begins at `by`."""
    aside = by.column - 1
    return Span(
        at.line + by.line - 1,
        at.column + aside if at.line == 1 else at.column,
        at.end_line + by.line - 1,
        at.end_column + aside if at.end_line == 1 else at.end_column,
        at.start + by.start,
        at.end + by.start,
    )


def move(thing: Any, by: Span) -> Any:
    """A copy of a node, or a tuple of nodes, of a statement that begins at `by`."""
    if isinstance(thing, tuple):
        return tuple([move(item, by) for item in thing]) if thing and not isinstance(thing[0], str) else thing
    if not isinstance(thing, tree.Node):
        return thing
    kind = type(thing)
    copy = object.__new__(kind)
    put = object.__setattr__
    for slot in _slots(kind):
        value = getattr(thing, slot)
        put(copy, slot, move(value, by) if type(value) not in PLAIN else value)
    put(copy, "at", moved(thing.at, by) if thing.at is not tree.NOWHERE else thing.at)
    return copy


PLAIN = frozenset({str, int, bool, type(None), tree.Trivia})


@cache
def _slots(kind: type) -> tuple[str, ...]:
    return tuple(name for name in kind.__dataclass_fields__ if name != "at")
