"""Reading tickets: the one question of who sees which, and the lists made with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, false, func, or_, select, true

from app.people.permissions import may
from app.people.queries import Person
from app.processes.queries import readable_versions
from app.processes.rows import process
from app.tickets.rows import involved, ticket, waiting

PAGE = 50
"""Tickets of one page of a list."""
LARGEST_PAGE = 200
"""Most tickets a program may ask for at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A ticket as lists show it. `title` is None when the person may not see what it is made of; `waiting` are the
    steps that wait for the person."""

    id: int
    process: str
    label: str
    version: int
    requester: str
    title: str | None
    status: str
    end: str | None
    stuck: bool
    acknowledged: bool
    count: int
    created: datetime
    changed: datetime
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `next` is what `after` must be for the following one, None on the last."""

    tickets: tuple[Listed, ...]
    next: int | None


def visible(c: Connection, person: Person) -> ColumnElement[bool]:
    """The condition on tickets that the person may see; every channel uses it. Drafts are their requester's alone."""
    own = ticket.c.requester == person.id
    return or_(own, and_(ticket.c.status != "draft", or_(sees_whole(c, person), is_involved(person))))


def is_involved(person: Person) -> ColumnElement[bool]:
    """Tickets the person was asked about, told about, or is named for by `seen by`."""
    return ticket.c.id.in_(select(involved.c.ticket).where(involved.c.person == person.id))


def sees_whole(c: Connection, person: Person) -> ColumnElement[bool]:
    """Tickets the person sees with every field, by role: all of them, or those of some processes."""
    if may(person, "see every ticket"):
        return true()
    versions = readable_versions(c, person)
    return ticket.c.version.in_(versions) if versions else false()


def titled(c: Connection, person: Person) -> ColumnElement[bool]:
    """Tickets whose title the person may see."""
    shown = select(involved.c.ticket).where(involved.c.person == person.id, involved.c.titled)
    return or_(ticket.c.requester == person.id, sees_whole(c, person), ticket.c.id.in_(shown))


def listing(c: Connection, person: Person) -> Select:
    """All visible tickets with their process's label, newest first."""
    return (
        select(ticket, process.c.label, titled(c, person).label("titled"))
        .join(process, process.c.id == ticket.c.process)
        .where(visible(c, person))
        .order_by(ticket.c.id.desc())
    )


def listed(row: Row, steps: tuple[str, ...] = ()) -> Listed:
    """A row of `listing` as a value."""
    return Listed(
        id=row.id,
        process=row.process,
        label=row.label,
        version=row.version,
        requester=row.requester,
        title=row.title if row.titled else None,
        status=row.status,
        end=row.end,
        stuck=row.stuck,
        acknowledged=row.acknowledged,
        count=row.count,
        created=row.created,
        changed=row.changed,
        waiting=steps,
    )


def page(c: Connection, person: Person, query: Select, after: int | None, size: int) -> Page:
    """The tickets of `query` older than `after`."""
    if after is not None:
        query = query.where(ticket.c.id < after)
    rows = c.execute(query.limit(size + 1)).all()
    shown = rows[:size]
    steps = waiting_for(c, person, [row.id for row in shown])
    tickets = tuple(listed(row, steps.get(row.id, ())) for row in shown)
    return Page(tickets, shown[-1].id if len(rows) > size else None)


def waiting_for(c: Connection, person: Person, tickets: list[int]) -> dict[int, tuple[str, ...]]:
    """Which steps of these tickets wait for the person."""
    found: dict[int, tuple[str, ...]] = {}
    if tickets:
        mine = select(waiting.c.ticket, waiting.c.step).where(waiting.c.person == person.id)
        for row in c.execute(mine.where(waiting.c.ticket.in_(tickets)).order_by(waiting.c.step)):
            found[row.ticket] = (*found.get(row.ticket, ()), row.step)
    return found


def mine(c: Connection, person: Person, after: int | None = None, size: int = PAGE) -> Page:
    """What the person has requested."""
    return page(c, person, listing(c, person).where(ticket.c.requester == person.id), after, size)


def to_decide(c: Connection, person: Person, after: int | None = None, size: int = PAGE) -> Page:
    """What waits for the person."""
    open_for = select(waiting.c.ticket).where(waiting.c.person == person.id)
    return page(c, person, listing(c, person).where(ticket.c.id.in_(open_for)), after, size)


def everything(c: Connection, person: Person, after: int | None = None, size: int = PAGE) -> Page:
    """All the person may see."""
    return page(c, person, listing(c, person), after, size)


def incidents(c: Connection, person: Person, after: int | None = None, size: int = PAGE) -> Page:
    """Open tickets where nobody can act, for those who look after incidents."""
    allowed = true() if may(person, "see incidents") else false()
    return page(c, person, listing(c, person).where(ticket.c.stuck, allowed), after, size)


def one(c: Connection, person: Person, id: int) -> Listed | None:
    """The ticket, if the person may see it."""
    row = c.execute(listing(c, person).where(ticket.c.id == id)).first()
    return listed(row, waiting_for(c, person, [id]).get(id, ())) if row else None


def count_to_decide(c: Connection, person: Person) -> int:
    """How many tickets wait for the person."""
    open_for = select(waiting.c.ticket).where(waiting.c.person == person.id)
    return c.scalar(select(func.count()).select_from(ticket).where(ticket.c.id.in_(open_for), visible(c, person))) or 0


def load(c: Connection, id: str) -> int:
    """How many open steps wait for a person: what `pick least busy` compares."""
    return c.scalar(select(func.count()).select_from(waiting).where(waiting.c.person == id)) or 0
