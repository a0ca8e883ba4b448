"""From text to pieces: the words, numbers, texts and marks of a process text, where they stand, and what is no such thing.

One scan serves everything: the outline of blocks, the comments, and the statements that the grammar reads. The grammar's
lexer is contextual: a word is a keyword only where the grammar can use that keyword, and a name everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lark import Token
from lark.lexer import Lexer, PatternStr

from dsl.limits import RESERVED

SPACES = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
ALIKES = {
    "，": ",", "、": ",", "：": ":", "；": "", "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{",
    "｝": "}", "．": ".", "。": ".", "→": "->", "＝": "=", "≠": "!=", "≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "＋": "+",
    "－": "-", "−": "-", "–": "-", "—": "-", "×": "*", "＊": "*", "÷": "/", "／": "/", "％": "%", "＃": "#", "…": "..",
    "//": "#", "==": "=", "<>": "!=", "=>": "->", "=<": "<=", "&&": "and", "||": "or", "&": "and", "|": "or", "!": "not",
    ";": "",
}  # fmt: skip
"""Marks that look or mean like ours, and ours."""

LETTER = r"A-Za-z_\u0080-\U0010ffff"
STRANGE = "".join(alike for alike in ALIKES if len(alike) == 1 and not alike.isascii()) + "“”„‟«»＂‘’‛`´" + SPACES[2:]
BEGIN = rf"(?![{STRANGE}])[{LETTER}]"
WORDY = rf"(?:(?![{STRANGE}])[{LETTER}0-9])"
SCAN = re.compile(
    rf"""
      (?P<space>[{SPACES}\ufeff]+)
    | (?P<newline>\r\n|\n|\r)
    | (?P<comment>\#[^\r\n]*)
    | (?P<text>"(?:[^"\\\r\n]|\\[^\r\n])*")
    | (?P<word>{BEGIN}{WORDY}*)
    | (?P<moment>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9:]*(?:Z|[+-][0-9]{{1,2}}:?[0-9]*)?)
    | (?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?!{WORDY}))
    | (?P<clock>[0-9]{{1,2}}:[0-9]{{2}}(?!{WORDY}))
    | (?P<muddle>[0-9]+(?:\.[0-9]+)?{BEGIN}{WORDY}*)
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<alike>//|==|<>|=>|=<|&&|\|\||[&|;]|!(?!=)|[{"".join(a for a in ALIKES if len(a) == 1 and not a.isascii())}])
    | (?P<mark>->|\.\.|!=|<=|>=|[{{}}()\[\],:.=<>+\-*/%])
    | (?P<quoted>[“”„‟«»＂][^“”„‟«»＂"\r\n]*[“”„‟«»＂"]|['‘’‛`´][^'‘’‛`´\r\n]*['‘’‛`´])
    | (?P<open>["“”„‟«»＂][^\r\n]*)
    | (?P<bad>.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""Every character of any text belongs to exactly one match."""


class Piece(NamedTuple):
    """One word, number, text or mark; `line` and `column` are 1-based, `first` is true for the first piece of a line."""

    kind: str
    text: str
    start: int
    line: int
    column: int
    first: bool
    blank: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Comment(NamedTuple):
    """A comment's text behind its `#`; `own` when nothing stands before it on its line."""

    text: str
    own: bool
    blank: bool


class Scan(NamedTuple):
    """The pieces of a text, and the comments that stand before piece number n (or behind the last one)."""

    pieces: list[Piece]
    comments: dict[int, list[Comment]]


def scan(text: str) -> Scan:
    """Cut `text` into pieces; linear in its length, and nothing is lost but spaces."""
    pieces: list[Piece] = []
    comments: dict[int, list[Comment]] = {}
    line, line_start, newlines, first = 1, 0, 0, True
    new = tuple.__new__
    for match in SCAN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        start = match.start()
        if kind == "newline":
            line, line_start, first = line + 1, match.end(), True
            newlines += 1
            continue
        blank = newlines > 1
        newlines = 0
        if kind == "comment":
            comments.setdefault(len(pieces), []).append(Comment(match.group()[1:].rstrip(), first, blank))
        else:
            pieces.append(new(Piece, (kind, match.group(), start, line, start - line_start + 1, first, blank)))
            first = False
    return Scan(pieces, comments)


TYPES = {"text": "QUOTED", "number": "NUMERAL", "day": "DAY_LITERAL", "clock": "CLOCK_LITERAL", "moment": "MOMENT_LITERAL"}
UNITS = {
    "minute": "minutes", "minutes": "minutes", "hour": "hours", "hours": "hours",
    "day": "days", "days": "days", "week": "weeks", "weeks": "weeks",
}
CURRENCY = re.compile("[A-Z]{3}")


class Contextual(Lexer):
    """Gives the pieces of one statement to the grammar, each as what the grammar can use at that place."""

    __future_interface__ = 2

    def __init__(self, conf: Any) -> None:
        self.words = {t.pattern.value: t.name for t in conf.terminals if isinstance(t.pattern, PatternStr)}

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Token]:
        states = parser_state.parse_conf.states
        for piece in lexer_state.text:
            kind, text, start, line, column, *_ = piece
            if kind == "word":
                name = self._word(text, states[parser_state.position])
            else:
                name = TYPES.get(kind) or self.words.get(text, "UNKNOWN")
            end = len(text)
            yield Token(name, text, start, line, column, line, column + end, start + end)

    def _word(self, text: str, accepts: dict) -> str:
        keyword = self.words.get(text)
        if keyword in accepts:
            return keyword
        if "UNIT" in accepts and text in UNITS:
            return "UNIT"
        if "CURRENCY" in accepts and CURRENCY.fullmatch(text):
            return "CURRENCY"
        return "RESERVED" if text in RESERVED else "NAME"
