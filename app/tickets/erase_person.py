"""Erasing a person who left: name, mail and attributes, in the directory and in the acts that told them; the id stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row, Select, String, cast, or_, select, update

from app.db import now, transaction
from app.journal import admin
from app.journal.rows import act, journal
from app.people import sessions
from app.people.rows import person
from app.tickets.erase import clean, settle
from app.tickets.retention import NotAllowed
from app.tickets.rows import hold, involved, ticket, waiting

FEW = 5
"""Tickets that a refusal names."""
OPEN = ("open", "returned")
"""What tickets are that somebody must still do something about; a draft is nobody else's."""
BLANK = {"name": "", "email": "", "language": "", "attributes": {}, "password": None, "failures": 0, "failed": None}
"""What is left in the directory."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What an erasure did, and what it left: `acts` lost something, of which `whole` lost all they had; `own` tickets of the
    person stay, and `recorded` says in how many tickets which attribute stays as a recorded fact."""

    acts: list[int]
    whole: list[int]
    own: int
    recorded: Counter = field(default_factory=Counter)


def erase_person(id: str, by: str, reason: str, at: datetime | None = None) -> Gone:
    """Erase the person, all of it or nothing. NotAllowed while work waits for them, or a hold is on it."""
    moment = at or now()
    with transaction() as c:
        clean(c)
        row = c.execute(select(person).where(person.c.id == id).with_for_update()).first()
        require_left(id, row)
        require_nothing_open(c, id)
        changed, whole = taken_out(c, id)
        c.execute(update(person).where(person.c.id == id).values(BLANK | {"erased": moment}))
        sessions.end_all(c, id)
        gone = Gone(changed, whole, own_tickets(c, id), recorded(c, id))
        body = {"reason": reason, "acts": changed, "whole": whole, "own": gone.own, "recorded": dict(gone.recorded)}
        admin.note(c, "erased-person", by, id, body, at=moment)
    settle()
    return gone


def require_left(id: str, row: Row | None) -> None:
    """Raise NotAllowed unless this is somebody who left, with something personal."""
    if row is None:
        raise NotAllowed(f"nobody has the id `{id}`")
    if row.erased is not None:
        raise NotAllowed(f"nothing personal is left of `{id}`: it was erased on {row.erased:%Y-%m-%d}")
    if row.active:
        raise NotAllowed(f"`{id}` is active: `waybill person disable {id}` first")


def require_nothing_open(c: Connection, id: str) -> None:
    """Raise NotAllowed while somebody may have to ask who this is."""
    waits = select(waiting.c.ticket).where(waiting.c.person == id).distinct()
    if found := few(c, waits.order_by(waiting.c.ticket)):
        raise NotAllowed(f"work waits for `{id}` on {found}: reassign it first")
    own = select(ticket.c.id).where(ticket.c.requester == id, ticket.c.status.in_(OPEN))
    if found := few(c, own.order_by(ticket.c.id)):
        raise NotAllowed(f"`{id}` asked for something that has not ended: {found}")
    took_part = select(involved.c.ticket).where(involved.c.person == id, involved.c.ticket == hold.c.ticket)
    acted = select(journal.c.ticket).where(journal.c.by == id, journal.c.ticket == hold.c.ticket)
    if found := few(c, select(hold.c.ticket).where(or_(took_part.exists(), acted.exists())).order_by(hold.c.ticket)):
        raise NotAllowed(f"`{id}` has a part in what is under a legal hold: {found}")


def few(c: Connection, query: Select) -> str:
    """The first tickets of a query, for a sentence."""
    found = list(c.scalars(query.limit(FEW + 1)))
    more = " and more" if len(found) > FEW else ""
    return f"ticket {', '.join(map(str, found[:FEW]))}{more}" if found else ""


def taken_out(c: Connection, id: str) -> tuple[list[int], list[int]]:
    """Take what is about the person out of every act; acts that lost something, and those from before 0005, which had one
    commitment for everybody they name and lose all of it."""
    changed, whole = [], []
    for row in c.execute(select(act).where(act.c.personal.is_not(None), named(id))).mappings().all():
        part = row["personal"].get(id)
        if part is None or "gone" in part:
            continue
        c.execute(update(act).where(act.c.number == row["number"]).values(admin.without(row, id)))
        changed.append(row["number"])
        whole += [row["number"]] if row["salt"] is not None else []
    return changed, whole


def named(id: str):
    """Acts whose personal part may be about the person; cheaply, and never too few."""
    return cast(act.c.personal, String).contains(f'"{id}"', autoescape=True)


def own_tickets(c: Connection, id: str) -> int:
    """How many tickets the person asked for; they are kept, and erased, by themselves."""
    return len(c.scalars(select(ticket.c.id).where(ticket.c.requester == id)).all())


def recorded(c: Connection, id: str) -> Counter:
    """In how many tickets each attribute of the person stays, as a fact some decision was made with."""
    about = f"person:{id}:"
    facts = select(journal.c.ticket, journal.c.facts).where(cast(journal.c.facts, String).contains(about, autoescape=True))
    found: dict[str, set[int]] = {}
    for row in c.execute(facts):
        for name in attributes(row.facts, about):
            found.setdefault(name, set()).add(row.ticket)
    return Counter({name: len(tickets) for name, tickets in sorted(found.items())})


def attributes(facts: Iterable[str], about: str) -> list[str]:
    """The attributes that facts tell of the person."""
    return [question.removeprefix(about) for question in facts if question.startswith(about)]
