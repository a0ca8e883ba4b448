"""Days of the calendar, written as `2026-03-31`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from dsl import types
from forms.fields.look import Look
from forms.fields.text import END
from forms.messages import Wrong, word

SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def schema(type: types.Date, required: bool) -> dict[str, object]:
    return {
        "type": "string",
        "pattern": f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{END}",
        "format": f"date {type.low.isoformat()}..{type.high.isoformat()}",
    }


def day(raw: object) -> datetime.date | None:
    """The day `raw` names, or None."""
    if raw.__class__ is not str or not SHAPE(raw):
        return None
    try:
        return datetime.date.fromisoformat(raw)
    except ValueError:
        return None


def from_json(type: types.Date) -> Callable:
    low, high = type.low, type.high

    def read(raw, world):
        value = day(raw)
        if value is None:
            return Wrong("not-a-date", {"word": word(raw)})
        if not low <= value <= high:
            return Wrong("out-of-range", {"word": raw, "low": low.isoformat(), "high": high.isoformat()})
        return value

    return read


def from_page(type: types.Date) -> Callable:
    read = from_json(type)
    return lambda raw, world: read(raw.strip() if raw.__class__ is str else raw, world) if raw else None


def to_page(type: types.Date, value: datetime.date) -> str:
    return value.isoformat()


def widget(type: types.Date) -> tuple[str, dict[str, object]]:
    return "date", {"type": "date", "min": type.low.isoformat(), "max": type.high.isoformat()}


def display(type: types.Date, value: datetime.date, look: Look) -> str:
    return value.isoformat()
