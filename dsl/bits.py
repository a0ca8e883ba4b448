"""Sets of rows as bits of a number: which rows of one column allow a name, or a point of a line.

Ten thousand rows with as many different amounts would need megabytes for every place of the line; long columns therefore
keep every 16th place, and which rows turn at the breaks in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dsl.edges import FAR, Allowed

LONG = 256
"""Columns with more rows are kept in the short way."""
STRIDE = 16

Cells = Sequence[Allowed | None]
"""What each row allows; None for anything."""


class Places:
    """The bits of each place of a long line."""

    __slots__ = ("marks", "turns")

    def __init__(self, start: int, turns: Sequence[Sequence[int]]):
        """`start` are the bits before the first break, `turns` the rows that change at each break."""
        self.turns, self.marks, now = turns, [], start
        for number in range(len(turns) + 1):
            if number % STRIDE == 0:
                self.marks.append(now)
            now = turned(now, turns[number]) if number < len(turns) else now

    def __getitem__(self, place: int) -> int:
        bits = self.marks[place // STRIDE]
        for rows in self.turns[place // STRIDE * STRIDE : place]:
            bits = turned(bits, rows)
        return bits


class Named:
    """The bits of each name of a long column; few rows are turned when they are asked for."""

    __slots__ = ("others", "rows")

    def __init__(self, others: int, rows: Mapping[object, Sequence[int]]):
        self.others = others
        self.rows = {name: each if len(each) <= LONG else turned(others, each) for name, each in rows.items()}

    def get(self, name: object, others: int) -> int:
        found = self.rows.get(name, ())
        return found if found.__class__ is int else turned(others, found)


def turned(bits: int, rows: Iterable[int]) -> int:
    """`bits` with the bits of some rows changed."""
    for row in rows:
        bits ^= 1 << row
    return bits


def bits_of(cells: Cells) -> tuple:
    """(breaks, places, bits of others, bits of absent); breaks are None for names, and places then by name."""
    free = turned(0, (row for row, what in enumerate(cells) if what is None))
    absent = turned(free, (row for row, what in enumerate(cells) if what is not None and what.absent))
    if all(what is None or what.spans is None for what in cells):
        return None, *by_name(cells, free), absent
    return *by_place(cells, free), 0, absent


def by_name(cells: Cells, free: int) -> tuple[Mapping[object, int] | Named, int]:
    """The bits of each name, and those of every other name."""
    others = turned(free, (row for row, what in enumerate(cells) if what is not None and what.others))
    rows: dict[object, list[int]] = defaultdict(list)
    for row, what in enumerate(cells):
        for name in what.names if what is not None else ():
            rows[name].append(row)
    if len(cells) > LONG:
        return Named(others, rows), others
    return {name: turned(others, each) for name, each in rows.items()}, others


def by_place(cells: Cells, free: int) -> tuple[list[int], Sequence[int] | Places]:
    """The breaks of the line, and the bits of each place between them."""
    turns: dict[int, list[int]] = defaultdict(list)
    for row, what in enumerate(cells):
        for low, high in what.spans if what is not None else ():
            turns[low].append(row)
            turns[high].append(row)
    turns.pop(FAR, None)
    start = turned(free, turns.pop(-FAR, ()))
    breaks = sorted(turns)
    if len(cells) > LONG:
        return breaks, Places(start, [turns[place] for place in breaks])
    places = [start]
    for place in breaks:
        places.append(turned(places[-1], turns[place]))
    return breaks, places
