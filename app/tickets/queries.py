"""The lists of tickets a person sees, the newest first, page by page."""

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
    Table,
    bindparam,
    func,
    literal,
    select,
    true,
    union,
    union_all,
)

from app.people.permissions import may
from app.people.queries import Person
from app.processes.rows import process
from app.tickets.rows import involved, ticket, waiting
from app.tickets.sight import (
    WHO,
    Sight,
    is_no_foreign_draft,
    is_stuck,
    left_alone,
    sees_whole,
    sight,
    titled,
    visible,
    waits_for,
)

PAGE = 50
"""Tickets of one page of a list."""
LARGEST_PAGE = 200
"""Most tickets a program may ask for at once."""
NEWEST = 2**62
"""Above every id."""
AFTER, SIZE = bindparam("after"), bindparam("size", type_=Integer)
SHOWN = bindparam("shown", expanding=True)


@dataclass(frozen=True, slots=True)
class Listed:
    """A ticket as lists show it. `title` is None when the person may not see what it is made of; `stuck` when nobody can
    act on some step; `waiting` are the steps that wait for the person."""

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


@cache
def listing(every: bool, some: bool) -> Select:
    """All visible tickets with their process's label, newest first."""
    joined = select(ticket, process.c.label).join(process, process.c.id == ticket.c.process)
    return joined.where(visible(every, some)).order_by(ticket.c.id.desc())


NARROW: dict[str, ColumnElement[bool]] = {
    "all": true(),
    "mine": ticket.c.requester == WHO,
    "to decide": waits_for(WHO),
    "incidents": is_stuck(),
    "one": ticket.c.id == bindparam("id"),
}
"""The lists there are, by what they narrow the visible tickets to."""


@cache
def narrowed(kind: str, every: bool, some: bool) -> Select:
    """The statement of a list."""
    query = listing(every, some).where(NARROW[kind])
    if kind == "one":
        return query
    query = query.where(ticket.c.id < AFTER).limit(SIZE)
    match kind:
        case "to decide":
            return query.where(ticket.c.id.in_(first_of(waiting)))
        case "all" if some:
            return query.where(ticket.c.id.in_(select(union(first_of(involved), first_by_role()).subquery().c.ticket)))
        case "all" if not every:
            return query.where(ticket.c.id.in_(first_of(involved)))
    return query


def first_of(rows: Table) -> Select:
    """The newest tickets of the person in `rows`, just as many as a page has: the index (person, ticket) holds them in
    order, while the database, left alone, would look at all of them."""
    found = select(rows.c.ticket).where(rows.c.person == WHO, rows.c.ticket < AFTER).distinct()
    return select(found.order_by(rows.c.ticket.desc()).limit(SIZE).subquery().c.ticket)


def first_by_role() -> Select:
    """The newest tickets of the versions the person sees by role, as many."""
    found = select(ticket.c.id.label("ticket")).where(sees_whole(False, True), is_no_foreign_draft(), ticket.c.id < AFTER)
    return select(found.order_by(ticket.c.id.desc()).limit(SIZE).subquery().c.ticket)


def page(
    c: Connection, person: Person, kind: str, after: int | None = None, size: int = PAGE, has: Sight | None = None
) -> Page:
    """The tickets of a list older than `after`; `has` is what the person sees, when somebody has asked already."""
    has = has or sight(c, person)
    rows = c.execute(narrowed(kind, *has.shape), has.values | {"after": after or NEWEST, "size": size + 1}).all()
    return page_of(c, has, rows, size)


def search(
    c: Connection, person: Person, *where: ColumnElement[bool], title: str = "", after: int | None = None,
    has: Sight | None = None,
) -> Page:  # fmt: skip
    """Visible tickets that fit all of `where` and have `title` in a title the person may see."""
    has = has or sight(c, person)
    if not where and not title:
        return page(c, person, "all", after, has=has)
    query = listing(*has.shape).where(*where, ticket.c.id < (after or NEWEST)).limit(PAGE + 1)
    if title:
        query = query.where(ticket.c.title.icontains(title, autoescape=True), titled(*has.shape))
    return page_of(c, has, c.execute(query, has.values).all(), PAGE)


