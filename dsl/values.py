"""Values of every type from and to JSON, and as people read them. `from_json(t, to_json(t, v)) == v`, always."""

from __future__ import annotations

import datetime
import re
import unicodedata

from dsl import types
from dsl.lengths import read_length, write_iso, write_words
from dsl.scaled import DIGITS, PLACES, Unfit, read_scaled, write_scaled

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:00)?")
MOMENT = re.compile(DATE.pattern + r"[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})")
AMOUNT = re.compile(r"([-.0-9]+) ([A-Z]{3})")
HASH = re.compile(r"[0-9a-f]{64}")
LINK = re.compile(r"https?://[^\s/?#]+[^\s]*")
EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+")
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{1,28}[0-9]")
LONGEST_LINK, LONGEST_EMAIL, LONGEST_NAME = 2000, 254, 200
YES_NO = {"en": ("no", "yes"), "zh": ("否", "是")}


def to_json(type: types.Type, value: object) -> object:
    """`value` as a JSON value, as the table in `dsl/types.py` says."""
    match type:
        case types.Decimal(places):
            return write_scaled(value, places)
        case types.Money(currency):
            return write_scaled(value, types.places_of(currency))
        case types.Date():
            return value.isoformat()
        case types.Time():
            return value.strftime("%H:%M")
        case types.Moment():
            return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")
        case types.Duration():
            return write_iso(value)
        case types.BusinessDuration():
            return write_words(value, business=True)
        case types.Choices() | types.People():
            return list(value)
        case types.Files():
            return [file._asdict() for file in value]
        case types.Rows(columns=columns):
            return [{name: to_json(column, row[name]) for name, column in columns if name in row} for row in value]
    return value


def from_json(type: types.Type, raw: object) -> object:
    """The value `raw` stands for; Unfit (a ValueError) when it is none of `type`, its bounds included."""
    match type:
        case types.Text(limit, long):
            return _text(raw, limit, long)
        case types.Whole(low, high):
            return _within(_scaled(raw, 0, low, high), type)
        case types.Decimal(places, low, high):
            return _within(_scaled(raw, places, low, high), type)
        case types.Money(currency, low, high):
            return _within(_scaled(_bare_amount(raw, currency), types.places_of(currency), low, high), type)
        case types.YesNo():
            return _be(raw, isinstance(raw, bool), "not-yes-or-no")
        case types.Date():
            return _within(_date(raw), type)
        case types.Time():
            return _time(raw)
        case types.Moment():
            return _moment(raw)
        case types.Duration():
            return _within(read_length(raw, business=False), type)
        case types.BusinessDuration():
            return _within(read_length(raw, business=True), type)
        case types.Choice(options):
            return _be(raw, isinstance(raw, str) and raw in options, "not-an-option")
        case types.Choices(options):
            return _choices(raw, type)
        case types.Person() | types.Team():
            return _id(raw)
        case types.People():
            return tuple(sorted({_id(each) for each in _list(raw)}))
        case types.Files():
            return _counted(tuple(_file(each) for each in _list(raw)), type)
        case types.Link():
            return _pattern(raw, LINK, LONGEST_LINK, "not-a-link")
        case types.Email():
            return _pattern(raw, EMAIL, LONGEST_EMAIL, "not-an-e-mail")
        case types.Phone():
            return _pattern(raw, PHONE, 30, "not-a-phone-number")
        case types.Rows(columns=columns):
            return _counted(tuple(_row(each, dict(columns)) for each in _list(raw)), type)


def display(type: types.Type, value: object, language: str = "en") -> str:
    """`value` as a person reads it: numbers and money as the text writes them, one line for lists."""
    match type:
        case types.Money(currency):
            return f"{write_scaled(value, types.places_of(currency))} {currency}"
        case types.YesNo():
            return YES_NO.get(language, YES_NO["en"])[value]
        case types.Moment():
            return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC")
        case types.Duration():
            return write_words(value, business=False, language=language)
        case types.BusinessDuration():
            return write_words(value, business=True, language=language)
        case types.Files():
            return ", ".join(file.name for file in value)
        case types.Choices() | types.People():
            return ("、" if language == "zh" else ", ").join(value)
        case types.Rows():
            return f"{len(value)} 行" if language == "zh" else f"{len(value)} row{'' if len(value) == 1 else 's'}"
    return str(to_json(type, value))


