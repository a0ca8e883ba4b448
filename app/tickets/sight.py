"""Who sees which tickets: the one condition that every list, count, page and answer uses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, exists, false, func, or_, select, true

from app.people.permissions import may
from app.people.queries import Person
from app.people.rows import person as persons
from app.processes.queries import readable_versions
from app.tickets.rows import involved, ticket, waiting

WHO = bindparam("who")
VERSIONS = bindparam("versions", expanding=True)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person sees by role, before any part in a ticket: `every` ticket, or all of some process `versions`."""

    who: str
    every: bool
    versions: tuple[int, ...]

    @property
    def shape(self) -> tuple[bool, bool]:
        """Which condition fits; statements are made once for each shape."""
        return self.every, bool(self.versions)

    @property
    def values(self) -> dict[str, object]:
        """What fills the condition."""
        return {"who": self.who, "versions": self.versions} if self.versions else {"who": self.who}


def sight(c: Connection, person: Person) -> Sight:
    """What the person sees by role now."""
    every = may(person, "see every ticket")
    return Sight(person.id, every, () if every else tuple(readable_versions(c, person)))


@cache
def visible(every: bool, some: bool) -> ColumnElement[bool]:
    """The condition on tickets that a person may see. Drafts are their requester's alone."""
    return and_(or_(sees_whole(every, some), has_seat()), is_no_foreign_draft())


def is_no_foreign_draft() -> ColumnElement[bool]:
    """Tickets that were filed, or are the person's own."""
    return or_(ticket.c.status != "draft", ticket.c.requester == WHO)


def has_seat(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tickets the person has a part in: requested, asked about, told about, or named for by `seen by`."""
    return exists(select(involved.c.ticket).where(involved.c.ticket == ticket.c.id, involved.c.person == WHO, *where))


@cache
def sees_whole(every: bool, some: bool) -> ColumnElement[bool]:
    """Tickets seen with every field, by role."""
    return true() if every else ticket.c.version.in_(VERSIONS) if some else false()


@cache
def titled(every: bool, some: bool) -> ColumnElement[bool]:
    """Tickets whose title the person may see."""
    return or_(sees_whole(every, some), has_seat(involved.c.titled))


def waits_for(who: ColumnElement) -> ColumnElement[bool]:
    """Tickets that wait for a person."""
    return ticket.c.id.in_(select(waiting.c.ticket).where(waiting.c.person == who))


def left_alone(*where: ColumnElement[bool]) -> Select:
    """Tickets with a step at which everybody who was asked has left since."""
    is_there = func.max(case((persons.c.active, 1), else_=0))
    asked = select(waiting.c.ticket).join(persons, persons.c.id == waiting.c.person).where(*where)
    return asked.group_by(waiting.c.ticket, waiting.c.step).having(is_there == 0)


def is_stuck() -> ColumnElement[bool]:
    """Tickets where nobody can act on some step: nobody was found, or everybody asked has left since."""
    return or_(ticket.c.stuck, ticket.c.id.in_(left_alone()))


@cache
def seen(every: bool, some: bool) -> Select:
    """Whether a ticket is visible."""
    return select(ticket.c.id).where(visible(every, some), ticket.c.id == bindparam("id"))


def sees(c: Connection, person: Person, id: int) -> bool:
    """Whether the person may see the ticket."""
    has = sight(c, person)
    return c.scalar(seen(*has.shape), has.values | {"id": id}) is not None
