"""Near misses in a large table: the rows that fail in exactly one of the things they compare with constants.

One set of bits over all rows for each subject. A line with many breaks keeps the bits of every 16th place only, and what
turns in between, so that 10 000 rows take kilobytes instead of megabytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from dsl.edges import FAR
from dsl.index import Rows, name_bits, subjects

STRIDE = 16
Column = Callable[[object], int]


def columns(rows: Rows) -> list[tuple[int, Column]]:
    """For each subject, the bits of the rows that allow a value."""
    return [(subject, column(rows, subject)) for subject in subjects(rows)]


def column(rows: Rows, subject: int) -> Column:
    cells = [(1 << bit, row.get(subject)) for bit, row in enumerate(rows.values())]
    free = ones(bit for bit, what in cells if what is None)
    absent = free | ones(bit for bit, what in cells if what is not None and what.absent)
    if all(what is None or what.spans is None for _, what in cells):
        bits, others = name_bits(cells, free)
        return lambda value: absent if value is None else bits.get(value, others)
    at = line(cells, free)
    return lambda value: absent if value is None else at(value)


def ones(bits: Iterator[int]) -> int:
    """All bits together."""
    whole = 0
    for bit in bits:
        whole |= bit
    return whole


def line(cells: Sequence[tuple[int, object]], free: int) -> Callable[[int], int]:
    """The bits at a point of a line."""
    turns: dict[int, int] = {}
    for bit, what in cells:
        for low, high in what.spans if what is not None else ():
            turns[low] = turns.get(low, 0) ^ bit
            turns[high] = turns.get(high, 0) ^ bit
    now = free | turns.pop(-FAR, 0)
    turns.pop(FAR, None)
    breaks, marks = sorted(turns), []
    for number, place in enumerate(breaks):
        if number % STRIDE == 0:
            marks.append(now)
        now ^= turns[place]
    if len(breaks) % STRIDE == 0:
        marks.append(now)

    def at(point: int) -> int:
        number = bisect_right(breaks, point)
        bits = marks[number // STRIDE]
        for place in breaks[number // STRIDE * STRIDE : number]:
            bits ^= turns[place]
        return bits

    return at


def missed_once(columns: list[tuple[int, Column]], values: Sequence[object], every: int) -> int:
    """The bits of the rows that allow all values but one."""
    once = twice = 0
    for subject, bits_at in columns:
        misses = every & ~bits_at(values[subject])
        twice |= once & misses
        once |= misses
    return once & ~twice


def numbers(bits: int) -> Iterator[int]:
    """The places of the set bits, from the lowest."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
