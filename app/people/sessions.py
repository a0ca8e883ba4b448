"""Being signed in: a row per session, whose cookie is stored as a hash only, joined with the person on every request."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, current_app, g, request
from sqlalchemy import Connection, Row, bindparam, delete, select, update
from werkzeug.exceptions import Unauthorized

from app.db import now, reading, transaction
from app.i18n import translate as _
from app.people.queries import WHOLE, Person, person_of
from app.people.rows import person, session, token

IDLE = timedelta(hours=12)
"""A session unused for so long is over."""
ABSOLUTE = timedelta(days=14)
"""A session is over so long after sign-in, however busy."""
TOUCH = timedelta(minutes=5)
"""How often `seen` is written."""
TOKEN_DAYS = 366
"""Longest life of a token."""

SESSION = (
    select(*WHOLE, session.c.hash, session.c.csrf, session.c.seen, session.c.started)
    .select_from(session)
    .join(person, person.c.id == session.c.person)
    .where(person.c.active, session.c.hash == bindparam("hash"))
)
TOKEN = (
    select(*WHOLE, token.c.until)
    .select_from(token)
    .join(person, person.c.id == token.c.person)
    .where(person.c.active, token.c.hash == bindparam("hash"))
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who asks, and how: by a session (with its CSRF token) or by a bearer token (without)."""

    person: Person
    csrf: str | None
    hash: str


def digest(secret: str) -> str:
    """How a secret is stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def cookie_name() -> str:
    """The cookie's name; its prefix makes browsers refuse it from elsewhere."""
    return "__Host-waybill" if current_app.extensions["waybill"].secure else "waybill"


def load() -> SignedIn | None:
    """Who asks now, read once per request. A disabled person is nobody from that moment on."""
    if "signed_in" not in g:
        g.signed_in = find()
    return g.signed_in


def find() -> SignedIn | None:
    """Look up the bearer token or the session cookie of this request."""
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and value:
        return by_token(value.strip(), now())
    cookie = request.cookies.get(cookie_name())
    return by_cookie(cookie, now()) if cookie else None


def by_token(value: str, at: datetime) -> SignedIn | None:
    """Who holds this bearer token."""
    hashed = digest(value)
    with reading() as c:
        row = c.execute(TOKEN, {"hash": hashed}).first()
    return SignedIn(person_of(row), None, hashed) if row and row.until > at else None


def by_cookie(value: str, at: datetime) -> SignedIn | None:
    """Whose session this cookie is of, while it lasts."""
    hashed = digest(value)
    with reading() as c:
        row = c.execute(SESSION, {"hash": hashed}).first()
    if row is None or is_over(row, at):
        return None
    if at - row.seen > TOUCH:
        with transaction() as c:
            c.execute(update(session).where(session.c.hash == hashed).values(seen=at))
    return SignedIn(person_of(row), row.csrf, hashed)


def is_over(row: Row, at: datetime) -> bool:
    """Whether the session was idle too long, or is too old."""
    return at - row.seen > IDLE or at - row.started > ABSOLUTE


def begin(c: Connection, who: str, at: datetime) -> str:
    """Start a session with a new id; returns what the cookie holds. Takes over-aged sessions of the person away."""
    value = secrets.token_urlsafe(32)
    c.execute(delete(session).where(session.c.person == who, session.c.started < at - ABSOLUTE))
    row = {"hash": digest(value), "person": who, "csrf": secrets.token_urlsafe(32), "started": at, "seen": at}
    c.execute(session.insert().values(row))
    return value


def end(c: Connection, hashed: str) -> None:
    """End one session."""
    c.execute(delete(session).where(session.c.hash == hashed))


def end_all(c: Connection, who: str) -> None:
    """End every session and token of a person."""
    c.execute(delete(session).where(session.c.person == who))
    c.execute(delete(token).where(token.c.person == who))


def give_token(c: Connection, who: str, name: str, days: int, at: datetime) -> str:
    """A new bearer token, shown this once."""
    value = "wb_" + secrets.token_urlsafe(32)
    until = at + timedelta(days=min(days, TOKEN_DAYS))
    c.execute(token.insert().values(hash=digest(value), person=who, name=name, made=at, until=until))
    return value


def set_cookie(answer: Response, value: str) -> None:
    """Hand the session to the browser."""
    answer.set_cookie(
        cookie_name(), value, httponly=True, samesite="Lax", path="/", secure=current_app.extensions["waybill"].secure
    )


def current_person() -> Person:
    """Who asks; 401 when nobody is signed in."""
    signed_in = load()
    if signed_in is None:
        raise Unauthorized(_("sign in, or send a bearer token"))
    return signed_in.person
