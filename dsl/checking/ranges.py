"""Interval arithmetic on types: what the sum, product, quotient or union of two numbers can be."""

from __future__ import annotations

from dsl import types
from dsl.checking import limits
from dsl.types import scale_of

Number = types.Whole | types.Decimal | types.Money
Measured = Number | types.Duration | types.BusinessDuration


class TooLarge(Exception):
    """A number on its way could have more digits or places than the limits allow."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def rescaled(units: int, places: int, wanted: int) -> int | None:
    """`units / 10**places` in `wanted` places, or None when it does not fit exactly."""
    if places <= wanted:
        return units * 10 ** (wanted - places)
    whole, rest = divmod(units, 10 ** (places - wanted))
    return None if rest else whole


def number(places: int, low: int, high: int, currency: str | None = None) -> Number:
    """A number type; raises TooLarge beyond the limits."""
    if places > limits.MOST_PLACES_ON_THE_WAY:
        raise TooLarge("too-many-places")
    if max(abs(low), abs(high)) > limits.ON_THE_WAY:
        raise TooLarge("too-large")
    if currency is not None:
        return types.Money(currency, low, high, places - types.places_of(currency))
    return types.Decimal(places, low, high) if places else types.Whole(low, high)


def currency_of(kind: types.Type) -> str | None:
    return kind.currency if isinstance(kind, types.Money) else None


def at_scale(kind: Measured, places: int) -> tuple[int, int]:
    """The ends of the range of `kind`, scaled up to `places`."""
    factor = 10 ** (places - scale_of(kind))
    return kind.low * factor, kind.high * factor


def like(kind: Measured, places: int, low: int, high: int) -> Measured:
    """The type of the same sort as `kind` with other places and another range."""
    if isinstance(kind, types.Duration | types.BusinessDuration):
        if max(abs(low), abs(high)) > limits.ON_THE_WAY:
            raise TooLarge("too-large")
        return type(kind)(low, high)
    return number(places, low, high, currency_of(kind))


def added(left: Measured, right: Measured, op: str) -> Measured:
    """`left + right` or `left - right` of two types of one sort."""
    places = max(scale_of(left), scale_of(right))
    (a, b), (c, d) = at_scale(left, places), at_scale(right, places)
    return like(left, places, a + c, b + d) if op == "+" else like(left, places, a - d, b - c)


def multiplied(left: Measured, right: Measured) -> Measured:
    """`left * right`; at most one of them is money or a duration."""
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    main = right if isinstance(left, types.Whole | types.Decimal) else left
    return like(main, scale_of(left) + scale_of(right), min(ends), max(ends))


def divided(left: Number, right: Number, nonzero: bool = True) -> Number:
    """`left / right` with six more places than `left`; the divisor's range may touch 0 but never is 0."""
    places = min(scale_of(left) + 6, limits.MOST_PLACES_ON_THE_WAY)
    up = 10 ** (places - scale_of(left) + scale_of(right))
    bottoms = [end for end in (right.low, right.high, -1, 1) if end and right.low <= end <= right.high]
    ends = [_half_even(top * up, bottom) for top in (left.low, left.high) for bottom in bottoms] or [0]
    if left.low <= 0 <= left.high:
        ends.append(0)
    return number(places, min(ends), max(ends), currency_of(left))


def _half_even(top: int, bottom: int) -> int:
    whole, rest = divmod(top, bottom) if bottom > 0 else divmod(-top, -bottom)
    size = abs(bottom)
    return whole + (2 * rest > size or (2 * rest == size and whole % 2 == 1))


def rounded(kind: Number, places: int) -> Number:
    """`kind` rounded half to even to `places`; with at least as many places it stays what it is."""
    drop = scale_of(kind) - places
    if drop <= 0:
        return kind
    return number(places, _half_even(kind.low, 10**drop), _half_even(kind.high, 10**drop), currency_of(kind))


def negated(kind: Measured) -> Measured:
    return like(kind, scale_of(kind), -kind.high, -kind.low)


def hull(left: Measured, right: Measured) -> Measured:
    """The smallest type of one sort that holds both."""
    places = max(scale_of(left), scale_of(right))
    (a, b), (c, d) = at_scale(left, places), at_scale(right, places)
    return like(left, places, min(a, c), max(b, d))
