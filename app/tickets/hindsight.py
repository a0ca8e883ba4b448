"""Claims asked of the recorded tickets of a process, and counted: where they held, where not, and where nobody can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import ColumnElement, Connection, select

from app.journal.entries import Entry, entry
from app.journal.rows import journal
from app.people.then import then
from app.processes.programs import BrokenVersion
from app.processes.programs import program as program_of
from app.processes.rows import version
from app.tickets.checks.tickets import UNREADABLE
from app.tickets.rows import ticket
from dsl.hindsight import BROKEN, HELD, SILENT, UNASKED, Ask, Found, Happened, hindsight
from dsl.program import Claim, Program

PAGE = 200
"""Tickets read at once."""
MOST_NAMED = 500
"""Tickets named for a claim that was broken; all are counted."""
FEW_NAMED = 20
"""Tickets named for each reason why a claim could not be asked."""
Programs = Callable[[int], Program]


@dataclass(slots=True)
class Result:
    """What came of the claims on the tickets looked at so far, as JSON values: it is kept so between two pieces of work."""

    claims: list[dict]
    tickets: int = 0
    most: int = MOST_NAMED

    def add(self, id: int, versions: dict[int, int], found: Sequence[Found]) -> None:
        """Count a ticket; `versions`: the number of its process's version at each event."""
        self.tickets += 1
        for kept, one in zip(self.claims, found, strict=True):
            kept["tickets"][one.what] += 1
            if one.what == BROKEN and len(kept["broken"]) < self.most:
                kept["broken"].append(place(id, versions[one.number], one))
            elif one.what == UNASKED:
                self.unasked(kept["unasked"], id, one)

    def unasked(self, reasons: list[dict], id: int, one: Found) -> None:
        reason = next((each for each in reasons if (each["why"], each["about"]) == (one.why, one.about)), None)
        if reason is None:
            reasons.append(reason := {"why": one.why, "about": one.about, "count": 0, "tickets": []})
        reason["count"] += 1
        if len(reason["tickets"]) < FEW_NAMED:
            reason["tickets"].append(id)

    def to_json(self) -> dict[str, object]:
        return {"looked_at": self.tickets, "claims": self.claims}


def blank(asker: Program, most: int = MOST_NAMED) -> Result:
    """Nothing looked at yet."""
    return Result([claimed(claim) for claim in asker.claims], most=most)


def from_json(kept: dict) -> Result:
    """A result as it was kept."""
    return Result(kept["claims"], kept["looked_at"])


def claimed(claim: Claim) -> dict:
    counts = dict.fromkeys((HELD, BROKEN, UNASKED, SILENT), 0)
    return {"name": claim.name, "text": claim.text, "tickets": counts, "broken": [], "unasked": []}


def place(id: int, number: int, one: Found) -> dict[str, object]:
    """Where a claim was broken first on a ticket."""
    at = one.at.isoformat() if one.at else None
    told = {"ticket": id, "version": number, "event": one.number, "at": at, "by": one.by, "step": one.step, "why": one.why}
    return told | ({"about": one.about} if one.about else {})


def filed(process: str | None, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """Tickets of a process, or of all, that were filed, begun in a stretch of time."""
    where = [ticket.c.round > 0] + ([ticket.c.process == process] if process is not None else [])
    where += [ticket.c.created >= since] if since else []
    return where + ([ticket.c.created < until] if until else [])


def histories(c: Connection, where: Sequence[ColumnElement[bool]], above: int = 0) -> Iterator[tuple[int, list[Entry]]]:
    """Each ticket with its entries, oldest first."""
    while True:
        query = select(ticket.c.id).where(*where, ticket.c.id > above).order_by(ticket.c.id).limit(PAGE)
        ids = list(c.scalars(query))
        if not ids:
            return
        rows = c.execute(select(journal).where(journal.c.ticket.in_(ids)).order_by(journal.c.ticket, journal.c.number))
        for id, of_one in groupby(map(entry, rows), key=lambda each: each.ticket):
            yield id, [*of_one]
        above = ids[-1]


def happened(entries: Sequence[Entry], programs: Programs) -> list[Happened]:
    """Entries as the pure part reads them; each with the facts of its batch."""
    erased, facts, found = any(each.erased for each in entries), {}, []
    for each in entries:
        facts = each.facts if each.facts is not None else facts
        made = programs(each.version)
        found.append(Happened(each.number, each.at, each.event(made), made, facts, erased))
    return found


@dataclass(frozen=True, slots=True)
class World:
    """What histories are read with: the program of each version, its number, and what the directory knew when."""

    programs: Programs
    numbers: dict[int, int]
    then: Ask


def world(c: Connection, process: str) -> World:
    """What the database knows for the tickets of a process."""
    return World(lambda key: program_of(c, key), numbers_of(c, process), then(c))


def numbers_of(c: Connection, process: str) -> dict[int, int]:
    """Key -> number of each version of a process."""
    rows = c.execute(select(version.c.id, version.c.number).where(version.c.process == process))
    return {row.id: row.number for row in rows}


def numbers_by(c: Connection) -> dict[int, tuple[str, int]]:
    """Key -> process and number of every version."""
    rows = c.execute(select(version.c.id, version.c.process, version.c.number))
    return {row.id: (row.process, row.number) for row in rows}


def look(result: Result, asker: Program, id: int, entries: Sequence[Entry], world: World) -> None:
    """Ask one ticket; one whose journal cannot be read is named and asked nothing."""
    try:
        found = hindsight(asker, happened(entries, world.programs), world.then)
    except (*UNREADABLE, BrokenVersion):
        found = tuple(Found(UNASKED, why="unreadable") for _claim in asker.claims)
    result.add(id, {each.number: world.numbers.get(each.version, 0) for each in entries} | {0: 0}, found)


def asked(
    c: Connection,
    process: str,
    asker: Program,
    since: datetime | None = None,
    until: datetime | None = None,
    most: int = MOST_NAMED,
) -> Iterator[Result]:
    """The result so far after each ticket; the last one is whole."""
    result, around = blank(asker, most), world(c, process)
    for id, entries in histories(c, filed(process, since, until)):
        look(result, asker, id, entries, around)
        yield result
    yield result