def page_of(c: Connection, has: Sight, rows: Sequence[Row], size: int) -> Page:
    """Rows of `listing`, one more than fit when there is a next page."""
    shown = rows[:size]
    return Page(details(c, has, shown), shown[-1].id if len(rows) > size else None)


@cache
def about(every: bool, some: bool) -> Select:
    """What is told of the tickets of one page, in one statement: ("", …) its title may be seen, ("stuck", …) nobody can
    act, ("waits", step) it waits for the person."""
    steps = select(literal("waits").label("what"), waiting.c.ticket, waiting.c.step)
    alone = left_alone(waiting.c.ticket.in_(SHOWN))
    return union_all(
        select(literal("titled").label("what"), ticket.c.id, literal("")).where(ticket.c.id.in_(SHOWN), titled(every, some)),
        alone.with_only_columns(literal("stuck").label("what"), waiting.c.ticket, literal("")),
        steps.where(waiting.c.person == WHO, waiting.c.ticket.in_(SHOWN)),
    )


def details(c: Connection, has: Sight, rows: Sequence[Row]) -> tuple[Listed, ...]:
    """Rows of `listing` as values."""
    if not rows:
        return ()
    told: dict[str, dict[int, tuple[str, ...]]] = {"titled": {}, "stuck": {}, "waits": {}}
    for what, id, step in c.execute(about(*has.shape), has.values | {"shown": [row.id for row in rows]}):
        told[what][id] = tuple(sorted((*told[what].get(id, ()), step)))
    has_title, stuck, waits = told["titled"], told["stuck"], told["waits"]
    return tuple(listed(row, row.id in has_title, row.id in stuck, waits.get(row.id, ())) for row in rows)


def listed(row: Row, has_title: bool, stuck: bool, steps: tuple[str, ...]) -> Listed:
    """A row of `listing` as a value."""
    return Listed(
        id=row.id,
        process=row.process,
        label=row.label,
        version=row.version,
        requester=row.requester,
        title=row.title if has_title else None,
        status=row.status,
        end=row.end,
        stuck=row.stuck or stuck,
        acknowledged=row.acknowledged,
        count=row.count,
        created=row.created,
        changed=row.changed,
        waiting=steps,
    )


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
    found = details(c, has, c.execute(narrowed("one", *has.shape), has.values | {"id": id}).all())
    return found[0] if found else None


MOST_COUNTED = 99
"""Beyond this many waiting tickets nobody reads the figure: pages show 99+, and the database need not count them all."""


@cache
def counted(every: bool, some: bool) -> Select:
    """How many of the first waiting tickets, one more than `MOST_COUNTED`, somebody sees."""
    first = select(waiting.c.ticket).where(waiting.c.person == WHO).distinct().limit(MOST_COUNTED + 1)
    few = ticket.c.id.in_(select(first.subquery().c.ticket))
    return select(func.count()).select_from(ticket).where(few, visible(every, some))


def count_to_decide(c: Connection, person: Person, has: Sight | None = None) -> int:
    """How many tickets wait for the person; more than `MOST_COUNTED` are not counted to the end."""
    has = has or sight(c, person)
    return c.scalar(counted(*has.shape), has.values) or 0


LOAD = select(func.count()).select_from(waiting).where(waiting.c.person == WHO)


def load(c: Connection, id: str) -> int:
    """How many open steps wait for a person: what `pick least busy` compares."""
    return c.scalar(LOAD, {"who": id}) or 0


def under_way(c: Connection, process: str) -> dict[int, int]:
    """How many tickets of a process are under way: by the key of their version."""
    going = ticket.c.process == process, ticket.c.status.in_(("open", "returned"))
    counted = select(ticket.c.version, func.count()).where(*going).group_by(ticket.c.version)
    return {version: count for version, count in c.execute(counted)}
