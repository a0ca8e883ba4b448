"""Changes texts at random: `scramble` changes their layout and adds comments, `spoil` breaks them in any way."""

from __future__ import annotations

import random

from dsl.blocks import JOINERS, OPERATORS
from dsl.lexing import Piece, scan

STRANGE = [
    "{", "}", "(", ")", "[", "]", '"', "\\", "#", "\n", "\r", "\r\n", "\x00", "\ud800", "“", "”", "，", "５", "½",
    "\ufeff", "\u202e", "..", "->", "=", "not ", "if ", "- ", "9" * 30, "a" * 200, "2026-02-30", "25:61",
    "2026-01-01T00:00", "e\u0301", "\u3000", "&&", "1.1.1", "5CNY", "$", "@", "and ", " or ", " in ", ":", ",",
    ".", "process ", "table ", "form {", "٣", "approve x {", "0001-01-01T00:00+23:59", "//", ";", "'x'",
    "each ", "when ", "x: text", "otherwise -> a", "😀", "\t",
]  # fmt: skip
SPACES = [" ", " ", "  ", "\t", "\u3000", "\u00a0"]


def spoil(r: random.Random, text: str, other: str) -> str:
    """`text` with a few cuts, copies and strange pieces, some of them from `other`."""
    for _ in range(r.randint(1, 5)):
        i, j = r.randrange(len(text) + 1), r.randrange(len(text) + 1)
        match r.randrange(5):
            case 0 | 1:
                text = text[:i] + r.choice(STRANGE) + text[i:]
            case 2:
                text = text[:i] + text[i + r.randint(1, 12) :]
            case 3:
                text = text[: min(i, j)] + text[max(i, j) :] if r.random() < 0.3 else text[:i] + text[j : j + 60] + text[i:]
            case 4:
                start = r.randrange(len(other) + 1)
                text = text[:i] + other[start : start + r.randint(1, 40)] + text[i:]
    return text


def scramble(r: random.Random, text: str) -> tuple[str, list[str]]:
    """`text`, which is canonical and has no comments, in another layout with comments; and those comments."""
    pieces = scan(text).pieces
    newline = r.choice(["\n", "\n", "\r\n", "\r"])
    out, comments = [r.choice(["", "\ufeff"])], []

    def gap(may_break: bool) -> None:
        out.append(r.choice(SPACES))
        while may_break and r.random() < 0.3:
            if r.random() < 0.5:
                comments.append(f" {len(comments)} \"'{{")
                out.append("#" + comments[-1] + r.choice(["", " ", "\t"]))
            out.append(newline + r.choice(["", "  ", "\t"]))

    for i, piece in enumerate(pieces):
        gap(i == 0 or piece.first or breakable(pieces, i))
        if i and piece.first:
            out.append(newline)
        out.append(piece.text)
    gap(True)
    return "".join(out), comments


def breakable(pieces: list[Piece], i: int) -> bool:
    """Whether a line may be broken before this piece: a word there must not look like the begin of a statement."""
    piece, after = pieces[i], pieces[i + 1 : i + 2]
    if piece.kind != "word" or piece.text in OPERATORS:
        return True
    plain = bool(after) and after[0].kind == "mark" and after[0].text not in (":", "->", "{", "-", "(")
    return pieces[i - 1].text in JOINERS and plain
