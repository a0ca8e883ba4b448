"""Numbers as people write them and as scaled integers: `"12.50"` with 2 places is 1250. ASCII digits, no exponents."""

from __future__ import annotations

import decimal
import re

NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
DIGITS, PLACES = 15, 6
"""How many digits a person may write before and behind the point."""


class Unfit(ValueError):
    """A raw value that is none of its type. `code` names what is wrong, `values` what a message about it needs."""

    def __init__(self, code: str, **values: object):
        super().__init__(code.replace("-", " "))
        self.code = code
        self.values = values


def read_scaled(raw: object, places: int, digits: int = DIGITS) -> int:
    """`raw` (an int, a float by its shortest form, a Decimal or a text) as an integer scaled by 10**places, or Unfit."""
    match = NUMBER.fullmatch(plain_text(raw))
    if not match:
        raise Unfit("not-a-number")
    sign, whole, rest = match[1], match[2].lstrip("0") or "0", (match[3] or "").rstrip("0")
    if len(whole) > digits:
        raise Unfit("too-many-digits", limit=digits)
    if len(rest) > places:
        raise Unfit("too-many-places", limit=places)
    return int(f"{sign}{whole}{rest.ljust(places, '0')}")


def plain_text(raw: object) -> str:
    """`raw` as written in digits; nothing a number could not be, and nothing longer than any number."""
    match raw:
        case str():
            return raw if len(raw) <= 80 else ""
        case bool():
            return ""
        case int():
            return str(raw) if abs(raw) < 10**70 else ""
        case float():
            return repr(raw)
        case decimal.Decimal() if raw.is_finite() and -40 <= raw.adjusted() <= 40:
            return format(raw, "f")[:81]
        case _:
            return ""


def write_scaled(units: int, places: int) -> str:
    """The opposite of `read_scaled`: `write_scaled(1250, 2) == "12.50"`."""
    digits = str(abs(units)).rjust(places + 1, "0")
    sign = "-" if units < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def round_half_even(units: int, drop: int) -> int:
    """`units` with the last `drop` decimal digits rounded away, halves to the even neighbour."""
    scale = 10**drop
    whole, rest = divmod(units, scale)
    return whole + (2 * rest > scale or (2 * rest == scale and whole % 2 == 1))


def divide_half_even(top: int, bottom: int) -> int:
    """`top / bottom` rounded to a whole number, halves to the even neighbour; `bottom` is not 0."""
    if bottom < 0:
        top, bottom = -top, -bottom
    whole, rest = divmod(top, bottom)
    return whole + (2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1))
