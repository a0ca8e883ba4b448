"""The arithmetic that Python has no operator for: quotients, rounding, and days between dates."""

from __future__ import annotations

import datetime

from dsl.scaled import divide_half_even, round_half_even


def quotient(top: int, bottom: int, raised: int) -> int:
    """`top / bottom`, with `top` raised by so many places, rounded half to even."""
    return divide_half_even(top * 10**raised, bottom) if raised >= 0 else divide_half_even(top, bottom * 10**-raised)


def rounded(units: int, drop: int, up: int) -> int:
    """`units` without its last `drop` places, then scaled up by the factor `up`."""
    return (round_half_even(units, drop) if drop else units) * up


def days_between(start: datetime.date, end: datetime.date) -> int:
    """Whole days from one date to the other."""
    return (end - start).days
