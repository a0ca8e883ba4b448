"""What is known of a ticket: its state, replayed from the journal, or from what was replayed a moment ago."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from app.journal import entries
from app.processes.programs import program
from app.recent import Recent, of_app
from dsl.engine.evolve import evolve
from dsl.engine.state import NEW, State

KEPT = 4000
"""States kept in memory."""


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket after `count` events."""

    ticket: int | None
    version: int
    count: int
    state: State
    created: datetime | None = None


def new(version: int) -> Known:
    """A ticket that does not exist yet."""
    return Known(None, version, 0, NEW)


def recent() -> Recent[int, Known]:
    """The states this process saw last."""
    return of_app("waybill.states", KEPT)


def know(c: Connection, ticket: int) -> Known:
    """The ticket now: only events not seen before are read. LookupError when the journal has none."""
    known = recent().get(ticket)
    fresh = entries.read(c, ticket, known.count if known else 0)
    if known is None:
        if not fresh:
            raise LookupError(f"no ticket {ticket}")
        known = replace(new(fresh[0].version), ticket=ticket, created=fresh[0].at)
    if fresh:
        known = grown(c, known, fresh)
        remember(known)
    return known


def grown(c: Connection, known: Known, fresh: list[entries.Entry]) -> Known:
    """`known` after some more entries."""
    made = program(c, known.version)
    state = known.state
    for entry in fresh:
        state = evolve(made, state, entry.event(made))
    return replace(known, count=fresh[-1].number, state=state)


def remember(known: Known) -> None:
    """Keep it, unless more is known already."""
    before = recent().get(known.ticket)
    if before is None or before.count < known.count:
        recent().put(known.ticket, known)
