"""The space of all tickets cut into cells, inside each of which every table decides the same.

Like dsl/checking/boxes.py, but over several tables at once, and telling the whole outcome of each cell instead of only which
rows win somewhere. Values between which no row changes stay together. Work is counted: beyond its budget nothing is claimed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dsl.checking.book import Book, Box
from dsl.checking.presence import everything
from dsl.checking.sets import Set, both, joined

BUDGET = 400_000
"""Steps a partition may take unless told otherwise; a second of work or so."""

ALL = 10**9
"""A depth beyond the rows of any table."""


class OverBudget(Exception):
    """The work a proof may take is used up: nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table as boxes, in order; `depth` says how many of those that match count: 1 the first one, 2 also
    the one that would win without it, ALL every one."""

    boxes: tuple[tuple[Box, ...], ...]
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """`box` holds the values that matter here; `rows` those that match in each table, in order, as many as asked for."""

    box: Box
    rows: Mapping[str, tuple[int, ...]]


Pending = tuple[tuple[int, Box], ...]
"""What is still undecided of a table: rows in order with what they still ask."""


def rows_of(book: Book, table: str, depth: int | None = None) -> Rows | None:
    """The rows of a checked table, as deep as its policy asks unless said; None when the checker could not read all."""
    boxes = book.row_boxes.get(table)
    if boxes is None:
        return None
    usual = {"first": 1, "unique": 2, "collect": ALL}[book.tables[table].node.policy]
    return Rows(tuple(tuple(each) for each in boxes), depth or usual)


def cells(book: Book, tables: Mapping[str, Rows], within: Box | None = None, budget: int = BUDGET) -> Iterator[Cell]:
    """All cells inside `within`; raises OverBudget."""
    depths = {name: each.depth for name, each in tables.items()}
    walk = Walk(lambda key: everything(book, key), depths, budget)
    return walk.start({name: pieces(each) for name, each in tables.items()}, dict(within or {}))


def pieces(rows: Rows) -> Pending:
    return tuple((number, box) for number, several in enumerate(rows.boxes) for box in several)


class Walk:
    """One walk over all tickets; `universe` gives all values of a key, `depths` how many rows count in each table."""

    def __init__(self, universe: Callable[[object], Set], depths: Mapping[str, int], budget: int) -> None:
        self.universe, self.depths, self.budget = universe, depths, budget

    def count(self, work: int) -> None:
        self.budget -= work
        if self.budget < 0:
            raise OverBudget

    def start(self, pending: Mapping[str, Pending], within: dict) -> Iterator[Cell]:
        """The walk inside a box: what cannot hold there is left out, what must hold is asked no more."""
        narrowed = {name: tuple(inside(several, within, self.universe)) for name, several in pending.items()}
        return self.walk(narrowed, within)

    def walk(self, pending: Mapping[str, Pending], here: dict) -> Iterator[Cell]:
        pending = {name: self.trimmed(name, several) for name, several in pending.items()}
        self.count(1 + sum(map(len, pending.values())))
        open_keys = {key for several in pending.values() for _, box in several for key in box}
        if not open_keys:
            yield Cell(here, {name: self.settled(name, several) for name, several in pending.items()})
            return
        key = self.best(pending, open_keys)
        for values, rest in self.cut(pending, key):
            yield from self.walk(rest, {**here, key: values})

    def trimmed(self, table: str, several: Pending) -> Pending:
        """Without what cannot change anything: rows behind one that surely wins, more of a row that surely matches."""
        sure: set[int] = set()
        for number, (row, box) in enumerate(several):
            if not box:
                sure.add(row)
                if len(sure) == self.depths[table]:
                    several = several[: number + 1]
                    break
        return tuple(each for each in several if each[0] not in sure or not each[1]) if sure else several

    def settled(self, table: str, several: Pending) -> tuple[int, ...]:
        return tuple(dict.fromkeys(row for row, _ in several))

    def best(self, pending: Mapping[str, Pending], keys: set) -> object:
        """The key that copies the fewest rows: one that most rows ask for, with few borders."""
        if len(keys) == 1:
            return next(iter(keys))
        asked: dict[object, int] = dict.fromkeys(keys, 0)
        borders: dict[object, set] = {key: set() for key in keys}
        for several in pending.values():
            for _, box in several:
                for key, values in box.items():
                    asked[key] += 1
                    borders[key].update(values)
        total = sum(map(len, pending.values()))
        return min(sorted(keys, key=str), key=lambda key: (2 * (total - asked[key]) + 1) * len(borders[key]))

    def cut(self, pending: Mapping[str, Pending], key: object) -> list[tuple[Set, dict[str, Pending]]]:
        """The values of a key in groups that leave the same rows, each group with what is still asked there."""
        every = self.universe(key)
        starts = self.starts(pending, key, every)
        ends = [*(start - 1 for start in starts[1:]), every[-1][1]]
        left: list[dict[str, list]] = [{name: [] for name in pending} for _ in starts]
        for name, several in pending.items():
            for row, box in several:
                values = box.get(key)
                rest = box if values is None else {other: each for other, each in box.items() if other != key}
                for low, high in every if values is None else both(values, every):
                    first, last = bisect_left(starts, low), bisect_left(starts, high + 1)
                    self.count(last - first)
                    for index in range(first, last):
                        left[index][name].append((row, rest))
        return grouped(every, starts, ends, left)

    def starts(self, pending: Mapping[str, Pending], key: object, every: Set) -> list[int]:
        """Where intervals of values begin inside which no row begins or ends."""
        found = {low for low, _ in every} | {high + 1 for _, high in every}
        for several in pending.values():
            for _, box in several:
                for low, high in box.get(key, ()):
                    found |= {low, high + 1}
        return sorted(start for start in found if every[0][0] <= start <= every[-1][1])


def grouped(every: Set, starts: list[int], ends: list[int], left: list[dict[str, list]]) -> list[tuple[Set, dict]]:
    """Intervals that leave the very same rows, together."""
    groups: dict[tuple, tuple[list, dict]] = {}
    for start, end, rest in zip(starts, ends, left, strict=True):
        values = both(((start, end),), every)
        if values:
            same = tuple((name, tuple((row, frozen(box)) for row, box in several)) for name, several in rest.items())
            groups.setdefault(same, ([], rest))[0].extend(values)
    return [(joined(values), {name: tuple(several) for name, several in rest.items()}) for values, rest in groups.values()]


def frozen(box: Box) -> frozenset:
    return frozenset(box.items())


def inside(several: Pending, within: Box, universe: Callable[[object], Set]) -> Iterator[tuple[int, Box]]:
    """The pieces as they are inside a box."""
    for row, box in several:
        rest, possible = {}, True
        for key, values in box.items():
            known = within.get(key)
            if known is None:
                rest[key] = values
                continue
            shared = both(values, known)
            possible = possible and bool(shared)
            if shared != known:
                rest[key] = shared
        if possible:
            yield row, rest
