"""Recorded tickets of a process tried with another text: read one after the other, nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select

from app.journal import entries
from app.processes.programs import program as program_of
from app.tickets.rows import ticket
from dsl.backtest import Recorded, Tried, tried
from dsl.program import Program

PAGE = 500
SHOWN = 20
"""Tickets named for each kind of move, unless more are wanted."""
MOST_WAYS = 200
MOST_NAMED = 20_000
"""Tickets named in one result; the others are counted."""

Way = tuple[str, ...]


@dataclass(slots=True)
class Result:
    """How many tickets were tried, and what came of them. `ways` counts moves by both ways and names some of their tickets;
    `asked`, `skipped` and `waits` count tickets by step; `untried` counts by reason those that could not be tried, and
    `unread` names some of them. At most `most` tickets of a kind are named."""

    most: int = SHOWN
    named: int = 0
    tickets: int = 0
    moved: int = 0
    waiting: int = 0
    assumed: int = 0
    asked: Counter = field(default_factory=Counter)
    skipped: Counter = field(default_factory=Counter)
    waits: Counter = field(default_factory=Counter)
    untried: Counter = field(default_factory=Counter)
    unread: dict[str, list[int]] = field(default_factory=dict)
    ways: dict[tuple[Way, Way], tuple[int, list[int]]] = field(default_factory=dict)

    def add(self, id: int, found: Tried) -> None:
        """Count one ticket."""
        self.tickets += 1
        self.assumed += found.assumed
        self.waiting += bool(found.waits)
        self.asked.update(found.asked)
        self.skipped.update(found.skipped)
        self.waits.update(found.waits)
        if found.why_not:
            self.untried[found.why_not] += 1
            self.name(id, self.unread.setdefault(found.why_not, []))
        if not found.moves:
            return
        self.moved += 1
        key = (found.before, found.after)
        if key not in self.ways and len(self.ways) >= MOST_WAYS:
            key = ((), ())
        count, ids = self.ways.get(key, (0, []))
        self.name(id, ids)
        self.ways[key] = (count + 1, ids)

    def name(self, id: int, ids: list[int]) -> None:
        """Name a ticket, while there is room."""
        if len(ids) < self.most and self.named < MOST_NAMED:
            ids.append(id)
            self.named += 1

    def to_json(self) -> dict[str, object]:
        """The result for programs; ways with most tickets first."""
        kinds = sorted(self.ways.items(), key=lambda each: -each[1][0])
        told = [
            {"before": list(before), "after": list(after), "count": count, "tickets": ids}
            for (before, after), (count, ids) in kinds
        ]
        figures = {name: getattr(self, name) for name in FIGURES}
        steps = {name: dict(getattr(self, name)) for name in COUNTED}
        return figures | steps | {"ways": told, "untried_tickets": self.unread}


FIGURES = ("tickets", "moved", "waiting", "assumed")
COUNTED = ("asked", "skipped", "waits", "untried")


def from_json(raw: Mapping[str, object], most: int = SHOWN) -> Result:
    """The result that `to_json` wrote, to go on counting."""
    ways = {(tuple(one["before"]), tuple(one["after"])): (one["count"], [*one["tickets"]]) for one in raw["ways"]}
    unread = {why: list(ids) for why, ids in raw["untried_tickets"].items()}
    named = sum(len(ids) for _count, ids in ways.values()) + sum(map(len, unread.values()))
    figures = {name: raw[name] for name in FIGURES} | {name: Counter(raw[name]) for name in COUNTED}
    return Result(most=most, named=named, ways=ways, unread=unread, **figures)


def summed(found: Iterable[tuple[int, Tried]]) -> Result:
    """Everything in one result."""
    result = Result()
    for id, each in found:
        result.add(id, each)
    return result


def trials(
    c: Connection,
    process: str,
    made: Program,
    since: datetime | None = None,
    until: datetime | None = None,
    after: int = 0,
) -> Iterator[tuple[int, Tried]]:
    """Each filed ticket of a process behind the one numbered `after`, in order, with what would become of it."""
    last, where = after, within(process, since, until)
    while True:
        query = select(ticket.c.id).where(*where, ticket.c.id > last).order_by(ticket.c.id).limit(PAGE)
        ids = list(c.scalars(query))
        if not ids:
            return
        for id in ids:
            yield id, one(c, id, made)
        last = ids[-1]


def within(process: str, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    """Filed tickets of a process begun at `since` or later and before `until`."""
    where = [ticket.c.process == process, ticket.c.status != "draft"]
    where += [ticket.c.created >= since] if since else []
    return where + ([ticket.c.created < until] if until else [])


def one(c: Connection, id: int, made: Program) -> Tried:
    """What would become of a ticket."""
    recorded = entries.read(c, id)
    if any(each.erased for each in recorded):
        return Tried((), why_not="erased")
    return tried(made, history(c, recorded))


def history(c: Connection, recorded: list[entries.Entry]) -> list[Recorded]:
    """The batches of a ticket, each with the program of the version that decided it."""
    found: list[Recorded] = []
    for version, several in entries.runs(recorded):
        old = program_of(c, version)
        found += [(old, batch) for batch in entries.batches(old, several)]
    return found
