"""The rows of one table as bits: which win, which never do, what no row takes, and which rows meet; all of it exact.

Values of a key between which no row begins or ends form a class; a class is the bits of the rows it lets through. A walk
takes one key after the other and keeps the rows still possible; what was walked once with the same rows is not walked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from dsl.analysing.cells import OverBudget
from dsl.checking.book import Book, Box
from dsl.checking.presence import everything
from dsl.checking.sets import Set, both, joined

Class = tuple[int, Set]
"""The rows (as bits) that some values of a key let through, and these values."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Tickets of `box`; `row` wins there (None: a gap), `then` would win without it (None: nobody). `rows` as bits: all that
    match when the table is a `collect` one, else those two."""

    box: Box
    row: int | None
    then: int | None
    rows: int


class Grid:
    """The boxes of a table's rows, in order, as bits; `budget` counts the classes that walks may look at. Keys of `apart`
    are taken first and each of their classes is walked for itself. With `every` no row hides another."""

    def __init__(
        self, book: Book, rows: Sequence[Sequence[Box]], budget: int, apart: AbstractSet = frozenset(), every: bool = False
    ) -> None:
        self.budget, self.every = budget, every
        self.whole: list[Leaf] | None = None
        self.row = [number for number, several in enumerate(rows) for _ in several]
        boxes = [box for several in rows for box in several]
        self.bits = (1 << len(boxes)) - 1
        keys = dict.fromkeys(key for box in boxes for key in box)
        classes = {key: classes_of(boxes, key, everything(book, key)) for key in keys}
        self.keys = sorted(classes, key=lambda key: (key not in apart, len(classes[key]), str(key)))
        self.apart = sum(key in apart for key in self.keys)
        self.classes: list[list[Class]] = [classes[key] for key in self.keys]
        self.own = [0] * len(rows)
        for piece, row in enumerate(self.row):
            self.own[row] |= 1 << piece
        self.settled = self._settled(boxes)

    def _settled(self, boxes: list[Box]) -> list[int]:
        """For each depth the rows that ask nothing more from there on."""
        places = {key: at for at, key in enumerate(self.keys)}
        found = [0] * (len(self.keys) + 1)
        for number, box in enumerate(boxes):
            found[max((places[key] + 1 for key in box), default=0)] |= 1 << number
        for depth in range(len(self.keys)):
            found[depth + 1] |= found[depth]
        return found

    def leaves(self, piece: int = 0, within: Box | None = None) -> Iterator[Leaf]:
        """Every way rows can win, at least once; only where a `piece` of a row matches (as a bit), or inside a box."""
        if not piece and not within:
            if self.whole is None:
                self.whole = list(self._leaves(0, {}))
            return iter(self.whole)
        return self._leaves(piece, within or {})

    def _leaves(self, piece: int, within: Box) -> Iterator[Leaf]:
        classes = [self._possible(key, each, piece, within) for key, each in zip(self.keys, self.classes, strict=True)]
        yield from self._walk(0, self._trimmed(self.bits, self.settled[0]), classes, {}, set())

    def _possible(self, key: object, classes: list[Class], piece: int, within: Box) -> list[Class]:
        """The classes that hold the piece, and of them what is inside the box."""
        known = within.get(key)
        if known is not None:
            classes = [(bits, shared) for bits, values in classes if (shared := both(values, known))]
        return [each for each in classes if not piece & ~each[0]]

    def _walk(self, depth: int, rows: int, classes: list[list[Class]], here: dict, seen: set) -> Iterator[Leaf]:
        if depth == len(self.keys) or (not rows and depth >= self.apart):
            yield self._leaf(rows, here)
            return
        key, several, settled = self.keys[depth], classes[depth], self.settled[depth + 1]
        self.budget -= len(several)
        if self.budget < 0:
            raise OverBudget
        if depth < self.apart:
            for bits, values in several:
                here[key] = values
                yield from self._walk(depth + 1, self._trimmed(rows & bits, settled), classes, here, set())
        else:
            for left, values in {rows & bits: values for bits, values in several}.items():
                left = self._trimmed(left, settled)
                if (depth, left) not in seen:
                    seen.add((depth, left))
                    here[key] = values
                    yield from self._walk(depth + 1, left, classes, here, seen)
        here.pop(key, None)

    def _leaf(self, rows: int, here: dict) -> Leaf:
        first = self._first(rows)
        return Leaf(dict(here), first, None if first is None else self._first(rows & ~self.own[first]), rows)

    def _first(self, rows: int) -> int | None:
        return self.row[(rows & -rows).bit_length() - 1] if rows else None

    def rows_in(self, bits: int) -> tuple[int, ...]:
        """The rows whose pieces are among the bits, in order."""
        found: dict[int, None] = {}
        while bits:
            found[self.row[(bits & -bits).bit_length() - 1]] = None
            bits &= bits - 1
        return tuple(found)

    def _trimmed(self, rows: int, settled: int) -> int:
        """Without what can neither win nor be the next: all behind the second row that surely matches."""
        sure = rows & settled
        if not sure or self.every:
            return rows
        first = self.row[(sure & -sure).bit_length() - 1]
        sure &= ~self.own[first]
        return rows & ((((sure & -sure) << 1) - 1) if sure else -1)

    def meeting(self) -> Iterator[tuple[int, int]]:
        """Pairs of rows that some ticket matches both, the earlier one first."""
        found: set[tuple[int, int]] = set()
        cost = 1 + sum(map(len, self.classes)) // 8
        for piece, row in enumerate(self.row):
            bit, meets = 1 << piece, self.bits
            for several in self.classes:
                shared = 0
                for bits, _ in several:
                    if bits & bit:
                        shared |= bits
                meets &= shared
            self.budget -= cost
            if self.budget < 0:
                raise OverBudget
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
