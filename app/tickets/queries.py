"""Reading tickets: the one question of who sees which, and the lists made with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from app.people.permissions import may
from app.people.queries import Person
from app.people.rows import person as persons
from app.processes.queries import readable_versions
from app.processes.rows import process
from app.tickets.rows import involved, ticket, waiting

PAGE = 50
"""Tickets of one page of a list."""
LARGEST_PAGE = 200
"""Most tickets a program may ask for at once."""
NEWEST = 2**62
"""Above every id."""
WHO = bindparam("who")
VERSIONS = bindparam("versions", expanding=True)


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


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person sees by role, before any part in a ticket: `every` ticket, or all of some process `versions`."""

    who: str
    every: bool
    versions: tuple[int, ...]

    @property
    def shape(self) -> tuple[bool, bool]:
        """Which condition fits; the statements are made once for each shape."""
        return self.every, bool(self.versions)

    @property
    def values(self) -> dict[str, object]:
        """What fills the condition."""
        return {"who": self.who, "versions": self.versions} if self.versions and not self.every else {"who": self.who}


def sight(c: Connection, person: Person) -> Sight:
    """What the person sees by role now."""
    every = may(person, "see every ticket")
    return Sight(person.id, every, () if every else tuple(readable_versions(c, person)))


@cache
def visible(every: bool, some: bool) -> ColumnElement[bool]:
    """The condition on tickets that a person may see; every channel uses it. Drafts are their requester's alone."""
    seat = ticket.c.id.in_(select(involved.c.ticket).where(involved.c.person == WHO))
    return and_(or_(sees_whole(every, some), seat), or_(ticket.c.status != "draft", ticket.c.requester == WHO))


@cache
def sees_whole(every: bool, some: bool) -> ColumnElement[bool]:
    """Tickets seen with every field, by role."""
    return true() if every else ticket.c.version.in_(VERSIONS) if some else false()


@cache
def titled(every: bool, some: bool) -> ColumnElement[bool]:
    """Tickets whose title the person may see."""
    shown = select(involved.c.ticket).where(involved.c.person == WHO, involved.c.titled)
    return or_(sees_whole(every, some), ticket.c.id.in_(shown))


def orphaned() -> ColumnElement[bool]:
    """Tickets with a step that waits for people who are all gone."""
    other = waiting.alias()
    there = select(other.c.person).join(persons, persons.c.id == other.c.person).where(persons.c.active)
    there = there.where(other.c.ticket == waiting.c.ticket, other.c.step == waiting.c.step)
    return exists(select(waiting.c.ticket).where(waiting.c.ticket == ticket.c.id, not_(exists(there.correlate(waiting)))))


STUCK = or_(ticket.c.stuck, orphaned())
"""Nobody can act on some step: nobody was found, or everybody asked has left since."""


@cache
def listing(every: bool, some: bool) -> Select:
    """All visible tickets with their process's label, newest first."""
    return (
        select(ticket, process.c.label, titled(every, some).label("titled"), STUCK.label("no_one"))
        .join(process, process.c.id == ticket.c.process)
        .where(visible(every, some))
        .order_by(ticket.c.id.desc())
    )


NARROW: dict[str, ColumnElement[bool]] = {
    "all": true(),
    "mine": ticket.c.requester == WHO,
    "to decide": ticket.c.id.in_(select(waiting.c.ticket).where(waiting.c.person == WHO)),
    "incidents": STUCK,
    "one": ticket.c.id == bindparam("id"),
}
"""The lists there are, by what they narrow the visible tickets to."""


@cache
def narrowed(kind: str, every: bool, some: bool) -> Select:
    """The statement of a list."""
    query = listing(every, some).where(NARROW[kind])
    if kind == "one":
        return query
    return query.where(ticket.c.id < bindparam("after")).limit(bindparam("size", type_=Integer))


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
        stuck=row.no_one,
        acknowledged=row.acknowledged,
        count=row.count,
        created=row.created,
        changed=row.changed,
        waiting=steps,
    )


