"""Signing in and out: by name in a demo, by password elsewhere; always a new session."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Response, current_app, g
from sqlalchemy import select, update

from app.db import now, reading, transaction
from app.people import passwords, sessions
from app.people.changes import ID
from app.people.queries import Person, everyone, find
from app.people.rows import person

TRIES = 10
"""Wrong passwords for one person in a row before a pause."""
PAUSE = timedelta(minutes=1)
"""How long nobody can try that person's password then."""


def demo_people() -> list[Person]:
    """Who can be chosen on the sign-in page of a demo; nobody elsewhere."""
    if not current_app.extensions["waybill"].demo:
        return []
    with reading() as c:
        return everyone(c)


def check(who: str, password: str) -> Person | None:
    """The person who may sign in so: any active one without a password in a demo, elsewhere one with this password."""
    at = now()
    who = who if ID.fullmatch(who) else ""
    with reading() as c:
        found = find(c, who)
        row = c.execute(select(person.c.password, person.c.failures, person.c.failed).where(person.c.id == who)).first()
    stored = row.password if row and found else None
    if current_app.extensions["waybill"].demo and found and not stored:
        return found
    if row and row.failures >= TRIES and at - row.failed < PAUSE:
        return None
    right = passwords.matches(stored, password)
    if row and (row.failures or not right):
        count(who, right, at)
    return found if right else None


def count(who: str, right: bool, at: datetime) -> None:
    """Count wrong passwords in a row."""
    failures = 0 if right else person.c.failures + 1
    with transaction() as c:
        c.execute(update(person).where(person.c.id == who).values(failures=failures, failed=None if right else at))


def sign_in(who: Person, answer: Response) -> Response:
    """Begin a session for `who` and put its cookie on `answer`; the session before, if any, ends."""
    before = sessions.load()
    with transaction() as c:
        if before and before.csrf:
            sessions.end(c, before.hash)
        value = sessions.begin(c, who.id, now())
    g.pop("signed_in", None)
    sessions.set_cookie(answer, value)
    return answer


def sign_out(answer: Response) -> Response:
    """End the session and take its cookie away."""
    signed_in = sessions.load()
    if signed_in and signed_in.csrf:
        with transaction() as c:
            sessions.end(c, signed_in.hash)
    g.pop("signed_in", None)
    answer.delete_cookie(sessions.cookie_name(), path="/", httponly=True, samesite="Lax")
    return answer
