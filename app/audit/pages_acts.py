"""What administrators did, checkpoints of the log, and what is kept: retention, legal holds, erased tickets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, select

from app import times
from app.i18n import translate as _
from app.journal import anchoring
from app.journal.rows import act, anchor, checkpoint, log
from app.people import queries as people
from app.processes.rows import process
from app.tickets.rows import hold, ticket

PAGE = 50
"""Rows of one page."""
HIGHEST = 2**31 - 1
"""Above every number of an act; PostgreSQL refuses to compare with more."""
LONGEST = 4000
"""Characters of what an act says that are shown; the export has all of it."""
KINDS = {
    "published": "A version was published",
    "retired": "A process was retired",
    "back": "A process was brought back",
    "four-eyes": "Four eyes were switched on",
    "ask-two-eyes": "Somebody asked to switch four eyes off",
    "two-eyes": "Four eyes were switched off",
    "covered": "Examples have to exercise everything from then on",
    "uncovered": "Examples no longer have to exercise everything",
    "people": "People were changed",
    "teams": "Teams were changed",
    "disabled": "A person was disabled",
    "password": "A password was set",
    "token": "A token was made",
    "retention": "The time tickets are kept was changed",
    "hold": "A legal hold was put on a ticket",
    "release": "A legal hold was taken away",
    "erased": "A ticket was erased",
    "erased-person": "Personal values of somebody were erased",
    "moved": "Tickets were moved to another version",
    "moved-back": "A move of tickets was undone",
    "key": "A new key signs checkpoints",
    "restored": "The database was put back from a backup",
    "verified": "Everything stored was looked at, and the result kept",
    "exported": "A bundle was taken",
    "settings": "Waybill was started with other settings",
}
"""What an act is called; said in the reader's language."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts: of a kind, by a person, from a moment on and before another."""

    what: str = ""
    by: str = ""
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Act:
    number: int
    at: str
    iso: str
    by: str
    what: str
    subject: str
    reason: str
    body: str
    digest: str


def acts(c: Connection, wanted: Wanted, before: int | None) -> tuple[list[Act], int | None]:
    """A page of acts, the newest first."""
    query = select(act).order_by(act.c.number.desc()).limit(PAGE + 1)
    query = query.where(act.c.what == wanted.what) if wanted.what else query
    query = query.where(act.c.by == wanted.by) if wanted.by else query
    query = query.where(act.c.at >= wanted.start) if wanted.start else query
    query = query.where(act.c.at < wanted.end) if wanted.end else query
    rows = c.execute(query.where(act.c.number < min(before, HIGHEST)) if before else query).all()
    shown = rows[:PAGE]
    names = people.names(c, {row.by for row in shown})
    return [written(row, names) for row in shown], shown[-1].number if len(rows) > PAGE else None


def written(row: Row, names: dict[str, str]) -> Act:
    """An act with what is public of it; names and addresses of people are in the part that may be erased."""
    body = json.dumps(row.body, ensure_ascii=False, indent=1)
    reason = str(row.body.get("reason") or "")
    shown = body if len(body) <= LONGEST else body[:LONGEST] + " …"
    iso = row.at.isoformat(timespec="minutes")
    return Act(row.number, times.full(row.at), iso, names[row.by], row.what, row.subject, reason, shown, row.digest)


def actors(c: Connection) -> list[tuple[str, str]]:
    """Everybody who did something, by name."""
    ids = list(c.scalars(select(act.c.by).distinct()))
    return sorted(people.names(c, ids).items(), key=lambda each: each[1])


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint; `anchored` says of each place outside when it took it, or why not."""

    size: int
    root: str
    key: str
    at: str
    note: str
    anchored: tuple[tuple[str, str], ...]


def checkpoints(c: Connection, before: int | None) -> tuple[list[Signed], int | None]:
    """A page of checkpoints, the newest first."""
    query = select(checkpoint).order_by(checkpoint.c.size.desc()).limit(PAGE + 1)
    rows = c.execute(query.where(checkpoint.c.size < before) if before else query).all()
    reached = list(c.execute(select(anchor).order_by(anchor.c.name)))
    found = [
        Signed(row.size, row.root, row.key, times.full(row.at), row.note, places(row.anchored, row.size, reached))
        for row in rows[:PAGE]
    ]
    return found, rows[PAGE - 1].size if len(rows) > PAGE else None


def places(anchored: object, size: int, reached: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """Where a checkpoint was sent, with what came of it. One that was never sent is covered by a later one that was."""
    said = {str(name): str(what) for name, what in anchored.items()} if isinstance(anchored, dict) else {}
    for one in reached:
        if one.size > size and not said.get(one.name, "").startswith("sent "):
            said[one.name] = _("covered by a later checkpoint that it took, of {size} entries", size=one.size)
        elif one.failures and one.size < size and one.name not in said:
            said[one.name] = _("not sent yet: an earlier try failed, the next one is at {at}", at=times.full(one.due))
    return tuple(sorted(said.items()))


@dataclass(frozen=True, slots=True)
class Behind:
    """An anchor whose last try failed: how far it is, how often it was tried, when next, and what it said."""

    name: str
    size: int
    failures: int
    due: str
    said: str


def behind(c: Connection) -> list[Behind]:
    """Anchors that are tried again."""
    return [Behind(row.name, row.size, row.failures, times.full(row.due), row.said) for row in anchoring.behind(c)]


def put_back(c: Connection) -> list[tuple[int, str, int, int]]:
    """Each time the database was put back from a backup: the act, when, entries that were signed, and those left."""
    rows = c.execute(select(act).where(act.c.what == "restored").order_by(act.c.number.desc()).limit(PAGE))
    return [(row.number, times.full(row.at), row.body["size"], row.body["kept"]) for row in rows]


def unsigned(c: Connection) -> int:
    """Entries of the log that no checkpoint signs yet."""
    size = c.scalar(select(func.max(log.c.number))) or 0
    return max(size - (c.scalar(select(func.max(checkpoint.c.size))) or 0), 0)


@dataclass(frozen=True, slots=True)
class Held:
    """A ticket under a legal hold; `open` when its page can be looked at."""

    ticket: int
    by: str
    at: str
    reason: str
    open: bool


def years(c: Connection) -> list[tuple[str, int]]:
    """How long the tickets of each process are kept after their end."""
    rows = c.execute(select(process.c.id, process.c.retention).order_by(process.c.id))
    return [(row.id, row.retention) for row in rows]


def holds(c: Connection, after: int) -> tuple[list[Held], int | None]:
    """A page of legal holds by ticket."""
    query = select(hold, ticket.c.status).outerjoin(ticket, ticket.c.id == hold.c.ticket)
    rows = c.execute(query.where(hold.c.ticket > after).order_by(hold.c.ticket).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    names = people.names(c, {row.by for row in shown})
    found = [Held(row.ticket, names[row.by], times.full(row.at), row.reason, opens(row.status)) for row in shown]
    return found, shown[-1].ticket if len(rows) > PAGE else None


def opens(status: str | None) -> bool:
    """Drafts are their requester's alone."""
    return status not in (None, "draft")