def page(c: Connection, person: Person, kind: str, after: int | None, size: int) -> Page:
    """The tickets of a list older than `after`."""
    has = sight(c, person)
    rows = c.execute(narrowed(kind, *has.shape), has.values | {"after": after or NEWEST, "size": size + 1}).all()
    return page_of(c, person, rows, size)


def search(c: Connection, person: Person, *where: ColumnElement[bool], title: str = "", after: int | None = None) -> Page:
    """Visible tickets that fit all of `where` and have `title` in a title the person may see."""
    has = sight(c, person)
    query = listing(*has.shape).where(*where, ticket.c.id < (after or NEWEST)).limit(PAGE + 1)
    if title:
        query = query.where(ticket.c.title.icontains(title, autoescape=True), titled(*has.shape))
    return page_of(c, person, c.execute(query, has.values).all(), PAGE)


def page_of(c: Connection, person: Person, rows: Sequence[Row], size: int) -> Page:
    """Rows of `listing`, one more than fit when there is a next page."""
    shown = rows[:size]
    steps = waiting_for(c, person, [row.id for row in shown])
    tickets = tuple(listed(row, steps.get(row.id, ())) for row in shown)
    return Page(tickets, shown[-1].id if len(rows) > size else None)


STEPS = (
    select(waiting.c.ticket, waiting.c.step)
    .where(waiting.c.person == WHO, waiting.c.ticket.in_(bindparam("tickets", expanding=True)))
    .order_by(waiting.c.step)
)


def waiting_for(c: Connection, person: Person, tickets: list[int]) -> dict[int, tuple[str, ...]]:
    """Which steps of these tickets wait for the person."""
    found: dict[int, tuple[str, ...]] = {}
    for row in c.execute(STEPS, {"who": person.id, "tickets": tickets}) if tickets else ():
        found[row.ticket] = (*found.get(row.ticket, ()), row.step)
    return found


def mine(c: Connection, person: Person, after: int | None = None, size: int = PAGE) -> Page:
    """What the person has requested."""
    return page(c, person, "mine", after, size)


def to_decide(c: Connection, person: Person, after: int | None = None, size: int = PAGE) -> Page:
    """What waits for the person."""
    return page(c, person, "to decide", after, size)


def everything(c: Connection, person: Person, after: int | None = None, size: int = PAGE) -> Page:
    """All the person may see."""
    return page(c, person, "all", after, size)


def incidents(c: Connection, person: Person, after: int | None = None, size: int = PAGE) -> Page:
    """Open tickets where nobody can act, for those who look after incidents."""
    return page(c, person, "incidents", after, size) if may(person, "see incidents") else Page((), None)


def one(c: Connection, person: Person, id: int) -> Listed | None:
    """The ticket, if the person may see it."""
    has = sight(c, person)
    row = c.execute(narrowed("one", *has.shape), has.values | {"id": id}).first()
    return listed(row, waiting_for(c, person, [id]).get(id, ())) if row else None


@cache
def seen(every: bool, some: bool) -> Select:
    """Whether a ticket is visible."""
    return select(ticket.c.id).where(visible(every, some), NARROW["one"])


def sees(c: Connection, person: Person, id: int) -> bool:
    """Whether the person may see the ticket."""
    has = sight(c, person)
    return c.scalar(seen(*has.shape), has.values | {"id": id}) is not None


@cache
def counted(every: bool, some: bool) -> Select:
    """How many visible tickets wait for somebody."""
    return select(func.count()).select_from(ticket).where(NARROW["to decide"], visible(every, some))


def count_to_decide(c: Connection, person: Person) -> int:
    """How many tickets wait for the person."""
    has = sight(c, person)
    return c.scalar(counted(*has.shape), has.values) or 0


LOAD = select(func.count()).select_from(waiting).where(waiting.c.person == WHO)


def load(c: Connection, id: str) -> int:
    """How many open steps wait for a person: what `pick least busy` compares."""
    return c.scalar(LOAD, {"who": id}) or 0
