"""What a person typed or picked for a constant, as the text of a process writes it."""

from __future__ import annotations

import re
import unicodedata

from designer.edit import CannotEdit
from dsl.format_expression import quote
from dsl.types import places_of

KINDS = ("number", "money", "text", "date", "time", "moment", "length", "role", "team", "person")
GROUPED = re.compile(r"(?<=[0-9])[,\s'](?=[0-9]{3}(?![0-9]))")
NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
UNITS = ("minutes", "hours", "days", "weeks", "business hours", "business days")


def typed_text(kind: str, value: str, unit: str = "") -> str:
    """The text of a constant; raises CannotEdit about `value`."""
    value = value.strip() if kind != "text" else value.replace("\r\n", "\n")
    match kind:
        case "number":
            return plain(value)
        case "money":
            return money(value, unit)
        case "text":
            return quote(value)
        case "date" | "time" | "moment":
            return in_time(kind, value)
        case "length":
            return length(value, unit)
        case "role" | "team" | "person":
            return f"{kind}({quote(required(value))})"
    raise LookupError(kind)


def required(value: str) -> str:
    if not value:
        raise CannotEdit("choose one", "value")
    return value


def plain(value: str) -> str:
    """A number: `5 000`, `5,000.50` and digits of Chinese keyboards are understood."""
    folded = GROUPED.sub("", unicodedata.normalize("NFKC", value).replace("−", "-").replace("\u3002", "."))
    if not NUMBER.fullmatch(folded):
        raise CannotEdit("`{word}` is no number: write it like 1250.50", "value", word=value[:40])
    return folded


def money(value: str, currency: str) -> str:
    """An amount with as many places as its currency has."""
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise CannotEdit("`{word}` is no currency: write three capital letters such as CNY", "unit", word=currency[:40])
    folded = unicodedata.normalize("NFKC", value).removesuffix(currency).strip(" ¥€$£")
    sign, whole, behind = NUMBER.fullmatch(plain(folded)).groups()
    places, behind = places_of(currency), (behind or "").rstrip("0")
    if len(behind) > places:
        raise CannotEdit(
            "an amount of {currency} has at most {places} decimal places", "value", currency=currency, places=places
        )
    return f"{sign}{whole}{'.' if places else ''}{behind.ljust(places, '0')} {currency}"


def in_time(kind: str, value: str) -> str:
    """What a date, time or date-and-time control sends."""
    shapes = {"date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "time": r"([0-9]{2}:[0-9]{2})(?::00)?"}
    if kind == "moment":
        found = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})(?::00)?Z?", value)
        text = found and f"{found[1]}Z"
    else:
        found = re.fullmatch(shapes[kind], value)
        text = found and found[found.re.groups]
    if not text:
        raise CannotEdit("choose a day and a time", "value") if kind != "date" else CannotEdit("choose a day", "value")
    return text


def length(value: str, unit: str) -> str:
    """A whole number of a unit of time."""
    if not re.fullmatch(r"[0-9]{1,6}", plain(value)):
        raise CannotEdit("`{word}` is no whole number: write digits", "value", word=value[:40])
    if unit not in UNITS:
        raise LookupError(unit)
    return f"{int(plain(value))} {unit}"
