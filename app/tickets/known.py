"""What is known of a ticket: its state, replayed from the journal, or from what was replayed a moment ago."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from app.journal import chain, entries
from app.processes.programs import program
from app.recent import Recent, of_app
from dsl.engine import events
from dsl.engine.evolve import evolve
from dsl.engine.state import NEW, State
from dsl.program import Program

KEPT = 4000
"""States kept in memory."""


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket after `count` events, the last of which has the digest `head`. `public` are the answers others see: not
    what the requester, who got the ticket back, has saved but not filed again. `version` decides now, `versions` are all
    that decided, in order; `left` are the answers others saw before the last move to another one."""

    ticket: int | None
    version: int
    count: int
    state: State
    created: datetime | None = None
    public: Mapping[str, object] = field(default_factory=dict)
    head: str = chain.START
    versions: tuple[int, ...] = ()
    left: Mapping[str, object] = field(default_factory=dict)

    def after(self, program: Program, happened: Iterable[events.Event], count: int) -> Known:
        """The ticket after some more events; `count` is the number of the last."""
        state, public, left = self.state, self.public, self.left
        for event in happened:
            state = evolve(program, state, event)
            if isinstance(event, events.Moved):
                public, left = (left, {}) if event.back else (still_public(state, public), public)
            elif state.round == 0 or not isinstance(event, events.Saved):
                public = state.answers
        return replace(self, count=count, state=state, public=public, left=left)

    def under(self, version: int) -> Known:
        """The ticket as the next events find it, which are of this version."""
        if version == self.version:
            return self
        return replace(self, version=version, versions=(*(each for each in self.versions if each != version), version))


def still_public(state: State, public: Mapping[str, object]) -> Mapping[str, object]:
    """What others see behind a move: of a ticket at its requester nothing that was only saved."""
    if state.status != "returned":
        return state.answers
    return {name: value for name, value in state.answers.items() if public.get(name) == value}


@dataclass(frozen=True, slots=True)
class Recorded:
    """A batch of a ticket with the version that decided it, and its program."""

    version: int
    program: Program
    batch: events.Batch


def recorded(c: Connection, found: Sequence[entries.Entry]) -> Iterator[Recorded]:
    """Entries as the batches they were written in, each read by its own version."""
    for version, run in entries.runs(found):
        made = program(c, version)
        for batch in entries.batches(made, run):
            yield Recorded(version, made, batch)


def new(version: int) -> Known:
    """A ticket that does not exist yet."""
    return Known(None, version, 0, NEW, versions=(version,))


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
        for version, run in entries.runs(fresh):
            made = program(c, version)
            known = known.under(version).after(made, [entry.event(made) for entry in run], run[-1].number)
        known = replace(known, head=fresh[-1].digest)
        remember(known)
    return known


def remember(known: Known) -> None:
    """Keep it, unless more is known already."""
    before = recent().get(known.ticket)
    if before is None or before.count < known.count:
        recent().put(known.ticket, known)


def forget(ticket: int | None) -> None:
    """Read the whole journal of the ticket next time."""
    recent().drop(ticket)