def _be(raw: object, holds: bool, code: str, **values: object) -> object:
    if not holds:
        raise Unfit(code, **values)
    return raw


def _within(value, type):
    """`value` when it is inside the bounds of `type`."""
    return _be(value, type.low <= value <= type.high, "out-of-range", low=type.low, high=type.high)


def _counted(items: tuple, type) -> tuple:
    _be(items, len(items) >= type.low, "too-few", low=type.low, high=type.high)
    return _be(items, len(items) <= type.high, "too-many", low=type.low, high=type.high)


def _scaled(raw: object, places: int, low: int, high: int) -> int:
    """A number; a computed one may have more digits than a person may write, so its bounds say how many."""
    digits = max(DIGITS, len(str(max(abs(low), abs(high)))) - places)
    return read_scaled(raw, places, digits)


def _bare_amount(raw: object, currency: str) -> object:
    """`"5000.01 CNY"` without its currency, which must be the right one."""
    amount = AMOUNT.fullmatch(raw) if isinstance(raw, str) and len(raw) <= 80 else None
    if amount is None:
        return raw
    return _be(amount[1], amount[2] == currency, "wrong-currency", currency=currency)


def _text(raw: object, limit: int, long: bool) -> str:
    _be(raw, isinstance(raw, str), "not-a-text")
    _be(raw, len(raw) <= limit, "too-long", limit=limit)
    # Surrogates and NUL cannot be stored; other control characters have no business in an answer.
    allowed = "\n\r\t" if long else ""
    if not raw.isprintable():
        bad = next((c for c in raw if unicodedata.category(c) in ("Cc", "Cs") and c not in allowed), None)
        _be(raw, bad is None, "control-character")
    return raw


def _pattern(raw: object, pattern: re.Pattern, limit: int, code: str) -> str:
    return _be(_text(raw, limit, False), pattern.fullmatch(raw), code)


def _id(raw: object) -> str:
    return _be(raw, isinstance(raw, str) and 0 < len(raw) <= LONGEST_NAME and raw.isprintable(), "not-an-id")


def _list(raw: object) -> list | tuple:
    return _be(raw, isinstance(raw, list | tuple), "not-a-list")


def _date(raw: object) -> datetime.date:
    _be(raw, isinstance(raw, str) and DATE.fullmatch(raw), "not-a-date")
    try:
        return datetime.date.fromisoformat(raw)
    except ValueError:
        raise Unfit("not-a-date") from None


def _time(raw: object) -> datetime.time:
    _be(raw, isinstance(raw, str) and TIME.fullmatch(raw), "not-a-time")
    try:
        return datetime.time.fromisoformat(raw)
    except ValueError:
        raise Unfit("not-a-time") from None


def _moment(raw: object) -> datetime.datetime:
    _be(raw, isinstance(raw, str) and MOMENT.fullmatch(raw), "not-a-moment")
    try:
        return datetime.datetime.fromisoformat(raw.upper()).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise Unfit("not-a-moment") from None


def _choices(raw: object, type: types.Choices) -> tuple[str, ...]:
    for each in _list(raw):
        _be(each, isinstance(each, str) and each in type.options, "not-an-option")
    _be(raw, len(set(raw)) == len(raw), "doubled")
    return _counted(tuple(option for option in type.options if option in raw), type)


def _file(raw: object) -> types.FileRef:
    _be(raw, isinstance(raw, dict) and set(raw) == set(types.FileRef._fields), "not-a-file")
    name, digest = _text(raw["name"], LONGEST_NAME, False), raw["hash"]
    _be(raw, isinstance(digest, str) and HASH.fullmatch(digest), "not-a-file")
    size = raw["size"]
    _be(raw, isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 2**53, "not-a-file")
    return types.FileRef(name, digest, size, _text(raw["type"], LONGEST_NAME, False))


def _row(raw: object, columns: dict[str, types.Type]) -> dict[str, object]:
    _be(raw, isinstance(raw, dict), "not-a-row")
    for name in raw:
        _be(raw, name in columns, "unknown-column", name=str(name)[:80])
    return {name: from_json(column, raw[name]) for name, column in columns.items() if name in raw}


__all__ = ["DIGITS", "PLACES", "Unfit", "display", "from_json", "to_json"]
