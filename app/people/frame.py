"""What the frame around every page shows: who is signed in, the theme, where one is, and small words about people."""

from __future__ import annotations

from functools import cache

from flask import Flask, request

from app.people.permissions import may
from app.people.queries import Person
from app.people.sessions import load

THEMES = ("", "light", "dark")
THEME_COOKIE, LANGUAGE_COOKIE = "waybill-theme", "waybill-language"


def language_of() -> str:
    """The language the person chose, or before sign-in the browser."""
    signed_in = load()
    return signed_in.person.language if signed_in else request.cookies.get(LANGUAGE_COOKIE, "")


def theme() -> str:
    """The colours this browser asked for; empty: as its system."""
    wanted = request.cookies.get(THEME_COOKIE, "")
    return wanted if wanted in THEMES else ""


def here() -> str:
    """The address of this page, to come back to."""
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


@cache
def initials(name: str) -> str:
    """One or two letters that stand for a person."""
    words = [word for word in name.split() if word]
    first = words[0][:1] if words else "?"
    second = words[1][:1] if len(words) > 1 and first.isascii() else ""
    return (first + second).upper()


def part_of(person: Person) -> str:
    """What to know about a person at a glance: roles, else teams."""
    return " · ".join(sorted(person.roles)) or " · ".join(sorted(person.teams)) or person.id


def context() -> dict[str, object]:
    """What every template may use."""
    signed_in = load()
    me = signed_in.person if signed_in else None
    return {"me": me, "may": lambda verb: me is not None and may(me, verb)}


def start(app: Flask) -> None:
    """Give templates their frame."""
    app.extensions["waybill.language"] = language_of
    app.context_processor(context)
    app.jinja_env.globals.update(waiting_count=lambda: 0, theme=theme, here=here, initials=initials, part_of=part_of)
