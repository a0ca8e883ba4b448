"""A database of 10 000 tickets for the HTTP bench, and sessions of the people who use it."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy import text as statement

from app.create_app import create_app
from app.db import db, now, reading, transaction
from app.people import changes, sessions
from app.people.rows import session
from app.processes.publish import publish
from app.settings import Settings
from app.tickets.perform import Wish, perform
from bench.servers import ROOT
from dsl.engine.commands import Approve, Submit

TICKETS = 10_000
DECIDED = 0.6
"""The part of them that the line manager has approved; the others wait for bruno."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """The cookie and the token of somebody who is signed in."""

    cookie: str
    csrf: str


@dataclass(frozen=True, slots=True)
class Filled:
    """Who may ask, and the tickets that wait for bruno."""

    visitors: dict[str, Visitor]
    waiting: list[int]


def fill(settings: Settings, count: int = TICKETS) -> Filled:
    """Set up an empty database: people, the course refund, `count` tickets."""
    app = create_app(settings)
    with app.app_context():
        people()
        version = publish(text("examples/refund.way"), "hana", "bench").id
        tickets = [file_one(version, number) for number in range(count)]
        decided = set(random.Random(1).sample(tickets, int(count * DECIDED)))
        for ticket in sorted(decided):
            perform(Wish(Approve(by="bruno", step="line_manager"), ticket=ticket))
        analyse()
        visitors = {who: visitor(who) for who in ("ana", "bruno")}
        db.engine.dispose()
    return Filled(visitors, [ticket for ticket in tickets if ticket not in decided])


def people() -> None:
    """The tables, and the people of the examples."""
    upgrade()
    with transaction() as c:
        changes.load_teams(c, text("examples/teams.csv"))
        changes.load_people(c, text("examples/people.csv"))


def analyse() -> None:
    """Let PostgreSQL count its rows, as its autovacuum does within a minute of so many writes."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
            c.execute(statement("ANALYZE"))


def text(path: str) -> str:
    return (Path(ROOT) / path).read_text("utf-8")


def file_one(version: int, number: int) -> int:
    answers = {
        "student": f"Student {number}",
        "course": ("english", "maths", "art")[number % 3],
        "paid_on": datetime.date(2026, 1, 1),
        "amount": 201_00 + number * 7 % 4_000_00,
        "reason": "quality",
        "receipts": (),
        "lines": (),
        "listed": 0,
    }
    return perform(Wish(Submit(by="ana", answers=answers), version=version)).ticket


def visitor(who: str) -> Visitor:
    """A new session."""
    with transaction() as c:
        cookie = sessions.begin(c, who, now())
    with reading() as c:
        csrf = c.scalar(select(session.c.csrf).where(session.c.hash == sessions.digest(cookie)))
    return Visitor(cookie, csrf)
