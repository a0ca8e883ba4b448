"""The one door through which a ticket changes: look, decide, then write all of it at once or nothing.

Looking and deciding happen in a reading transaction, without a lock. The writing one only compares and sets the count of
events and inserts what was made ready. When somebody was faster, everything is decided again on what is now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flask import current_app
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.db import insert_once, now, reading, transaction
from app.journal import entries
from app.people.directory import Directory
from app.processes.programs import program
from app.tickets import once, project
from app.tickets.known import Known, forget, know, new, remember
from app.tickets.queries import load
from app.tickets.rows import involved, ticket, waiting
from dsl.engine.commands import Command
from dsl.engine.decide import decide, require_version
from dsl.engine.events import Batch
from dsl.engine.facts import Facts
from dsl.program import Program

TRIES = 4
"""How often a decision is made again without a lock when somebody was faster; then once with the ticket locked."""

Ask = Callable[[str], object]


class Overtaken(Exception):
    """Somebody changed the ticket between our look and our write."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be done: a command on a ticket, or on a new one of a version; `once` names the request it came with.
    `known` is the ticket as it was looked at a moment ago: the first try decides on it without looking again. Where the
    version of a ticket is told, the command was made for it: under another one nobody knows what it would mean."""

    command: Command
    ticket: int | None = None
    version: int | None = None
    at: datetime | None = None
    once: once.Once | None = None
    ask: Ask | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a write needs, made before it."""

    wish: Wish
    before: Known
    after: Known
    at: datetime
    journal: list[dict]
    row: dict
    opened: list[dict]
    closed: list[tuple[str, str]]
    seats: list[dict]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the ticket with its number of events, and the answer a program gets; `repeated` when it had been
    done before under the same key."""

    ticket: int
    answer: dict
    repeated: bool = False


def perform(wish: Wish) -> Done:
    """Do it. Raises Refused when it may not happen now, once.OtherRequest when the key was used for something else."""
    for attempt in range(TRIES):
        with reading() as c:
            if found := before(c, wish):
                return found
            plan = prepare(c, wish, wish.known if attempt == 0 else None)
        try:
            with transaction() as c:
                done, after = write(c, plan)
        except (Overtaken, once.Already):
            continue
        remember(after)
        return done
    return perform_locked(wish)


def perform_locked(wish: Wish) -> Done:
    """Do it with the ticket locked from the first look on; what memory has of it is not believed any more."""
    forget(wish.ticket)
    with transaction() as c:
        c.execute(select(ticket.c.id).where(ticket.c.id == wish.ticket).with_for_update())
        if found := before(c, wish):
            return found
        done, after = write(c, prepare(c, wish))
    remember(after)
    return done


def before(c: Connection, wish: Wish) -> Done | None:
    """What the same request led to earlier."""
    answer = once.find(c, wish.command.by, wish.once) if wish.once else None
    return Done(answer["ticket"], answer, repeated=True) if answer else None


def facts_of(c: Connection, at: datetime, ask: Ask | None = None) -> Facts:
    """The facts of a decision made now."""
    zone = current_app.extensions["waybill"].zone
    return Facts(at, ask=ask or Directory(c, at, zone, load))


def prepare(c: Connection, wish: Wish, known: Known | None = None) -> Plan:
    """Look, unless it is `known`, and decide."""
    before = known or (new(wish.version) if wish.ticket is None else know(c, wish.ticket))
    require_version(wish.known.version if wish.known else wish.version, before.version)
    made = program(c, before.version)
    at = wish.at or now()
    facts = facts_of(c, at, wish.ask)
    happened = decide(made, before.state, wish.command, facts)
    after = replace(before.after(made, happened, before.count + len(happened)), created=before.created or at)
    seats = project.seats(made, happened, after.state.answers, facts)
    batch = Batch(at, wish.command.by, happened, facts.used)
    return planned(made, wish, before, after, batch, seats)


def planned(made: Program, wish: Wish, before: Known, after: Known, batch: Batch, seats: set[project.Seat]) -> Plan:
    """The rows of a decision."""
    was, will = project.waiting(made, before.state), project.waiting(made, after.state)
    journal = entries.rows(made, before.version, batch, before.count, before.head)
    return Plan(
        wish=wish,
        before=before,
        after=replace(after, head=journal[-1]["digest"] if journal else before.head),
        at=batch.at,
        journal=journal,
        row=project.row(made, before.version, after.state, after.count, after.created, batch.at, after.public),
        opened=[{"step": step, "person": person} for step, person in sorted(will - was)],
        closed=sorted(was - will),
        seats=[{"person": s.person, "step": s.step, "titled": s.titled} for s in sorted(seats, key=repr)],
    )


CLOSE = delete(waiting).where(
    waiting.c.ticket == bindparam("of"), waiting.c.step == bindparam("at"), waiting.c.person == bindparam("who")
)
OPEN, SIT, CREATE = insert(waiting), insert(involved), insert(ticket).returning(ticket.c.id)
CHANGE = update(ticket).where(ticket.c.id == bindparam("of"), ticket.c.count == bindparam("was"))


def write(c: Connection, plan: Plan) -> tuple[Done, Known]:
    """Write the plan; the caller's transaction makes it one. Raises Overtaken, or once.Already."""
    id = change(c, plan) if plan.wish.ticket is not None else create(c, plan)
    entries.append(c, id, plan.journal)
    if plan.closed:
        c.execute(CLOSE, [{"of": id, "at": step, "who": person} for step, person in plan.closed])
    if plan.opened:
        c.execute(OPEN, [{**row, "ticket": id} for row in plan.opened])
    take_seats(c, id, plan)
    answer = answer_of(id, plan)
    if plan.wish.once:
        once.keep(c, plan.wish.command.by, plan.wish.once, answer, plan.at)
    return Done(id, answer), replace(plan.after, ticket=id)


def create(c: Connection, plan: Plan) -> int:
    """The row of a new ticket."""
    return c.execute(CREATE, plan.row).scalar_one()


def change(c: Connection, plan: Plan) -> int:
    """Compare the count of events and set the row; on PostgreSQL this takes the ticket's lock."""
    if c.execute(CHANGE, {"of": plan.wish.ticket, "was": plan.before.count, **plan.row}).rowcount != 1:
        raise Overtaken
    return plan.wish.ticket


def take_seats(c: Connection, id: int, plan: Plan) -> None:
    """Note who has a part in the ticket from now on."""
    if plan.wish.ticket is None and plan.seats:
        c.execute(SIT, [{**row, "ticket": id} for row in plan.seats])
        return
    for row in plan.seats:
        insert_once(c, involved, {**row, "ticket": id})


def answer_of(id: int, plan: Plan) -> dict:
    """What a program is told, and told again for the same request."""
    state = plan.after.state
    return {
        "ticket": id,
        "number": plan.after.count,
        "status": state.status,
        "end": state.end,
        "open": sorted(state.open),
    }
