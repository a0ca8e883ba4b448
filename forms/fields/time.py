"""Times of day to the minute, and moments: a day and a time somewhere, kept in UTC."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from dsl import types
from forms.fields.look import Look
from forms.fields.text import END
from forms.messages import Wrong, word

CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
ZONE = "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
TIME = re.compile(CLOCK).fullmatch
MOMENT = re.compile(f"{DAY}T{CLOCK}(:[0-5][0-9])?{ZONE}").fullmatch
LOCAL = re.compile(f"{DAY}[T ]{CLOCK}(:[0-5][0-9])?").fullmatch


def schema(type: types.Time | types.Moment, required: bool) -> dict[str, object]:
    if isinstance(type, types.Time):
        return {"type": "string", "pattern": f"^{CLOCK}{END}"}
    return {"type": "string", "pattern": f"^{DAY}T{CLOCK}(:[0-5][0-9])?{ZONE}{END}", "format": "date-time"}


def from_json(type: types.Time | types.Moment) -> Callable:
    if isinstance(type, types.Moment):
        return _moment_from_json

    def read(raw, world):
        if raw.__class__ is str and TIME(raw):
            return datetime.time(int(raw[:2]), int(raw[3:]))
        return Wrong("not-a-time", {"word": word(raw)})

    return read


def _moment_from_json(raw, world):
    value = _utc(raw, None) if raw.__class__ is str and MOMENT(raw) else None
    return Wrong("not-a-moment", {"word": word(raw)}) if value is None else value


def _utc(raw: str, zone: datetime.tzinfo | None) -> datetime.datetime | None:
    """The moment in UTC; None for a day that is none, or beyond the years a calendar has."""
    try:
        value = datetime.datetime.fromisoformat(raw)
        return (value.replace(tzinfo=zone) if zone else value).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        return None


def from_page(type: types.Time | types.Moment) -> Callable:
    read = from_json(type) if isinstance(type, types.Time) else _moment_from_page
    return lambda raw, world: read(raw.strip() if raw.__class__ is str else raw, world) if raw else None


def _moment_from_page(raw, world):
    """Pages post the clock of the process's zone; what carries its own zone is taken as JSON."""
    if raw.__class__ is not str or not LOCAL(raw):
        return _moment_from_json(raw, world)
    value = _utc(raw, world.zone)
    return Wrong("not-a-moment", {"word": word(raw)}) if value is None else value


def to_page(type: types.Time | types.Moment, value: datetime.time | datetime.datetime) -> str:
    """A moment without its zone's clock at hand is written with its `Z`; `local` knows the zone."""
    if isinstance(type, types.Time):
        return value.strftime("%H:%M")
    return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def local(raw: str, zone: datetime.tzinfo) -> str:
    """What a `datetime-local` input shows for `raw` as `to_page` wrote it, on the clock of `zone`."""
    if not MOMENT(raw) or (value := _utc(raw, None)) is None:
        return raw
    value = value.astimezone(zone)
    return value.strftime("%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M")


def widget(type: types.Time | types.Moment) -> tuple[str, dict[str, object]]:
    return ("time", {"type": "time"}) if isinstance(type, types.Time) else ("moment", {"type": "datetime-local"})


def display(type: types.Time | types.Moment, value: datetime.time | datetime.datetime, look: Look) -> str:
    if isinstance(type, types.Time):
        return value.strftime("%H:%M")
    return value.astimezone(look.zone).strftime("%Y-%m-%d %H:%M %Z")
