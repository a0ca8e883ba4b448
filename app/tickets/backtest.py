"""Recorded tickets of a process tried with another text: read one after the other, nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from app.journal import entries
from app.processes.programs import program as program_of
from app.tickets.rows import ticket
from dsl.backtest import Tried, tried
from dsl.program import Program

PAGE = 500
SHOWN = 20
"""Tickets named for each kind of move."""
MOST_WAYS = 200


@dataclass(slots=True)
class Result:
    """How many tickets were tried, and what came of them. `ways` counts moves by both ways, with some of their tickets;
    `asked` and `skipped` count tickets by step; `untried` counts by reason those that could not be tried."""

    tickets: int = 0
    moved: int = 0
    waiting: int = 0
    assumed: int = 0
    asked: Counter = field(default_factory=Counter)
    skipped: Counter = field(default_factory=Counter)
    untried: Counter = field(default_factory=Counter)
    ways: dict[tuple, list] = field(default_factory=dict)

    def add(self, id: int, found: Tried) -> None:
        self.tickets += 1
        self.assumed += found.assumed
        self.waiting += bool(found.waits)
        self.asked.update(found.asked)
        self.skipped.update(found.skipped)
        if found.why_not:
            self.untried[found.why_not] += 1
        if not found.moves:
            return
        self.moved += 1
        key = (found.before, found.after)
        if key not in self.ways and len(self.ways) >= MOST_WAYS:
            key = ((), ())
        count, ids = self.ways.get(key, (0, []))
        self.ways[key] = (count + 1, ids if len(ids) == SHOWN else [*ids, id])

    def to_json(self) -> dict[str, object]:
        """The result for programs; ways with most tickets first."""
        kinds = sorted(self.ways.items(), key=lambda each: -each[1][0])
        told = [
            {"before": list(before), "after": list(after), "count": count, "tickets": ids}
            for (before, after), (count, ids) in kinds
        ]
        figures = {name: getattr(self, name) for name in ("tickets", "moved", "waiting", "assumed")}
        steps = {name: dict(getattr(self, name)) for name in ("asked", "skipped", "untried")}
        return figures | steps | {"ways": told}


def summed(found: Iterable[tuple[int, Tried]]) -> Result:
    """Everything in one result."""
    result = Result()
    for id, each in found:
        result.add(id, each)
    return result


def trials(
    c: Connection, process: str, made: Program, since: datetime | None = None, until: datetime | None = None
) -> Iterator[tuple[int, Tried]]:
    """Each filed ticket of a process, oldest first, with what would become of it."""
    where = [ticket.c.process == process, ticket.c.status != "draft"]
    where += [ticket.c.created >= since] if since else []
    where += [ticket.c.created < until] if until else []
    last = 0
    while True:
        query = select(ticket.c.id).where(*where, ticket.c.id > last).order_by(ticket.c.id).limit(PAGE)
        ids = list(c.scalars(query))
        if not ids:
            return
        for id in ids:
            yield id, one(c, id, made)
        last = ids[-1]


def one(c: Connection, id: int, made: Program) -> Tried:
    """What would become of a ticket."""
    recorded = entries.read(c, id)
    if any(each.erased for each in recorded):
        return Tried((), why_not="erased")
    old = program_of(c, recorded[0].version)
    return tried(made, old, entries.batches(old, recorded))
