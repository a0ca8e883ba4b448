"""Where a node stands, the comments around it, and the two kinds every node is one of."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stands: 1-based lines and columns, `end_*` exclusive, and character offsets into the text."""

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int


NOWHERE = Span(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Trivia:
    """What people wrote around a line: comments above it, one behind it, comments before its closing brace."""

    above: tuple[str, ...] = ()
    behind: str | None = None
    inside_end: tuple[str, ...] = ()
    blank_above: bool = False


NO_TRIVIA = Trivia()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Node):
    """A node that has a line of its own and can therefore carry comments."""

    trivia: Trivia = field(default=NO_TRIVIA, repr=False)
