"""What happened as XES (IEEE 1849), for the tools of process mining: a trace for each ticket, an event for each of ours.

Neither answers nor comments are in it; people are ids, and names only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from xml.sax.saxutils import quoteattr

from sqlalchemy import Connection, Row, Select, select, tuple_

from app.journal.rows import journal
from app.people.rows import person
from app.tickets.rows import ticket

AT_ONCE = 500
"""Events read at a time."""
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Activity" keys="concept:name lifecycle:transition"/>
"""
TAIL = "</log>\n"
TRANSITIONS = {
    "Saved": "assign", "Asked": "schedule", "NobodyFound": "schedule", "Transferred": "reassign", "Reassigned": "reassign",
    "Voided": "ate_abort", "Withdrawn": "pi_abort", "TakenBack": "pi_abort", "Forked": "start",
}  # fmt: skip
"""Type of event -> lifecycle transition; the others complete something."""
ABOUT = ("step", "table", "node", "end")
"""What an event is about, the first that it has."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events: of one process, from a moment on, before another one; `names` with the names of people."""

    process: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    names: bool = False


def query(wanted: Wanted) -> Select:
    """The events in the order of tickets, each in the order it happened."""
    columns = (journal.c.ticket, journal.c.number, journal.c.at, journal.c.by, journal.c.type, journal.c.body)
    found = select(*columns, ticket.c.process).join(ticket, ticket.c.id == journal.c.ticket)
    if wanted.process is not None:
        found = found.where(ticket.c.process == wanted.process)
    if wanted.since is not None:
        found = found.where(journal.c.at >= wanted.since)
    if wanted.until is not None:
        found = found.where(journal.c.at < wanted.until)
    return found.order_by(journal.c.ticket, journal.c.number).limit(AT_ONCE)


def read(c: Connection, wanted: Wanted) -> Iterator[Row]:
    """All of them, some at a time."""
    asked, last = query(wanted), (0, 0)
    while rows := c.execute(asked.where(tuple_(journal.c.ticket, journal.c.number) > tuple_(*last))).all():
        yield from rows
        last = rows[-1].ticket, rows[-1].number


def xes(c: Connection, wanted: Wanted) -> Iterator[str]:
    """The document piece by piece; events are read some hundred at a time."""
    called = {row.id: row.name or row.id for row in c.execute(select(person.c.id, person.c.name))} if wanted.names else {}
    yield HEAD
    for (number, process), events in groupby(read(c, wanted), key=lambda row: (row.ticket, row.process)):
        yield "  <trace>\n" + attribute("concept:name", str(number)) + attribute("waybill:process", process)
        for row in events:
            yield event(row, called)
        yield "  </trace>\n"
    yield TAIL


def event(row: Row, called: Mapping[str, str]) -> str:
    """One event of the journal as one event of the log."""
    inside = [
        attribute("concept:name", concept(row.type, row.body)),
        attribute("org:resource", row.by),
        f'    <date key="time:timestamp" value={quoteattr(moment(row.at))}/>\n',
        attribute("lifecycle:transition", transition(row.type, row.body)),
        attribute("waybill:type", row.type),
        f'    <int key="waybill:number" value="{row.number}"/>\n',
    ]
    if row.by in called:
        inside.append(attribute("waybill:person", called[row.by]))
    if row.body.get("rules"):
        inside.append(attribute("waybill:rules", ", ".join(row.body["rules"])))
    for key in ("outcome", "result", "to", "version"):
        if row.body.get(key):
            inside.append(attribute(f"waybill:{key}", str(row.body[key])))
    return "    <event>\n" + "".join("  " + each for each in inside) + "    </event>\n"


def concept(kind: str, body: Mapping[str, object]) -> str:
    """What the event is about: a step, a table, an end; a ticket as such is its request."""
    return next((str(body[name]) for name in ABOUT if body.get(name)), "request")


def transition(kind: str, body: Mapping[str, object]) -> str:
    if kind == "Closed" and body.get("result") == "cancelled":
        return "ate_abort"
    return TRANSITIONS.get(kind, "complete")


def moment(at: datetime) -> str:
    """With milliseconds, as XES wants them."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def attribute(key: str, value: str) -> str:
    return f'    <string key="{key}" value={quoteattr(value)}/>\n'
