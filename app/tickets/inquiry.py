"""Inquiries: claims asked of the tickets of a process a second at a time; how far it is stands in the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from app.db import now, reading, transaction
from app.people.queries import Person
from app.processes.programs import libraries
from app.processes.programs import program as program_of
from app.processes.queries import find_version
from app.tickets.hindsight import Result, blank, filed, from_json, histories, look, world
from app.tickets.rows import inquiry, ticket
from dsl.own_claims import asker as asker_of
from dsl.parse import parse
from dsl.problems import Problem
from dsl.program import Program

SECOND = 1.0
"""Of work before the reader hears how far it is."""
KEPT = 20
"""Inquiries of one person that are kept, the newest."""
LONGEST = 20_000
"""Characters of claims that somebody asks."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Claims (`text`; the version's own without) asked of tickets begun in a stretch of time; `last` was looked at last."""

    id: int
    process: str
    version: int
    text: str | None
    since: datetime | None
    until: datetime | None
    last: int
    total: int
    result: dict
    done: bool
    by: str
    at: datetime


def of_row(row: Row) -> Inquiry:
    columns = row.id, row.process, row.version, row.claims, row.since, row.until, row.last, row.total, row.result
    return Inquiry(*columns, row.state == "done", row.by, row.at)


def find(c: Connection, id: int) -> Inquiry | None:
    """The inquiry with this number."""
    row = c.execute(select(inquiry).where(inquiry.c.id == id)).first()
    return of_row(row) if row else None


def latest(c: Connection, person: Person, process: str = "") -> list[Inquiry]:
    """What the person asked lately, the newest first."""
    query = select(inquiry).where(inquiry.c.by == person.id).order_by(inquiry.c.id.desc())
    return [of_row(row) for row in c.execute(query.where(inquiry.c.process == process) if process else query)]


def asker(c: Connection, version: int, text: str | None) -> Program | tuple[Problem, ...]:
    """Whose claims are asked: those of a version, or own ones read in its text."""
    if text is None:
        return program_of(c, version)
    base = find_version(c, version)
    made = asker_of(text, parse(base.text).process, libraries(base.files)[0])
    # Whoever asks in the names of a text reads its labels.
    return replace(made, words=program_of(c, version).words) if isinstance(made, Program) and not made.words else made


def start(
    person: Person, process: str, version: int, text: str | None, since: datetime | None, until: datetime | None
) -> int | tuple[Problem, ...]:
    """Begin to ask; its number, or what is wrong with the claims. Tickets that come later are not looked at."""
    at = now()
    bound = min(until, at) if until else at
    with transaction() as c:
        asking = asker(c, version, text)
        if not isinstance(asking, Program):
            return asking
        total = c.scalar(select(func.count()).select_from(ticket).where(*filed(process, since, bound))) or 0
        row = {"process": process, "version": version, "claims": text, "since": since, "until": bound, "last": 0}
        row |= {"total": total, "result": blank(asking).to_json(), "state": "running", "by": person.id, "at": at}
        id = c.execute(insert(inquiry).values(row)).inserted_primary_key[0]
        old = select(inquiry.c.id).where(inquiry.c.by == person.id).order_by(inquiry.c.id.desc()).offset(KEPT)
        c.execute(delete(inquiry).where(inquiry.c.id.in_(list(c.scalars(old)))))
    return id


def go_on(id: int, seconds: float = SECOND) -> Inquiry | None:
    """Look at tickets for a while; the inquiry as it is then. Who goes on at the same time does the same work, once kept."""
    with reading() as c:
        found = find(c, id)
        if found is None or found.done:
            return found
        result, last, done = piece(c, found, monotonic() + seconds)
    values = {"last": last, "result": result.to_json(), "state": "done" if done else "running"}
    with transaction() as c:
        mine = inquiry.c.id == id, inquiry.c.last == found.last, inquiry.c.state == "running"
        c.execute(update(inquiry).where(*mine).values(values))
        return find(c, id)


def piece(c: Connection, found: Inquiry, end: float) -> tuple[Result, int, bool]:
    """The result after some more tickets, the last of them, and whether that was all."""
    asking, around = asker(c, found.version, found.text), world(c, found.process)
    result, last = from_json(found.result), found.last
    for id, entries in histories(c, filed(found.process, found.since, found.until), last):
        look(result, asking, id, entries, around)
        last = id
        if monotonic() > end:
            return result, last, False
    return result, last, True
