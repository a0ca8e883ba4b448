"""Moving tickets: what would become of each one under another version, and doing it, each ticket in its own transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from app.journal import entries
from app.processes.programs import program
from app.processes.queries import Version
from app.tickets import project, rebuild
from app.tickets.known import Known
from app.tickets.perform import Overtaken, facts_of
from app.tickets.rows import hold, ticket
from dsl.engine.events import Batch, Event
from dsl.engine.facts import Facts
from dsl.moving.ahead import ahead
from dsl.moving.move import UNDER_WAY, CannotMove, Move, Plan, event, move_back, planned
from dsl.moving.why import Why, why

MOVES, CANNOT, STAYS = "moves", "cannot", "stays"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of a ticket, by its `count` of events: moves, cannot or stays, and `why`, or what is different."""

    ticket: int
    verdict: str
    why: tuple[Why, ...]
    count: int
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A move that was made ready: the ticket before and after it, and its rows of the journal."""

    before: Known
    after: Known
    journal: list[dict]


def outlook(c: Connection, known: Known, to: Version, by: str, facts: Facts) -> Outlook:
    """What would become of a ticket that `by` moves."""
    if known.version == to.id:
        return Outlook(known.ticket, STAYS, (why("there"),), known.count)
    if wrong := not_to_be_moved(c, known, by):
        return Outlook(known.ticket, CANNOT, (wrong,), known.count)
    plan = planned(program(c, known.version), program(c, to.id), known.state, facts)
    verdict, reasons = (CANNOT, plan.cannot) if plan.cannot else (MOVES, plan.notes)
    return Outlook(known.ticket, verdict, reasons, known.count, plan)


def not_to_be_moved(c: Connection, known: Known, by: str) -> Why | None:
    """Why nobody, or not this person, moves the ticket, whatever the versions say."""
    if known.state.status not in UNDER_WAY:
        return why("not-under-way")
    if known.state.requester == by:
        return why("own")
    held = c.scalar(select(hold.c.ticket).where(hold.c.ticket == known.ticket))
    return why("held") if held is not None else None


def rest(
    c: Connection, known: Known, to: Version, plan: Plan, at: datetime, ask: Callable[[str], object]
) -> tuple[Why, ...]:
    """How the ticket goes on by the new version, as far as that is certain, and by its own where that differs."""
    if known.state.status != "open":
        return (why("filed-again"),)
    old, new = program(c, known.version), program(c, to.id)
    moved = known.after(new, (event(Move("", 0, 0), plan.answers, plan.forgotten), *plan.asked), known.count)
    was, then = ahead(old, known.state, at, ask), ahead(new, moved.state, at, ask)
    found = (why("way", steps=then),) if then else ()
    return found if was == then else (*found, why("way-was", steps=was))


def ready(c: Connection, known: Known, to: Version, wish: Move, at: datetime) -> tuple[Outlook, Written | None]:
    """The outlook of a ticket now, and the move made ready when it can be moved."""
    facts = facts_of(c, at)
    found = outlook(c, known, to, wish.by, facts)
    if found.verdict != MOVES:
        return found, None
    happened = (event(wish, found.plan.answers, found.plan.forgotten), *found.plan.asked)
    return found, written(c, known, to.id, wish, at, happened, facts)


def ready_back(c: Connection, known: Known, to: int, wish: Move, at: datetime) -> tuple[Why, ...] | Written:
    """The undoing of the ticket's last move made ready, or why it stays."""
    if held := not_to_be_moved(c, known, wish.by):
        return (held,)
    try:
        return written(c, known, to, wish, at, move_back(known.state, wish), facts_of(c, at))
    except CannotMove as no:
        return no.reasons


def written(
    c: Connection, known: Known, to: int, wish: Move, at: datetime, happened: tuple[Event, ...], facts: Facts
) -> Written:
    """The rows of the events, which the new version wrote."""
    new = program(c, to)
    after = known.under(to).after(new, happened, known.count + len(happened))
    # Who may see the ticket now is asked here, so that the answers are kept with the event.
    project.seats(new, happened, after.state.answers, facts, after.state.status)
    journal = entries.rows(new, to, Batch(at, wish.by, happened, facts.used), known.count, known.head)
    return Written(known, replace(after, head=journal[-1]["digest"]), journal)


def write(c: Connection, made: Written) -> None:
    """Write it, with the ticket's rows made anew; Overtaken when somebody was faster."""
    id, was = made.before.ticket, made.before.count
    taken = update(ticket).where(ticket.c.id == id, ticket.c.count == was).values(count=made.after.count)
    if c.execute(taken).rowcount != 1:
        raise Overtaken
    entries.append(c, id, made.journal)
    rebuild.again(c, id)
