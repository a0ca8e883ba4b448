"""The population: tickets by process, version and state with control totals, and the sums of their amounts of money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection, Row, Select, func, select

from app.i18n import language
from app.journal.rows import journal
from app.processes.programs import program
from app.processes.rows import version
from app.recent import of_app
from app.tickets.rows import ticket
from dsl.program import Program
from dsl.types import Money, Rows, places_of

STATES = ("draft", "open", "returned", "ended")
KEPT = 1000
"""Versions whose sums are kept in memory until one of their tickets changes."""
PIECE = 200
"""Tickets whose events are read at once."""
PAGE = 50
"""Versions of one page."""
AMOUNTS = ("Submitted", "Changed", "Moved", "Erased")
"""Events that say what the answers are; drafts and what was only saved do not count."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Of one money field: how many values it has in how many tickets, and what they come to in minor units."""

    path: str
    label: str
    currency: str
    values: int
    total: int

    @property
    def amount(self) -> Decimal:
        """In the currency's own unit."""
        return Decimal(self.total).scaleb(-places_of(self.currency))


@dataclass(frozen=True, slots=True)
class Line:
    """The tickets of one version."""

    process: str
    label: str
    number: int
    tickets: int
    states: Mapping[str, int]
    first: int
    last: int
    sums: tuple[Sum, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """What must be equal: all tickets, the tickets of all versions, and those whose journal begins."""

    tickets: int
    added: int
    journal: int
    states: Mapping[str, int]
    events: int
    recorded: int

    @property
    def good(self) -> bool:
        return self.tickets == self.added == self.journal and self.events == self.recorded


def population(c: Connection, after: int | None = None) -> tuple[list[Line], Totals, int | None]:
    """A page of versions that have tickets, the control totals of all, and where the next page begins; without `after` all
    versions at once."""
    counted = select(
        ticket.c.version, ticket.c.status, func.count().label("many"), func.min(ticket.c.id).label("first"),
        func.max(ticket.c.id).label("last"), func.sum(ticket.c.count).label("events"),
    )  # fmt: skip
    found: dict[int, list] = {}
    for row in c.execute(counted.group_by(ticket.c.version, ticket.c.status)):
        found.setdefault(row.version, []).append(row)
    named = select(version.c.id, version.c.process, version.c.number).where(version.c.id.in_(select(ticket.c.version)))
    versions = c.execute(named.order_by(version.c.process, version.c.number)).all()
    shown = versions if after is None else versions[after : after + PAGE]
    lines = [line(c, row, found[row.id]) for row in shown]
    following = None if after is None or after + PAGE >= len(versions) else after + PAGE
    return lines, totals(c, [row for one in versions for row in found[one.id]]), following


def totals(c: Connection, rows: Iterable) -> Totals:
    """The counts that must agree."""
    rows = [*rows]
    states = {state: sum(row.many for row in rows if row.status == state) for state in STATES}
    begun = select(func.count()).select_from(journal).where(journal.c.number == 1)
    return Totals(
        tickets=c.scalar(select(func.count()).select_from(ticket)) or 0,
        added=sum(row.many for row in rows),
        journal=c.scalar(begun) or 0,
        states=states,
        events=sum(int(row.events) for row in rows),
        recorded=c.scalar(select(func.count()).select_from(journal)) or 0,
    )


def line(c: Connection, row, counts: list) -> Line:
    """The tickets of a version."""
    made = program(c, row.id)
    states = {each.status: each.many for each in counts}
    tickets, events = sum(states.values()), sum(int(each.events) for each in counts)
    return Line(
        process=row.process,
        label=made.word(made.name, made.label, language()),
        number=row.number,
        tickets=tickets,
        states={state: states.get(state, 0) for state in STATES},
        first=min(each.first for each in counts),
        last=max(each.last for each in counts),
        sums=tuple(sums(c, made, row.id, (tickets, events))),
    )


def money_fields(made: Program) -> Iterator[tuple[str, str]]:
    """Path and currency of every field of money, columns of rows too."""
    for name, field in made.form.fields.items():
        match field.type:
            case Money(currency=currency):
                yield name, currency
            case Rows(columns=columns):
                yield from ((f"{name}.{column}", kind.currency) for column, kind in columns if isinstance(kind, Money))


def sums(c: Connection, made: Program, version: int, stamp: tuple[int, int]) -> Iterator[Sum]:
    """The sums of a version, as filed last; `stamp` says whether one of its tickets has changed since."""
    fields = [*money_fields(made)]
    if not fields:
        return
    kept = of_app("waybill.audit.sums", KEPT)
    known = kept.get(version)
    if known is None or known[0] != stamp:
        known = stamp, added(c, version, fields)
        kept.put(version, known)
    for path, currency in fields:
        yield Sum(path, label_of(made, path), currency, *known[1][path])


def label_of(made: Program, path: str) -> str:
    """The label of a field in the reader's language; of a column after that of its rows."""
    name, _, column = path.partition(".")
    field = made.form.fields[name]
    label = made.word(name, field.label or name, language())
    return f"{label}: {made.word(path, column, language())}" if column else label


def added(c: Connection, of: int, fields: list[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """path -> (values, sum in minor units) over the tickets of a version."""
    query = select(journal.c.ticket, journal.c.type, journal.c.body).where(journal.c.type.in_(AMOUNTS))
    found = {path: [0, 0] for path, _ in fields}
    current, answers = None, {}
    for id, kind, body in pieces(c, query, select(ticket.c.id).where(ticket.c.version == of)):
        if id != current:
            take(found, fields, answers)
            current, answers = id, {}
        answers = (
            body.get("answers", {})
            if kind in ("Submitted", "Moved")
            else {**answers, **body.get("changes", {})}
            if kind == "Changed"
            else {}
        )
    take(found, fields, answers)
    return {path: (many, total) for path, (many, total) in found.items()}


def pieces(c: Connection, query: Select, tickets: Select) -> Iterator[Row]:
    """The events of some tickets, in their order; not all of them at once in memory."""
    above, ordered = 0, query.order_by(journal.c.ticket, journal.c.number)
    while ids := c.scalars(tickets.where(ticket.c.id > above).order_by(ticket.c.id).limit(PIECE)).all():
        yield from c.execute(ordered.where(journal.c.ticket.in_(ids)))
        above = ids[-1]


def take(found: dict[str, list[int]], fields: list[tuple[str, str]], answers: Mapping[str, object]) -> None:
    """Add one ticket's amounts."""
    for path, currency in fields:
        name, _, column = path.partition(".")
        given = answers.get(name)
        raw = [row.get(column) for row in given or ()] if column else [given]
        for value in raw:
            if value is not None:
                found[path][0] += 1
                found[path][1] += int(Decimal(value).scaleb(places_of(currency)))
