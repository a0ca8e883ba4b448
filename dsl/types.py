"""Types of values, with ranges, and the plain Python values that live in each.

=================  ======================================  ==================================================
type               value at run time                       JSON (see `dsl/values.py`)
=================  ======================================  ==================================================
Text               str                                     string
Whole              int                                     integer
Decimal(places)    int, scaled by 10**places               string "12.50"
Money(currency)    int, minor units (10**places)           string "5000.01" (input also "5000.01 CNY", numbers)
YesNo              bool                                    true / false
Date               datetime.date                           "2026-03-02"
Time               datetime.time, to the minute            "14:30"
Moment             datetime.datetime, aware, UTC           "2026-03-02T14:30:00Z"
Duration           int, seconds                            "PT15M" … (input also "15 minutes")
BusinessDuration   int, business minutes; a day is 8 h     "2 business days"
Choice             str, the option's name                  string
Choices            tuple[str, ...] in declaration order    array of strings
Person, Team       str, the id                             string
People             tuple[str, ...] of person ids, sorted   (never stored in answers; directory answers only)
Files              tuple[FileRef, ...]                     array of {"name", "hash", "size", "type"}
Link Email Phone   str                                     string
Rows               tuple[dict[str, value], ...]            array of objects
=================  ======================================  ==================================================

Answers are `dict[str, value]`; an absent field is a missing key, never None. No floats anywhere.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

MONEY_PLACES = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3, "TND": 3}
"""Minor units of currencies that do not have two places (ISO 4217)."""


def places_of(currency: str) -> int:
    """Number of decimal places of `currency`."""
    return MONEY_PLACES.get(currency, 2)


def scale_of(type: Type) -> int:
    """How many places the integers of a number, money or duration type are scaled by; 0 for all others."""
    match type:
        case Decimal():
            return type.places
        case Money():
            return places_of(type.currency) + type.extra
    return 0


class FileRef(NamedTuple):
    """A stored file as answers know it; `hash` is SHA-256 in hex, `size` in bytes, `type` a media type."""

    name: str
    hash: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Text:
    limit: int
    long: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Decimal:
    places: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Money:
    """`extra` further places beyond the currency's own: only values on their way to `round` have any, never answers."""

    currency: str
    low: int
    high: int
    extra: int = 0


@dataclass(frozen=True, slots=True)
class YesNo:
    pass


@dataclass(frozen=True, slots=True)
class Date:
    low: datetime.date = datetime.date(1900, 1, 1)
    high: datetime.date = datetime.date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Time:
    pass


@dataclass(frozen=True, slots=True)
class Moment:
    pass


@dataclass(frozen=True, slots=True)
class Duration:
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class BusinessDuration:
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Choice:
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    options: tuple[str, ...]
    low: int = 0
    high: int = 100


@dataclass(frozen=True, slots=True)
class Person:
    pass


@dataclass(frozen=True, slots=True)
class People:
    pass


@dataclass(frozen=True, slots=True)
class Team:
    pass


@dataclass(frozen=True, slots=True)
class Files:
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Link:
    pass


@dataclass(frozen=True, slots=True)
class Email:
    pass


@dataclass(frozen=True, slots=True)
class Phone:
    pass


@dataclass(frozen=True, slots=True)
class Rows:
    """`columns` are (name, type) pairs, computed columns included."""

    low: int
    high: int
    columns: tuple[tuple[str, Type], ...]


Type = (
    Text | Whole | Decimal | Money | YesNo | Date | Time | Moment | Duration | BusinessDuration | Choice | Choices
    | Person | People | Team | Files | Link | Email | Phone | Rows
)
