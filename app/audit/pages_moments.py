"""Moments in addresses: a day and hour in the installation's zone, or a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import request

from app import times
from app.db import now

LONGEST = 40
"""Characters of a moment that is looked at."""


def moment(name: str = "at") -> tuple[datetime, str, bool]:
    """The moment of the query, how a picker writes it, and whether it could be read; now when nothing is asked."""
    given = request.args.get(name, "").strip()
    here = ZoneInfo(times.zone())
    found = read(given)
    chosen = (found or now()).astimezone(here)
    return chosen.astimezone(UTC), chosen.strftime("%Y-%m-%dT%H:%M"), not given or found is not None


def read(text: str) -> datetime | None:
    """The end of the minute that is meant, so that what happened in it counts; None when it is no moment."""
    if not text or len(text) > LONGEST:
        return None
    try:
        found = datetime.fromisoformat(text)
        whole = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(times.zone()))
        return whole.astimezone(UTC).replace(second=59, microsecond=999_999)
    except (ValueError, OverflowError):
        return None


def day(name: str) -> tuple[datetime | None, str]:
    """The beginning of a day of the query, and how it was given; None when there is none."""
    given = request.args.get(name, "").strip()
    found = day_of(given)
    return found, found.astimezone(ZoneInfo(times.zone())).strftime("%Y-%m-%d") if found else ""


def day_of(given: str) -> datetime | None:
    """The beginning of a day in the installation's zone; None when it is none."""
    try:
        found = datetime.fromisoformat(given[:LONGEST]).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        return found.replace(tzinfo=ZoneInfo(times.zone())).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def next_day(at: datetime) -> datetime:
    """A day later in the installation's zone; of the last day there is, that day."""
    try:
        return (at.astimezone(ZoneInfo(times.zone())) + timedelta(days=1)).astimezone(UTC)
    except OverflowError:
        return at
