"""Moments as lists and pages show them: short, in the installation's zone, and cheap to ask for fifty times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time
from flask import current_app

from app.i18n import LOCALES, language

DAY = {"en": "d MMM", "zh_Hans_CN": "M月d日"}
DATE = {"en": "d MMM y", "zh_Hans_CN": "y年M月d日"}
MINUTE = {"en": "d MMM y, HH:mm", "zh_Hans_CN": "y年M月d日 HH:mm"}
"""Patterns by locale."""


def zone() -> str:
    """The installation's zone."""
    return current_app.extensions["waybill"].zone


@lru_cache(maxsize=4096)
def written_short(minute: datetime, year: int, today: bool, locale: str) -> str:
    """The hour for today, the day for this year, else the whole date; `minute` stands in the zone already."""
    if today:
        return format_time(minute, "HH:mm", locale=locale)
    pattern = DAY[locale] if minute.year == year else DATE[locale]
    return format_date(minute, pattern, locale=locale)


@lru_cache(maxsize=4096)
def written_full(minute: datetime, locale: str) -> str:
    """Day and hour."""
    return format_datetime(minute, MINUTE[locale], locale=locale)


def writer(now: datetime) -> Callable[[datetime], tuple[str, str]]:
    """Writes moments of one page, briefly beside `now` and to the minute; zone and language are looked up once."""
    here, locale = ZoneInfo(zone()), LOCALES[language()]
    today = now.astimezone(here)
    year, day = today.year, today.date()

    def write(at: datetime) -> tuple[str, str]:
        local = at.astimezone(here).replace(second=0, microsecond=0)
        return written_short(local, year, local.date() == day, locale), written_full(local, locale)

    return write


def full(at: datetime) -> str:
    """`at` to the minute."""
    return written_full(at.astimezone(ZoneInfo(zone())).replace(second=0, microsecond=0), LOCALES[language()])
