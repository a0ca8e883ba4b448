"""Whole numbers and decimals: ASCII digits, a point, bounds; kept as scaled integers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from dsl import types
from dsl.scaled import DIGITS, Unfit, read_scaled, write_scaled
from forms.fields.look import Look
from forms.fields.text import END
from forms.messages import Wrong, word


def schema(type: types.Whole | types.Decimal, required: bool) -> dict[str, object]:
    if isinstance(type, types.Whole):
        return {"type": "integer", "minimum": type.low, "maximum": type.high}
    return scaled_schema(type.places, type.low, type.high)


def scaled_schema(places: int, low: int, high: int, suffix: str = "") -> dict[str, object]:
    """A number, or better a text of digits, with `places` behind the point and between `low` and `high` (scaled)."""
    behind = f"[0-9]{{1,{places}}}0*" if places else "0+"
    least, most = write_scaled(low, places), write_scaled(high, places)
    return {
        "type": ["string", "number"],
        "pattern": f"^-?0*[0-9]{{1,{DIGITS}}}(\\.{behind})?{suffix}{END}",
        "maxLength": 80,
        "format": f"number {least}..{most}",
        "minimum": exact(least),
        "maximum": exact(most),
        "multipleOf": exact(write_scaled(1, places)),
    }


def exact(text: str) -> int | Decimal:
    """A bound as a JSON number that loses nothing."""
    return Decimal(text) if "." in text else int(text)


def places_of(type: types.Whole | types.Decimal) -> int:
    return type.places if isinstance(type, types.Decimal) else 0


def from_json(type: types.Whole | types.Decimal) -> Callable:
    if isinstance(type, types.Decimal):
        return scaled_reader(type.places, type.low, type.high)
    low, high = type.low, type.high

    def read(raw, world):
        if raw.__class__ is not int:
            return Wrong("not-a-whole", {"word": word(raw)})
        if not low <= raw <= high:
            return Wrong("out-of-range", {"word": word(raw), "low": low, "high": high})
        return raw

    return read


def from_page(type: types.Whole | types.Decimal) -> Callable:
    return page_reader(
        scaled_reader(places_of(type), type.low, type.high, "not-a-whole" if isinstance(type, types.Whole) else None)
    )


def page_reader(read: Callable) -> Callable:
    """`read` for the stripped text of an input; None when nothing was typed."""

    def read_stripped(raw, world):
        if raw.__class__ is not str:
            return Wrong("not-a-number", {"word": word(raw)})
        stripped = raw.strip()
        return read(stripped, world) if stripped else None

    return read_stripped


def scaled_reader(places: int, low: int, high: int, code: str | None = None) -> Callable:
    """Reads texts, ints and Decimals into integers scaled by 10**places; `code` replaces what is said of other texts."""
    least, most = write_scaled(low, places), write_scaled(high, places)

    def read(raw, world):
        try:
            value = read_scaled(raw, places)
        except Unfit as unfit:
            said = code if code and unfit.code != "too-many-digits" else unfit.code
            return Wrong(said, unfit.values | {"word": word(raw)})
        if not low <= value <= high:
            return Wrong("out-of-range", {"word": word(raw), "low": least, "high": most})
        return value

    return read


def to_page(type: types.Whole | types.Decimal, value: int) -> str:
    return write_scaled(value, places_of(type))


def widget(type: types.Whole | types.Decimal) -> tuple[str, dict[str, object]]:
    """A text input with a number pad: `type=number` hides what was typed wrong and changes values on scrolling."""
    mode = "numeric" if places_of(type) == 0 and type.low >= 0 else "decimal" if type.low >= 0 else "text"
    return "number", {"type": "text", "inputmode": mode, "autocomplete": "off", "maxlength": 80}


def display(type: types.Whole | types.Decimal, value: int, look: Look) -> str:
    return grouped(write_scaled(value, places_of(type)))


def grouped(digits: str) -> str:
    """`1234567.50` as `1,234,567.50`."""
    whole, point, behind = digits.partition(".")
    return f"{int(whole):,}{point}{behind}" if not whole.startswith("-0") else digits
