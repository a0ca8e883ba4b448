"""Two texts line by line: what is gone, what is new, and what is the same around it; the rest is folded away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

AROUND = 3
"""Equal lines that are shown before and after a change."""
MOST_LINES = 20_000
"""Longer texts are compared by their first and last difference alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line, or `count` equal lines that are folded. `kind`: same, gone, new or folded; `old` and `new` are the line's
    numbers in both texts, 0 where it is not. `start` and `end` are where a changed line differs from its other side."""

    kind: str
    text: str = ""
    old: int = 0
    new: int = 0
    count: int = 0
    start: int = 0
    end: int = 0

    @property
    def parts(self) -> tuple[str, str, str]:
        """The line before, in and behind what differs in it."""
        return self.text[: self.start], self.text[self.start : self.end], self.text[self.end :]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The difference of two texts; nothing when they are the same."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return ()
    codes = opcodes(old, new)
    found: list[Piece] = []
    for number, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            found += same(old, a, b, c, number == 0, number == len(codes) - 1)
        else:
            found += changed(old[a:b], new[c:d], a, c)
    return tuple(found)


def opcodes(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """What to do to the old lines; for very long texts only where they begin and end to differ."""
    if len(old) + len(new) <= MOST_LINES:
        return SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > 4_000).get_opcodes()
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - start
    end = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    middle = ("replace", start, len(old) - end, start, len(new) - end)
    return [("equal", 0, start, 0, start), middle, ("equal", len(old) - end, len(old), len(new) - end, len(new))]


def same(lines: list[str], start: int, end: int, other: int, first: bool, last: bool) -> Iterator[Piece]:
    """Equal lines: those next to a change, and a fold for the others."""
    head = 0 if first else AROUND
    tail = 0 if last else AROUND
    fold = range(start + head, end - tail)
    for number in range(start, end):
        if number not in fold or len(fold) < 2:
            yield Piece("same", lines[number], number + 1, other + number - start + 1)
        elif number == fold.start:
            yield Piece("folded", count=len(fold))


def changed(gone: list[str], come: list[str], a: int, c: int) -> Iterator[Piece]:
    """Lines that are gone and new ones; those that stand for each other say what differs in them."""
    spans = [differing(x, y) for x, y in zip(gone, come, strict=False)] if len(gone) == len(come) else []
    for number, (text, span) in enumerate(zip_longest(gone, [each[0] for each in spans])):
        yield Piece("gone", text, old=a + number + 1, start=span[0] if span else 0, end=span[1] if span else 0)
    for number, (text, span) in enumerate(zip_longest(come, [each[1] for each in spans])):
        yield Piece("new", text, new=c + number + 1, start=span[0] if span else 0, end=span[1] if span else 0)


def differing(one: str, other: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where two lines differ: from the first to the last character that does, in both; nothing when all of them does."""
    least = min(len(one), len(other))
    start = next((n for n in range(least) if one[n] != other[n]), least)
    end = next((n for n in range(least - start) if one[-1 - n] != other[-1 - n]), least - start)
    indent = len(one) - len(one.lstrip())
    if start <= indent and end == 0:
        return (0, 0), (0, 0)
    return (start, len(one) - end), (start, len(other) - end)
