"""The space of all tickets cut into cells, inside each of which the tables of two versions decide the same, as bits.

A piece is one box of a row; the bits of a whole number say which pieces can still match. Values of a key between which no
piece begins or ends form a class: the pieces they let through. A walk takes one key after the other, in each part the one
that leaves the least; where the same pieces are left with the same keys, it has been before and goes no second time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dsl.checking.book import Box
from dsl.checking.sets import Set, both, joined

BUDGET = 400_000
"""Steps a walk may take unless told otherwise; a second of work or so."""


class OverBudget(Exception):
    """The work a proof may take is used up: nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table as boxes, in order, and the outcome of each; `every` when all that match count and not only the
    first, `otherwise` what it gives when none does."""

    boxes: tuple[tuple[Box, ...], ...]
    outcomes: tuple[str, ...]
    every: bool = False
    otherwise: str | None = None


Part = tuple[tuple[object, Set], ...]
"""What a cell says about the keys that were asked on the way to it."""
Found = tuple[tuple[Part, object], ...]
"""Cells with what was told of them."""


class Cells:
    """The tables of two versions, walked together. `told(matching)` says what becomes of tickets for which these rows match
    in each table, None where that is the same in both versions; `alike`: then tables that ask the same of what is left, with
    the same outcomes, make no difference. After a walk `decided` tells whether the budget sufficed."""

    def __init__(
        self,
        tables: Sequence[tuple[Rows, Rows]],
        universe: Callable[[object], Set],
        told: Callable[[tuple[tuple[int, ...], ...]], object | None],
        alike: bool,
        budget: int = BUDGET,
    ) -> None:
        self.told, self.alike, self.budget, self.decided = told, alike, budget, True
        self.tables = [Table(each, first) for each, first in counted(each for pair in tables for each in pair)]
        self.boxes = [box for table in self.tables for box in table.boxes]
        keys = dict.fromkeys(key for box in self.boxes for key in box)
        self.keys = sorted(keys, key=str)
        self.every = [universe(key) for key in self.keys]
        self.classes = [classes_of(self.boxes, *each) for each in zip(self.keys, self.every, strict=True)]
        self.asks = [sum(1 << at for at, box in enumerate(self.boxes) if key in box) for key in self.keys]
        self.known: dict[tuple[int, int], Found] = {}
        self.rests: dict[tuple[int, int], tuple] = {}

    def differences(self) -> Iterator[tuple[Box, object]]:
        """All cells of which something is told."""
        start = (1 << len(self.boxes)) - 1, (1 << len(self.keys)) - 1
        return ((dict(part), what) for part, what in self.found(*start))

    def found(self, pieces: int, keys: int) -> Found:
        """The cells where these pieces can still match, as far as they are not cut along these keys yet."""
        pieces, keys = self.trimmed(pieces, keys)
        known = self.known.get((pieces, keys))
        if known is None:
            known = self.known[pieces, keys] = self._found(pieces, keys)
        return known

    def _found(self, pieces: int, keys: int) -> Found:
        self.budget -= 1 + pieces.bit_count()
        if self.budget < 0:
            self.decided = False
            return ()
        if self.alike and self.agree(pieces, keys):
            return ()
        if not keys:
            what = self.told(tuple(table.matching(pieces) for table in self.tables))
            return () if what is None else (((), what),)
        return self.cut(pieces, keys, self.best(pieces, keys))

    def cut(self, pieces: int, keys: int, at: int) -> Found:
        """The cells along one key: values that leave the same pieces together, and those of which the same is told."""
        groups: dict[int, list] = {}
        for bits, values in self.classes[at]:
            groups.setdefault(pieces & bits, []).extend(values)
        self.budget -= len(groups)
        several: dict[tuple[Part, object], list] = {}
        for left, values in groups.items():
            for each in self.found(left, keys & ~(1 << at)):
                several.setdefault(each, []).extend(values)
        return tuple((self.with_key(at, joined(values), part), what) for (part, what), values in several.items())

    def with_key(self, at: int, values: Set, part: Part) -> Part:
        return part if values == self.every[at] else ((self.keys[at], values), *part)

    def best(self, pieces: int, keys: int) -> int:
        """The key that copies the fewest pieces: one that most of them ask for, with few classes."""
        total = pieces.bit_count()

        def cost(at: int) -> int:
            asked = (pieces & self.asks[at]).bit_count()
            return (2 * (total - asked) + 1) * min(len(self.classes[at]), 2 * asked + 1)

        return min(places(keys), key=cost)

    def trimmed(self, pieces: int, keys: int) -> tuple[int, int]:
        """Without pieces that cannot change anything, and keys that none of the others asks for."""
        asking = 0
        for at in places(keys):
            asking |= self.asks[at]
        for table in self.tables:
            if sure := pieces & table.bits & ~asking:
                pieces = table.trimmed(pieces, sure)
        return pieces, sum(1 << at for at in places(keys) if pieces & self.asks[at])

    def agree(self, pieces: int, keys: int) -> bool:
        """Whether both versions ask the same of what is left, with the same outcomes."""
        pairs = zip(self.tables[::2], self.tables[1::2], strict=True)
        return all(self.rest(old, pieces, keys) == self.rest(new, pieces, keys) for old, new in pairs)

    def rest(self, table: Table, pieces: int, keys: int) -> list:
        """What is left of a table: conditions with their outcomes, names of rows left out."""
        found: list = [table.rows.every]
        for at in places(pieces & table.bits):
            found.append(self.rest_of(at, keys, table))
            if not found[-1][0] and not table.rows.every:
                return found
        return [*found, ((), table.rows.otherwise)]

    def rest_of(self, at: int, keys: int, table: Table) -> tuple:
        known = self.rests.get((at, keys))
        if known is None:
            box = self.boxes[at]
            asked = tuple((number, box[self.keys[number]]) for number in places(keys) if self.keys[number] in box)
            known = self.rests[at, keys] = asked, table.rows.outcomes[table.row[at - table.first]]
        return known


class Table:
    """One table among the pieces: `bits` are its own, from `first` on; `row` tells the row of each."""

    def __init__(self, rows: Rows, first: int) -> None:
        self.rows, self.first = rows, first
        self.row = [number for number, several in enumerate(rows.boxes) for _ in several]
        self.boxes = [box for several in rows.boxes for box in several]
        self.bits = ((1 << len(self.boxes)) - 1) << first
        self.own: dict[int, int] = {}
        for at, row in enumerate(self.row):
            self.own[row] = self.own.get(row, 0) | 1 << (first + at)

    def trimmed(self, pieces: int, sure: int) -> int:
        """Without rows behind the first that surely matches, or, where all count, without more of a row that does."""
        if not self.rows.every:
            return pieces & (~self.bits | (((sure & -sure) << 1) - 1))
        for at in places(sure):
            own = self.own[self.row[at - self.first]]
            pieces &= ~own | (sure & own & -(sure & own))
        return pieces

    def matching(self, pieces: int) -> tuple[int, ...]:
        """The rows of pieces that all match, as many as count."""
        found = tuple(dict.fromkeys(self.row[at - self.first] for at in places(pieces & self.bits)))
        return found if self.rows.every else found[:1]


def counted(tables: Iterable[Rows]) -> Iterator[tuple[Rows, int]]:
    """Each table with the number of its first piece."""
    first = 0
    for each in tables:
        yield each, first
        first += sum(map(len, each.boxes))


def places(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, the lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def classes_of(boxes: Sequence[Box], key: object, every: Set) -> list[tuple[int, Set]]:
    """The values of a key in groups, each with the pieces it lets through."""
    free = sum(1 << at for at, box in enumerate(boxes) if key not in box)
    inside = [(1 << at, both(box[key], every)) for at, box in enumerate(boxes) if key in box]
    ends = {each for low, high in every for each in (low, high + 1)}
    starts = sorted(ends.union(each for _, values in inside for low, high in values for each in (low, high + 1)))
    bits = [free] * len(starts)
    for piece, values in inside:
        for low, high in values:
            for index in range(bisect_left(starts, low), bisect_left(starts, high + 1)):
                bits[index] |= piece
    groups: dict[int, list] = {}
    for index, (start, end) in enumerate(pairwise(starts)):
        if values := both(((start, end - 1),), every):
            groups.setdefault(bits[index], []).extend(values)
    return [(each, joined(values)) for each, values in groups.items()]
