"""Durations in words and in ISO 8601: seconds for clock time, minutes of eight-hour days for business time."""

from __future__ import annotations

import re

from dsl.scaled import Unfit

SECONDS = {"minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
MINUTES = {"minutes": 1, "hours": 60, "days": 480}
"""A business day is eight hours."""

N = "([0-9]{1,9})"
ISO = re.compile(rf"(-?)P(?:{N}W)?(?:{N}D)?(?:T(?=[0-9])(?:{N}H)?(?:{N}M)?(?:{N}S)?)?")
WORDS = re.compile(r"(-?)([0-9]{1,9}) (business )?(minute|hour|day|week)s?")
CHINESE = {"minutes": "分钟", "hours": "小时", "days": "天", "weeks": "周"}


def units_of(count: int, unit: str, business: bool) -> int:
    """`2 business days` as business minutes, `15 minutes` as seconds; Unfit for `business weeks`."""
    scale = (MINUTES if business else SECONDS).get(unit)
    if scale is None:
        raise Unfit("not-a-duration")
    return count * scale


def read_length(raw: object, business: bool) -> int:
    """Seconds (or business minutes) of `"PT15M"`, `"15 minutes"`, `"2 business days"`, or Unfit."""
    if not isinstance(raw, str) or len(raw) > 80:
        raise Unfit("not-a-duration")
    if words := WORDS.fullmatch(raw):
        if bool(words[3]) != business:
            raise Unfit("not-a-duration")
        size = units_of(int(words[2]), words[4] + "s", business)
        return -size if words[1] else size
    iso = None if business else ISO.fullmatch(raw)
    if not iso or not any(iso.groups()[1:]):
        raise Unfit("not-a-duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in iso.groups()[1:])
    size = weeks * 604800 + days * 86400 + hours * 3600 + minutes * 60 + seconds
    return -size if iso[1] else size


def write_iso(seconds: int) -> str:
    """`900` is `"PT15M"`; days, hours, minutes and seconds, zeros left out."""
    days, rest = divmod(abs(seconds), 86400)
    clock = "".join(f"{n}{u}" for n, u in ((rest // 3600, "H"), (rest // 60 % 60, "M"), (rest % 60, "S")) if n)
    body = (f"{days}D" if days else "") + (f"T{clock}" if clock or not days else "")
    return ("-" if seconds < 0 else "") + "P" + (body if body != "T" else "T0S")


def largest_unit(size: int, units: dict[str, int]) -> tuple[int, str]:
    """`(2, "days")` for 960 business minutes: the largest unit that divides it."""
    for unit in sorted(units, key=units.get, reverse=True):
        if size % units[unit] == 0 and (size or unit == "hours"):
            return abs(size) // units[unit], unit
    return abs(size), "seconds"


def write_words(size: int, business: bool, language: str = "en") -> str:
    """`"2 business days"`, `"15 minutes"`; `"2 个工作日"` and `"15 分钟"` in Chinese."""
    count, unit = largest_unit(size, MINUTES if business else SECONDS)
    sign = "-" if size < 0 else ""
    if language != "zh":
        return f"{sign}{count} {'business ' if business else ''}{unit if count != 1 else unit[:-1]}"
    if business and unit == "days":
        return f"{sign}{count} 个工作日"
    return f"{sign}{count} {'工作' if business else ''}{CHINESE.get(unit, '秒')}"
