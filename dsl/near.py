"""Near misses in a large table: the rows that fail in exactly one of the things they compare with constants."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dsl.bits import bits_of
from dsl.index import Column


def bits_by_subject(columns: Sequence[Column]) -> list[tuple]:
    """For each subject, the bits of all rows."""
    return [bits_of(column) for column in columns]


def allowing(column: tuple, value: object) -> int:
    """The bits of the rows that allow a value."""
    breaks, places, others, absent = column
    if value is None:
        return absent
    return places.get(value, others) if breaks is None else places[bisect_right(breaks, value)]


def missed_once(columns: Sequence[tuple], values: Sequence[object], every: int) -> list[int]:
    """For each subject, the bits of the rows that allow all values but its own."""
    missed, once, twice = [], 0, 0
    for column, value in zip(columns, values, strict=True):
        misses = every & ~allowing(column, value)
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
