"""One statement: from its text to its node or its mistake, remembered by the text, so that an edit parses one line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from lark import Lark, UnexpectedToken

from dsl import limits, tree
from dsl.blocks import STARTS
from dsl.build import Statements
from dsl.build_expression import Mistaken
from dsl.lexing import Contextual, scan
from dsl.mistakes import Mistake, in_pieces, shown, span_of, unexpected
from dsl.tree import Span

GRAMMAR = Path(__file__).with_name("process.lark")
REMEMBERED_LENGTH = 400
"""Longer statements are parsed anew, so that what is remembered stays small."""


@cache
def grammar() -> Lark:
    """The parser, made once and kept beside the compiled modules: 100 ms the first time, 10 ms after that."""
    kept = GRAMMAR.parent / "__pycache__"
    try:
        kept.mkdir(exist_ok=True)
        cached: str | bool = str(kept / "process.lark.cache")
    except OSError:
        cached = False
    return Lark(
        GRAMMAR.read_text("utf-8"), parser="lalr", lexer=Contextual, start=STARTS, transformer=Statements(),
        maybe_placeholders=False, cache=cached,
    )  # fmt: skip


class Built(NamedTuple):
    """The node, or the mistakes why there is none; places are relative to the statement's first character."""

    node: Any
    mistakes: tuple[Mistake, ...] = ()


def statement(start: str, text: str) -> Built:
    """The statement in `text`, which begins with its first piece and ends with its last one."""
    return _remembered(start, text) if len(text) <= REMEMBERED_LENGTH else _build(start, text)


def _build(start: str, text: str) -> Built:
    pieces = scan(text).pieces
    if mistakes := tuple(islice(in_pieces(pieces), limits.PROBLEMS)):
        return Built(None, mistakes)
    try:
        node = grammar().parse(pieces, start)
    except UnexpectedToken as error:
        return Built(None, (unexpected(pieces, error, _written()),))
    except Mistaken as error:
        return Built(None, (Mistake(error.code, error.at, error.values),))
    if len(pieces) > limits.EXPRESSION_DEPTH and depth(node) > limits.EXPRESSION_DEPTH:
        return Built(None, (Mistake("too-deep", span_of(pieces[0]), {"word": shown(pieces[0].text)}),))
    return Built(node)


_remembered = lru_cache(4096)(_build)
remembered = _remembered.cache_info
"""How many statements are remembered, and how often that helped."""


@cache
def _written() -> dict[str, str]:
    """Terminal -> keyword or mark."""
    return {terminal: word for word, terminal in grammar().parser.lexer.words.items()}


def depth(node: Any) -> int:
    """How deep a tree is, or the deepest of several, found without recursion."""
    deepest, level = 0, list(node) if isinstance(node, tuple) else [node]
    while level:
        deepest += 1
        level = [child for parent in level for child in _children(parent)]
    return deepest


def _children(node: tree.Node) -> Iterator[tree.Node]:
    for slot in _slots(type(node)):
        value = getattr(node, slot)
        if isinstance(value, tree.Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, tree.Node))


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
