"""Formats our schemas use beyond what JSON Schema can say, checked from the name alone: `date 2020-01-01..2030-12-31`."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal

from jsonschema import FormatChecker
from jsonschema.exceptions import FormatError

from dsl.lengths import read_length
from dsl.scaled import Unfit
from forms.fields.contact import is_email, is_link, is_phone
from forms.fields.person import is_id

BOUNDS = re.compile(r"(\S+) (-?[0-9][0-9.:-]*?)\.\.(-?[0-9][0-9.:-]*)")
LEADING = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class Formats(FormatChecker):
    """Checks our formats and no other; a name of no format of ours is a mistake of ours."""

    def check(self, instance: object, format: str) -> None:
        if isinstance(instance, str) and not holds(format, instance):
            raise FormatError(f"{instance[:40]!r} is not {format}")


def holds(format: str, text: str) -> bool:
    """Whether `text` has `format`."""
    match format:
        case "email":
            return is_email(text)
        case "uri":
            return is_link(text)
        case "phone":
            return is_phone(text)
        case "id":
            return is_id(text)
        case "date-time":
            return _is_moment(text)
    name, low, high = BOUNDS.fullmatch(format).groups()
    return _WITHIN[name](text, low, high)


def _is_moment(text: str) -> bool:
    try:
        datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return False
    return True


def _number(text: str, low: str, high: str) -> bool:
    found = LEADING.match(text)
    return bool(found) and Decimal(low) <= Decimal(found[0]) <= Decimal(high)


def _date(text: str, low: str, high: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return low <= text <= high


def _length(text: str, low: str, high: str, business: bool = False) -> bool:
    try:
        return int(low) <= read_length(text, business) <= int(high)
    except Unfit:
        return False


_WITHIN = {
    "nfc": lambda text, low, high: len(unicodedata.normalize("NFC", text)) <= int(high),
    "number": _number,
    "date": _date,
    "length": _length,
    "business-length": lambda text, low, high: _length(text, low, high, business=True),
}
