"""Money of one currency: `5000.01` or `5000.01 CNY`; kept in minor units."""

from __future__ import annotations

import re
from collections.abc import Callable

from dsl import types
from dsl.scaled import write_scaled
from forms.fields.look import Look
from forms.fields.number import grouped, page_reader, scaled_reader, scaled_schema
from forms.messages import Wrong, word

WITH_CURRENCY = re.compile(r"(-?[0-9.]+) ?([A-Za-z]{3})")


def schema(type: types.Money, required: bool) -> dict[str, object]:
    return scaled_schema(types.places_of(type.currency), type.low, type.high, f"( {type.currency})?")


def from_json(type: types.Money) -> Callable:
    """Reads the number, or the number, one space and the currency."""
    read, currency = _reader(type), type.currency
    suffix = f" {currency}"

    def read_amount(raw, world):
        if raw.__class__ is not str or raw[-1:].isdigit():
            return read(raw, world)
        if raw.endswith(suffix) and len(raw) <= 80:
            return _named(read(raw[: -len(suffix)], world), raw)
        return _other(raw, currency)

    return read_amount


def from_page(type: types.Money) -> Callable:
    """As JSON, but the currency may stand close and in small letters."""
    read, currency = _reader(type), type.currency

    def read_amount(raw, world):
        if (match := WITH_CURRENCY.fullmatch(raw)) and match[2].upper() == currency:
            return _named(read(match[1], world), raw)
        return read(raw, world) if raw[-1:].isdigit() else _other(raw, currency)

    return page_reader(read_amount)


def _reader(type: types.Money) -> Callable:
    return scaled_reader(types.places_of(type.currency), type.low, type.high)


def _named(value, raw: str):
    """`value`, or its problem about all that was written."""
    return Wrong(value.code, {**value.values, "word": word(raw)}) if value.__class__ is Wrong else value


def _other(raw: str, currency: str) -> Wrong:
    match = WITH_CURRENCY.fullmatch(raw[:80])
    if match and match[2] != currency:
        return Wrong("wrong-currency", {"word": word(raw), "currency": currency})
    return Wrong("not-a-number", {"word": word(raw)})


def to_page(type: types.Money, value: int) -> str:
    return write_scaled(value, types.places_of(type.currency))


def widget(type: types.Money) -> tuple[str, dict[str, object]]:
    mode = "text" if type.low < 0 else "decimal" if types.places_of(type.currency) else "numeric"
    return "money", {
        "type": "text",
        "inputmode": mode,
        "autocomplete": "off",
        "maxlength": 80,
        "currency": type.currency,
    }


def display(type: types.Money, value: int, look: Look) -> str:
    return f"{grouped(write_scaled(value, types.places_of(type.currency)))} {type.currency}"
