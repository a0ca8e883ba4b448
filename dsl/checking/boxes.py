"""Exact reasoning about the rows of a table: which never win, which overlap, and which tickets no row takes.

A row is a list of boxes. The space of all tickets is cut along one key after the other, each time along the key that
cuts the work most; the last key is painted. Work is counted: beyond its budget a proof stops and claims nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from dsl.checking import limits
from dsl.checking.book import Box
from dsl.checking.sets import Set

Piece = tuple[int, Box]
"""A row's number and one of its boxes."""


class TooMuchWork(Exception):
    """The budget of a proof is used up."""


@dataclass(slots=True)
class Search:
    """What a walk over all tickets found: rows that win somewhere, pairs that overlap, and tickets without a row."""

    every: Callable[[object], Set]
    unique: bool = False
    winners: set[int] = field(default_factory=set)
    overlaps: dict[tuple[int, int], Box] = field(default_factory=dict)
    gaps: list[Box] = field(default_factory=list)
    work: int = 0

    def walk(self, pieces: list[Piece], here: Box) -> None:
        """All tickets inside `here`, with the pieces that can still match, in the order of the rows."""
        self._count(len(pieces) + 1)
        if not pieces:
            if len(self.gaps) < limits.MOST_REPORTED:
                self.gaps.append(here)
            return
        if self.unique and len(self.overlaps) >= limits.MOST_REPORTED:
            return
        if not self.unique:
            pieces = _until_settled(pieces)
        keys = {key for _, box in pieces for key in box}
        if not keys:
            self._settled(pieces, here)
        elif len(keys) == 1 and not self.unique:
            self._paint(pieces, keys.pop(), here)
        else:
            self._cut(pieces, self._best(pieces, keys), here)

    def _settled(self, pieces: list[Piece], here: Box) -> None:
        self.winners.add(pieces[0][0])
        rows = sorted({row for row, _ in pieces})
        for one in rows[1:] if self.unique else ():
            self.overlaps.setdefault((rows[0], one), here)

    def _count(self, work: int) -> None:
        self.work += work
        if self.work > limits.MOST_WORK:
            raise TooMuchWork

    def _starts(self, pieces: list[Piece], key: object) -> list[int]:
        """Where the cells of `key` begin: no piece begins or ends inside a cell."""
        every = self.every(key)
        starts = {low for low, _ in every} | {high + 1 for _, high in every}
        for _, box in pieces:
            for low, high in box.get(key, ()):
                starts.add(low)
                starts.add(high + 1)
        return sorted(start for start in starts if every[0][0] <= start <= every[-1][1])

    def _best(self, pieces: list[Piece], keys: set) -> object:
        """The key whose cells hold the fewest pieces together."""
        if len(keys) == 1:
            return next(iter(keys))
        return min(sorted(keys, key=str), key=lambda key: self._cost(pieces, key))

    def _cost(self, pieces: list[Piece], key: object) -> int:
        starts, cost = self._starts(pieces, key), 0
        self._count(len(pieces))
        for _, box in pieces:
            values = box.get(key)
            if values is None:
                cost += len(starts)
            else:
                cost += sum(bisect_left(starts, high + 1) - bisect_left(starts, low) for low, high in values)
        return cost

    def _cut(self, pieces: list[Piece], key: object, here: Box) -> None:
        starts = self._starts(pieces, key)
        every = self.every(key)
        cells: list[list[Piece]] = [[] for _ in starts]
        for row, box in pieces:
            values = box.get(key)
            rest = box if values is None else {other: each for other, each in box.items() if other != key}
            for low, high in every if values is None else values:
                first, last = bisect_left(starts, low), bisect_left(starts, high + 1)
                self._count(last - first)
                for index in range(first, last):
                    cells[index].append((row, rest))
        ends = [*(start - 1 for start in starts[1:]), every[-1][1]]
        for start, end, cell in zip(starts, ends, cells, strict=True):
            if any(low <= start <= high for low, high in every):
                self.walk(cell, {**here, key: ((start, end),)})

    def _paint(self, pieces: list[Piece], key: object, here: Box) -> None:
        """One key is left: each piece in turn wins what is still free, found by jumping over what is taken."""
        starts, every = self._starts(pieces, key), self.every(key)
        free = list(range(len(starts) + 1))
        for row, box in pieces:
            for low, high in box.get(key, every):
                first, last = bisect_left(starts, low), bisect_left(starts, high + 1)
                index = _root(free, first)
                while index < last:
                    self._count(1)
                    self.winners.add(row)
                    free[index] = index + 1
                    index = _root(free, index + 1)
        ends = [*(start - 1 for start in starts[1:]), every[-1][1]]
        for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
            is_gap = free[index] == index and any(low <= start <= high for low, high in every)
            if is_gap and len(self.gaps) < limits.MOST_REPORTED:
                self.gaps.append({**here, key: ((start, end),)})


def _until_settled(pieces: list[Piece]) -> list[Piece]:
    """The pieces up to the first that matches everything here: with `first` none behind it can win."""
    for index, (_, box) in enumerate(pieces):
        if not box:
            return pieces[: index + 1]
    return pieces


def _root(free: list[int], index: int) -> int:
    """The next free cell from `index` on; the way there is shortened for the next time."""
    root = index
    while free[root] != root:
        root = free[root]
    while free[index] != root and index != root:
        free[index], index = root, free[index]
    return root
