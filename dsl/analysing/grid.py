"""The rows of one table as bits: which win, which never do, what no row takes, and which rows meet; all of it exact.

Values of a key between which no row begins or ends form a class; a class is the bits of the rows it lets through. A walk
takes one key after the other and keeps the rows still possible; what was walked once with the same rows is not walked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dsl.analysing.cells import OverBudget
from dsl.checking.book import Book, Box
from dsl.checking.presence import everything
from dsl.checking.sets import Set, both, joined

Class = tuple[int, Set]
"""The rows (as bits) that some values of a key let through, and these values."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Tickets of `box`; `row` wins there (None: a gap), `then` would win without it (None: nobody)."""

    box: Box
    row: int | None
    then: int | None


class Grid:
    """The boxes of a table's rows, in order, as bits; `budget` counts the classes that walks may look at."""

    def __init__(self, book: Book, rows: Sequence[Sequence[Box]], budget: int) -> None:
        self.budget = budget
        self.row = [number for number, several in enumerate(rows) for _ in several]
        boxes = [box for several in rows for box in several]
        self.bits = (1 << len(boxes)) - 1
        keys = dict.fromkeys(key for box in boxes for key in box)
        classes = {key: classes_of(boxes, key, everything(book, key)) for key in keys}
        self.keys = sorted(classes, key=lambda key: (len(classes[key]), str(key)))
        self.classes: list[list[Class]] = [classes[key] for key in self.keys]
        self.own = [sum(1 << n for n, row in enumerate(self.row) if row == each) for each in range(len(rows))]
        self.settled = self._settled(boxes)

    def _settled(self, boxes: list[Box]) -> list[int]:
        """For each depth the rows that ask nothing more from there on."""
        last = [max((self.keys.index(key) for key in box), default=-1) for box in boxes]
        return [sum(1 << n for n, each in enumerate(last) if each < depth) for depth in range(len(self.keys) + 1)]

    def leaves(self, within: int = 0) -> Iterator[Leaf]:
        """Every way rows can win, at least once; `within` (a bit) only where that piece of a row matches."""
        yield from self._walk(0, self._trimmed(self.bits, self.settled[0]), within, {}, set())

    def _walk(self, depth: int, rows: int, within: int, here: dict, seen: set) -> Iterator[Leaf]:
        if not rows or depth == len(self.keys):
            yield self._leaf(rows, here)
            return
        key = self.keys[depth]
        self.budget -= len(self.classes[depth])
        if self.budget < 0:
            raise OverBudget
        for bits, values in self.classes[depth]:
            left = self._trimmed(rows & bits, self.settled[depth + 1])
            if within & ~bits or (depth, left) in seen:
                continue
            seen.add((depth, left))
            here[key] = values
            yield from self._walk(depth + 1, left, within, here, seen)
            del here[key]

    def _leaf(self, rows: int, here: dict) -> Leaf:
        first = self._first(rows)
        return Leaf(dict(here), first, None if first is None else self._first(rows & ~self.own[first]))

    def _first(self, rows: int) -> int | None:
        return self.row[(rows & -rows).bit_length() - 1] if rows else None

    def _trimmed(self, rows: int, settled: int) -> int:
        """Without what can neither win nor be the next: all behind the second row that surely matches."""
        sure = rows & settled
        if not sure:
            return rows
        first = self.row[(sure & -sure).bit_length() - 1]
        sure &= ~self.own[first]
        return rows & ((((sure & -sure) << 1) - 1) if sure else -1)

    def meeting(self) -> Iterator[tuple[int, int]]:
        """Pairs of rows that some ticket matches both, the earlier one first."""
        found: set[tuple[int, int]] = set()
        for piece, row in enumerate(self.row):
            bit, meets = 1 << piece, self.bits
            for several in self.classes:
                shared = 0
                for bits, _ in several:
                    if bits & bit:
                        shared |= bits
                meets &= shared
            self.budget -= len(self.classes)
            meets &= ~((bit << 1) - 1)
            while meets:
                other = self.row[(meets & -meets).bit_length() - 1]
                meets &= ~self.own[other]
                if other != row:
                    found.add((row, other))
        return iter(sorted(found))


def classes_of(boxes: list[Box], key: object, every: Set) -> list[Class]:
    """The classes of one key: swept from border to border, those that let the same rows through together."""
    starts = {low for low, _ in every} | {high + 1 for _, high in every}
    turns: dict[int, int] = {}
    free = 0
    for number, box in enumerate(boxes):
        values = box.get(key)
        if values is None:
            free |= 1 << number
            continue
        for low, high in values:
            turns[low] = turns.get(low, 0) ^ (1 << number)
            turns[high + 1] = turns.get(high + 1, 0) ^ (1 << number)
    borders = sorted(starts | turns.keys())
    found: dict[int, list] = {}
    bits = free
    for at, start in enumerate(borders[:-1]):
        bits ^= turns.get(start, 0)
        values = both(((start, borders[at + 1] - 1),), every)
        if values:
            found.setdefault(bits, []).extend(values)
    return [(bits, joined(values)) for bits, values in found.items()]
