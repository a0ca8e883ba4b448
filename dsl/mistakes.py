"""Mistakes in one statement: pieces that are nothing, numbers and texts beyond their limits, and words that do not fit."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from lark import UnexpectedToken

from dsl import limits
from dsl.build_expression import read_moment
from dsl.lexing import ALIKES, Piece
from dsl.tree import Span

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff]|(?!\\A)\ufeff"
)
"""Control characters, halves of characters, and marks that make a text look other than it is."""

MOMENT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})")
ESCAPES = re.compile(r'\\[^"\\n]')


@dataclass(frozen=True, slots=True)
class Mistake:
    """A Problem whose places are relative to its statement; `piece` counts from the statement's first piece.

    `put` is the text that would repair it in the place of `at`, or of `put_at`, titled by the code of the fix.
    """

    code: str
    at: Span
    values: dict[str, str] = field(default_factory=dict)
    piece: int | None = None
    put: str | None = None
    put_at: Span | None = None


def shown(word: str) -> str:
    """A word as a message shows it: short, and with nothing invisible."""
    seen = "".join([c if c.isprintable() and c not in "\u2066\u2067" else f"U+{ord(c):04X}" for c in word[:40]])
    return seen + "…" if len(word) > 40 else seen


def span_of(piece: Piece) -> Span:
    return Span(piece.line, piece.column, piece.line, piece.column + len(piece.text), piece.start, piece.end)


def _mistake(code: str, piece: Piece, put: str | None = None, **values: str) -> Mistake:
    return Mistake(code, span_of(piece), {"word": shown(piece.text)} | values, put=put)


def in_pieces(pieces: Iterable[Piece]) -> Iterator[Mistake]:
    """What is wrong with each piece by itself."""
    for piece in pieces:
        kind, text = piece.kind, piece.text
        if kind == "word":
            if len(text) > limits.NAME_LENGTH or not text.isascii():
                yield from _in_word(piece)
        elif kind == "number":
            whole, _, fraction = text.partition(".")
            if len(whole) > limits.WHOLE_DIGITS or len(fraction) > limits.DECIMAL_PLACES:
                yield _mistake("number-too-long", piece)
        elif kind == "text":
            yield from _in_text(piece)
        elif kind != "mark":
            yield from _in_other(piece)


def _in_word(piece: Piece) -> Iterator[Mistake]:
    word = unicodedata.normalize("NFC", piece.text)
    if len(word) > limits.NAME_LENGTH:
        yield _mistake("name-too-long", piece)
        return
    for i, letter in enumerate(word):
        if unicodedata.category(letter) == "Nd" and not letter.isascii():
            put = "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in piece.text)
            yield _mistake("alien-digit", piece, put, letter=letter)
            return
        if not (letter if i == 0 else "a" + letter).isidentifier():
            yield _mistake("alien-letter", piece, letter=shown(letter))
            return


def _in_text(piece: Piece) -> Iterator[Mistake]:
    if len(piece.text) - 2 > limits.LITERAL_LENGTH:
        yield _mistake("literal-too-long", piece)
    elif "\\" in piece.text and (found := ESCAPES.search(piece.text.replace("\\\\", "  "))):
        yield _mistake("unknown-escape", piece, escape=shown(found[0]))


def _in_other(piece: Piece) -> Iterator[Mistake]:
    kind, text = piece.kind, piece.text
    if kind == "alike":
        meant = ALIKES[text]
        yield _mistake("wrong-mark" if meant else "needless", piece, meant, meant=meant)
    elif kind == "quoted":
        yield _mistake("look-alike-quotes", piece, '"' + text[1:-1].replace("\\", "\\\\").replace('"', '\\"') + '"')
    elif kind == "open":
        yield _mistake("text-not-closed", piece, _closed(text))
    elif kind == "muddle":
        letters = text.lstrip("0123456789.")
        digits = text.removesuffix(letters)
        yield _mistake("number-and-letters", piece, f"{digits} {letters}", number=shown(digits), letters=shown(letters))
    elif kind == "bad":
        yield _mistake("unknown-character", piece)
    elif not _exists(kind, text):
        yield _mistake(f"no-such-{kind}", piece)


def _closed(text: str) -> str | None:
    """The text with its quote, when it is plain that nothing but a text follows."""
    return text.rstrip() + '"' if re.fullmatch(r'"[^\\{}\[\]]+', text) else None


def _exists(kind: str, text: str) -> bool:
    """Whether a day, a time of day or a moment is one."""
    try:
        if kind == "day":
            datetime.date.fromisoformat(text)
        elif kind == "clock":
            hour, minute = text.split(":")
            datetime.time(int(hour), int(minute))
        else:
            return MOMENT.fullmatch(text) is not None and read_moment(text) is not None
    except (ValueError, OverflowError):
        return False
    return True


COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "in", "is"})
CLASSES = {"QUOTED": "text", "NUMERAL": "number", "CURRENCY": "currency", "UNIT": "unit"}


def unexpected(pieces: list[Piece], error: UnexpectedToken, words: dict[str, str]) -> Mistake:
    """What to say when a piece does not fit; `words` are the keywords and marks of the grammar, by terminal."""
    accepts = error.accepts or set()
    written = sorted({words[terminal] for terminal in accepts if terminal in words})
    if error.token.type == "$END":
        return _ends_early(pieces[-1], accepts, written)
    index = next(i for i, piece in enumerate(pieces) if piece.start == error.token.start_pos)
    piece = pieces[index]
    if piece.text in COMPARISONS and "AND" in accepts:
        return Mistake("comparison-of-comparison", span_of(piece), {"word": piece.text}, index)
    if piece.text in ("if", "not") and "LPAR" in accepts and "NAME" in accepts:
        return Mistake("brackets-needed", span_of(piece), {"word": piece.text}, index)
    if piece.text in limits.RESERVED and "NAME" in accepts:
        return Mistake("reserved-word", span_of(piece), {"word": piece.text}, index)
    if accepts <= {"$END"}:
        reserved = piece.text in limits.RESERVED
        return Mistake("reserved-word" if reserved else "expected-end", span_of(piece), {"word": shown(piece.text)}, index)
    if "CURRENCY" in accepts and re.fullmatch("[A-Za-z]{3}", piece.text):
        meant = piece.text.upper()
        return Mistake("did-you-mean", span_of(piece), {"word": piece.text, "meant": meant}, index, meant)
    if piece.kind == "word" and (close := get_close_matches(piece.text.lower()[:40], written, 1, 0.7)):
        return Mistake("did-you-mean", span_of(piece), {"word": shown(piece.text), "meant": close[0]}, index, close[0])
    if piece.kind == "word" and {"QUOTED", "AND"} <= accepts:
        return Mistake("expected-text", span_of(piece), {"word": shown(piece.text)}, index)
    code, expected = _expected(accepts, written)
    before = Span(piece.line, piece.column, piece.line, piece.column, piece.start, piece.start)
    put = written[0] + " " if len(written) == 1 and len(accepts) == 1 else None
    return Mistake("expected" + code, span_of(piece), {"word": shown(piece.text)} | expected, index, put, before)


def _ends_early(last: Piece, accepts: set[str], written: list[str]) -> Mistake:
    column = last.column + len(last.text)
    at = Span(last.line, column, last.line, column, last.end, last.end)
    code, expected = _expected(accepts, written)
    put = " " + written[0] if len(written) == 1 and len(accepts) == 1 else None
    return Mistake("unfinished" + code, at, {"word": shown(last.text)} | expected, None, put)


def _expected(accepts: set[str], written: list[str]) -> tuple[str, dict[str, str]]:
    """The ending of the code, and the words to choose from when they are few."""
    if "NAME" in accepts:
        return ("-value" if "NUMERAL" in accepts else "-name"), {}
    classes = [CLASSES[terminal] for terminal in CLASSES if terminal in accepts]
    if len(classes) == 1 and len(accepts) <= 2:
        return "-" + classes[0], {}
    if written and len(written) <= 24 and "and" not in written:
        return "-words", {"expected": ", ".join(f"`{word}`" for word in written)}
    return "", {}
