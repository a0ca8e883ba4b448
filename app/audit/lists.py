"""Lists for auditors as files: the population, every ticket, every decision and its reasons, with totals that must agree."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator

from flask import Blueprint, Response, stream_with_context
from sqlalchemy import Connection, Select, func, select

from app.audit import pages_population
from app.i18n import language
from app.journal.rows import journal
from app.processes.rows import version
from app.sheets import Row, sheet, workbook
from app.tickets.checks.breach import moment
from app.tickets.explained import HEADS, Reader, rows
from app.tickets.hindsight import filed
from app.tickets.rows import ticket

PIECE = 500
"""Rows read at once."""
BYTES = 64 * 1024
"""Bytes that are sent together."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_rules(pages: Blueprint) -> None:
    """Put the addresses into the pages of the audit."""
    pages.add_url_rule("/<any(population, tickets, decisions, reasons):name>.csv", "list_csv", as_csv)
    pages.add_url_rule("/<any(population, tickets, decisions, reasons):name>.xlsx", "list_xlsx", as_xlsx)


def as_csv(name: str) -> Response:
    """A list as CSV, sent while it is read."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(stream_with_context(sheet(at_one_moment(LISTS[name]))), mimetype="text/csv", headers=headers)


def as_xlsx(name: str) -> Response:
    """A list as a workbook: one sheet with the rows, one with the totals they must agree with."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(stream_with_context(book_of(name)), mimetype=WORKBOOK, headers=headers)


def book_of(name: str) -> Iterator[bytes]:
    """The bytes of the workbook, from a file that is gone afterwards."""
    with tempfile.TemporaryFile() as out:
        with moment() as c:
            workbook(out, ((name.capitalize(), LISTS[name](c)), ("Totals", control(c))))
        out.seek(0)
        while piece := out.read(BYTES):
            yield piece


def at_one_moment(rows: Callable[[Connection], Iterator[Row]]) -> Iterator[Row]:
    """The rows as they are now, whatever happens while they are read, and the totals behind them."""
    with moment() as c:
        yield from rows(c)
        yield ()
        yield from control(c)


def control(c: Connection) -> Iterator[Row]:
    """What must be equal: each count is made another way than the rows."""
    totals = pages_population.population(c)[1]
    yield "control total", "count"
    yield "tickets stored", totals.tickets
    yield "tickets of all versions", totals.added
    yield "tickets in the journal", totals.journal
    yield "events counted", totals.events
    yield "events in the journal", totals.recorded
    yield "decisions in the journal", c.scalar(select(func.count()).select_from(journal).where(journal.c.type == "Routed"))
    yield from ((f"tickets with status {state}", count) for state, count in totals.states.items())


def population(c: Connection) -> Iterator[Row]:
    """One line for each version, below it one for each amount of money."""
    states = pages_population.STATES
    yield ("kind", "process", "label", "version", "tickets", *states, "first", "last", "field", "currency", "values", "sum")
    for one in pages_population.population(c)[0]:
        many = (one.states[state] for state in states)
        yield ("tickets", one.process, one.label, one.number, one.tickets, *many, one.first, one.last, "", "", "", "")
        for each in one.sums:
            amount = each.path, each.currency, each.values, each.amount
            yield ("sum", one.process, one.label, one.number, *([""] * (3 + len(states))), *amount)


def tickets(c: Connection) -> Iterator[Row]:
    """Every ticket, by number; moments are UTC."""
    yield "ticket", "process", "version", "title", "requester", "status", "end", "events", "begun (UTC)", "changed (UTC)"
    columns = (ticket.c.id, ticket.c.process, version.c.number, ticket.c.title, ticket.c.requester, ticket.c.status,
               ticket.c.end, ticket.c.count, ticket.c.created, ticket.c.changed)  # fmt: skip
    query = select(*columns).join(version, version.c.id == ticket.c.version)
    yield from map(tuple, by_ticket(c, query))


def decisions(c: Connection) -> Iterator[Row]:
    """Every decision of a table, by ticket and event."""
    yield "ticket", "event", "at (UTC)", "process", "version", "branch", "table", "rules", "outcomes"
    of = version.c.number.label("of")
    query = select(journal.c.ticket, journal.c.number, journal.c.at, version.c.process, of, journal.c.body)
    query = query.join(version, version.c.id == journal.c.version).where(journal.c.type == "Routed")
    for row in pages_population.pieces(c, query, select(ticket.c.id)):
        body = row.body
        rules, outcomes = (", ".join(body[name]) for name in ("rules", "outcomes"))
        yield row.ticket, row.number, row.at, row.process, row.of, body["node"], body["table"], rules, outcomes


def reasons(c: Connection) -> Iterator[Row]:
    """Every decision, and whom every step asked, worked out again and explained in the reader's language."""
    yield HEADS
    yield from rows(c, filed(None, None, None), Reader(language()))


def by_ticket(c: Connection, query: Select) -> Iterator:
    """The rows of a query about tickets, a piece at a time."""
    above = 0
    while rows := c.execute(query.where(ticket.c.id > above).order_by(ticket.c.id).limit(PIECE)).all():
        yield from rows
        above = rows[-1].id


LISTS: dict[str, Callable[[Connection], Iterator[Row]]] = {
    "population": population, "tickets": tickets, "decisions": decisions, "reasons": reasons
}  # fmt: skip
