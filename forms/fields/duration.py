"""Lengths of time: seconds of the clock, or business minutes of eight-hour days."""

from __future__ import annotations

import re
from collections.abc import Callable

from dsl import types
from dsl.lengths import MINUTES, SECONDS, largest_unit, read_length, write_iso, write_words
from dsl.scaled import Unfit
from forms.fields.look import Look
from forms.messages import Wrong, word

COUNT = re.compile(r"[0-9]{1,9}").fullmatch


def is_business(type: types.Duration | types.BusinessDuration) -> bool:
    return isinstance(type, types.BusinessDuration)


def schema(type: types.Duration | types.BusinessDuration, required: bool) -> dict[str, object]:
    name = "business-length" if is_business(type) else "length"
    return {"type": "string", "maxLength": 80, "format": f"{name} {type.low}..{type.high}"}


def from_json(type: types.Duration | types.BusinessDuration) -> Callable:
    low, high, business = type.low, type.high, is_business(type)
    least, most = write_words(low, business), write_words(high, business)
    example = "2 business days" if business else "15 minutes"

    def read(raw, world):
        try:
            value = read_length(raw, business)
        except Unfit:
            return Wrong("not-a-duration", {"word": word(raw), "example": example})
        if not low <= value <= high:
            return Wrong("out-of-range", {"word": word(raw), "low": least, "high": most})
        return value

    return read


def from_page(type: types.Duration | types.BusinessDuration) -> Callable:
    """Pages post `3 days`: the count and the unit joined by a space; no count is no answer."""
    read_json, business = from_json(type), is_business(type)

    def read(raw, world):
        if raw.__class__ is not str:
            return read_json(raw, world)
        count, _, unit = raw.strip().partition(" ")
        if not count or count in SECONDS:
            return None
        if unit in SECONDS and business:
            return read_json(f"{count} business {unit}", world)
        return read_json(f"{count} {unit}" if unit else count, world)

    return read


def to_page(type: types.Duration | types.BusinessDuration, value: int) -> str:
    """`3 days`, the largest unit that fits; what no unit fits is written in ISO 8601."""
    count, unit = largest_unit(value, MINUTES if is_business(type) else SECONDS)
    return write_iso(value) if unit == "seconds" or value < 0 else f"{count} {unit}"


def units(type: types.Duration | types.BusinessDuration) -> tuple[str, ...]:
    return tuple(MINUTES if is_business(type) else SECONDS)


def split(raw: object) -> tuple[str, str]:
    """Count and unit of what `from_page` reads."""
    text = raw if raw.__class__ is str else ""
    if text in SECONDS:
        return "", text
    count, _, unit = text.strip().partition(" ")
    return (count, unit) if unit in SECONDS else (text.strip(), "")


def widget(type: types.Duration | types.BusinessDuration) -> tuple[str, dict[str, object]]:
    return "duration", {"type": "text", "inputmode": "numeric", "autocomplete": "off", "maxlength": 80}


def display(type: types.Duration | types.BusinessDuration, value: int, look: Look) -> str:
    return write_words(value, is_business(type), "zh" if look.language.startswith("zh") else "en")
