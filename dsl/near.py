"""Near misses in a large table: the rows that fail in exactly one of the things they compare with constants.

One set of bits over all rows for each subject. A line with many breaks keeps the bits of every 16th place only, and what
turns in between, so that 10 000 rows take kilobytes instead of megabytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from dsl.edges import FAR
from dsl.index import Column, name_bits, turns_of

STRIDE = 16
Bits = Callable[[object], int]


def bits_by_subject(columns: Sequence[Column]) -> list[Bits]:
    """For each subject, the bits of the rows that allow a value of it."""
    return [bits_of([(1 << number, what) for number, what in enumerate(column)]) for column in columns]


def bits_of(cells: list) -> Bits:
    free = ones(bit for bit, what in cells if what is None)
    absent = free | ones(bit for bit, what in cells if what is not None and what.absent)
    if all(what is None or what.spans is None for _, what in cells):
        bits, others = name_bits(cells, free)
        return lambda value: absent if value is None else bits.get(value, others)
    at = line(cells, free)
    return lambda value: absent if value is None else at(value)


def ones(bits: Iterable[int]) -> int:
    """All bits together."""
    whole = 0
    for bit in bits:
        whole |= bit
    return whole


def line(cells: list, free: int) -> Callable[[int], int]:
    """The bits at a point of a line."""
    turns = turns_of(cells)
    now = free | turns.pop(-FAR, 0)
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


def missed_once(subjects: Sequence[Bits], values: Sequence[object], every: int) -> list[int]:
    """For each subject, the bits of the rows that allow all values but its own."""
    missed, once, twice = [], 0, 0
    for bits_at, value in zip(subjects, values, strict=True):
        misses = every & ~bits_at(value)
        missed.append(misses)
        twice |= once & misses
        once |= misses
    return [misses & ~twice for misses in missed]


def numbers(bits: int) -> list[int]:
    """The places of the set bits, from the lowest; found in the digits, so that many rows stay quick."""
    digits, found = bin(bits)[:1:-1], []
    at = digits.find("1")
    while at >= 0:
        found.append(at)
        at = digits.find("1", at + 1)
    return found
