"""Languages: the English sentence is the key, a person's choice counts, numbers and dates come in the reader's way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from flask import Flask, current_app, g, has_request_context, request

from dsl.types import places_of

LANGUAGES = {"en": "English", "zh": "中文"}
"""Languages of the product: code -> own name."""
LOCALES = {"en": "en", "zh": "zh_Hans_CN"}
PLACE = re.compile(r"\{([a-z_]+)\}")


@cache
def catalogue(language: str) -> dict[str, str]:
    """English sentence -> sentence in `language`."""
    path = Path(__file__).parent / "languages" / f"{language}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def language() -> str:
    """The language of this request: the person's choice, else what the browser prefers."""
    if not has_request_context():
        return "en"
    known = g.get("language")
    if known is None:
        known = g.language = chosen() or request.accept_languages.best_match(list(LANGUAGES)) or "en"
    return known


def chosen() -> str | None:
    """What the person who asks has chosen."""
    choose: Callable[[], str] | None = current_app.extensions.get("waybill.language")
    picked = choose() if choose else None
    return picked if picked in LANGUAGES else None


def translate(sentence: str, to: str | None = None, **values: object) -> str:
    """`sentence` in the reader's language, its `{places}` filled once with `values`."""
    text = catalogue(to or language()).get(sentence, sentence)
    return PLACE.sub(lambda place: str(values.get(place[1], place[0])), text) if values else text


_ = translate


def number(value: int | Decimal) -> str:
    """1234567 -> 1,234,567"""
    return format_decimal(value, locale=LOCALES[language()])


def money(minor: int, currency: str) -> str:
    """Minor units of a currency as people write them."""
    amount = Decimal(minor).scaleb(-places_of(currency))
    return format_currency(amount, currency, locale=LOCALES[language()], currency_digits=False)


def day(value: date) -> str:
    """A day: 2 Mar 2026."""
    return format_date(value, "medium", locale=LOCALES[language()])


def moment(value: datetime) -> str:
    """A moment in the installation's zone."""
    zone = ZoneInfo(current_app.extensions["waybill"].zone)
    return format_datetime(value.astimezone(zone), "medium", locale=LOCALES[language()])


def start(app: Flask) -> None:
    """Make the functions known to templates."""
    app.jinja_env.globals |= {"_": translate, "language": language, "LANGUAGES": LANGUAGES}
    app.jinja_env.filters |= {"number": number, "day": day, "moment": moment}
