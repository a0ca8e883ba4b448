"""What the events of a ticket add up to as rows: for lists, for whom it waits, and who may see what of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.processes.principals import others
from app.tickets.rows import TITLE
from dsl.engine import events
from dsl.engine.facts import Facts
from dsl.engine.state import Open, State
from dsl.engine.templates import fill
from dsl.program import Approve, Program, Step

ERASED = "\u2205"
"""The title of a ticket whose personal values are gone."""
WHOLE = ""
"""In place of a step: the person sees the whole ticket."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's part in a ticket: asked at `step` (or WHOLE); `titled` when the step shows all the title is made of."""

    person: str
    step: str
    titled: bool


def row(
    program: Program,
    version: int,
    state: State,
    count: int,
    created: datetime,
    changed: datetime,
    public: Mapping[str, object] | None = None,
) -> dict:
    """The ticket's own row, without its id; its title is made of the `public` answers (all, when not given)."""
    answers = state.answers if public is None else public
    title = ERASED if state.erased else fill(program, program.title, answers, state.requester)[:TITLE]
    return {
        "process": program.name,
        "version": version,
        "requester": state.requester,
        "title": title,
        "status": state.status,
        "end": state.end,
        "round": state.round,
        "acknowledged": state.acknowledged,
        "stuck": any(not open.waiting for open in state.open.values()),
        "count": count,
        "created": created,
        "changed": changed,
    }


def waiting(program: Program, state: State) -> set[tuple[str, str]]:
    """(step, person) of those who may act now."""
    return {(step, one) for step, open in state.open.items() for one in next_of(program.nodes[step], open)}


def next_of(step: Step, open: Open) -> tuple[str, ...]:
    """Who may act on an open step: in order, only the first."""
    in_order = isinstance(step, Approve) and step.rule == "order"
    return open.waiting[:1] if in_order else open.waiting


def shown(program: Program, step: str) -> frozenset[str] | None:
    """The fields a step shows to those asked there; None for all. A step of another version, from which the ticket was
    moved, shows nothing any more."""
    if step == WHOLE:
        return None
    node = program.nodes.get(step)
    if not isinstance(node, Step):
        return frozenset()
    fields = frozenset((*node.access.sees, *node.access.edits, *node.access.fills))
    return None if fields.issuperset(program.form.fields) else fields


def seats(
    program: Program, happened: Iterable[events.Event], answers, facts: Facts, status: str = "open"
) -> set[Seat]:
    """The parts in the ticket that the events of one batch give people; `status` is what it has after them."""
    found: set[tuple[str, str]] = set()
    for event in happened:
        match event:
            case events.Saved(by=by):
                found.add((by, WHOLE))
            case events.Submitted(by=by):
                found |= {(by, WHOLE)} | {(one, WHOLE) for one in others(program.seen_by, answers, facts)}
            case events.Moved(back=False) if status == "open":
                found |= {(one, WHOLE) for one in others(program.seen_by, answers, facts)}
            case events.Asked(step=step, people=people) | events.Reassigned(step=step, people=people):
                found |= {(one, step) for one in people}
            case events.Transferred(step=step, to=to):
                found.add((to, step))
            case events.Notified(people=people):
                found |= {(one, WHOLE) for one in people}
    return {Seat(one, step, is_titled(program, step)) for one, step in found}


def moved_seats(program: Program, moved: events.Moved, seats: set[Seat], left: set[Seat]) -> tuple[set[Seat], set[Seat]]:
    """The parts people have behind a move: the same ones, with the title as the new version makes it; what is undone gives
    back those that were `left`."""
    if moved.back:
        return left, set()
    return {Seat(one.person, one.step, is_titled(program, one.step)) for one in seats}, seats


def is_titled(program: Program, step: str) -> bool:
    """Whether those asked at `step` may see the title."""
    fields = shown(program, step)
    return fields is None or fields.issuperset(
        read.split(".")[0] for read in program.title.reads if read.split(".")[0] in program.form.fields
    )
