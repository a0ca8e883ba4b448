"""The move itself: a plan that says whether a ticket can go to another version, and the events that make it go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dsl.engine import events as e
from dsl.engine.access import unfilled
from dsl.engine.facts import Facts, Unknown
from dsl.engine.people import asked_at, asked_instead
from dsl.engine.state import State
from dsl.moving.answers import carried
from dsl.moving.filled import filled_before
from dsl.moving.kept import broken
from dsl.moving.places import forgotten, misplaced
from dsl.moving.why import Why, why
from dsl.program import Program, Step

UNDER_WAY = ("open", "returned")
"""What can move: a draft was never filed, and what has ended is over."""


@dataclass(frozen=True, slots=True)
class Move:
    """What is asked for: to the version with this number, from the one with the number `before`; who asked for it, why,
    and the number of the administrator's act that says so."""

    by: str
    version: int
    before: int
    reason: str = ""
    act: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What would become of a ticket: `cannot` says why it has to stay, or is empty; `notes` what would be different. The
    other parts are what the event keeps."""

    cannot: tuple[Why, ...] = ()
    notes: tuple[Why, ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    forgotten: tuple[str, ...] = ()
    asked: tuple[e.Asked, ...] = ()


class CannotMove(Exception):
    """The ticket has to stay where it is; `reasons` say why."""

    def __init__(self, reasons: tuple[Why, ...]):
        super().__init__(reasons[0].code)
        self.reasons = reasons


def planned(old: Program, new: Program, state: State, facts: Facts) -> Plan:
    """What would become of a ticket of `old` under `new`; a pure function, its questions are recorded in `facts`."""
    facts.requester = state.requester
    if state.status not in UNDER_WAY:
        return Plan((why("not-under-way"),))
    if state.erased:
        return Plan((why("erased"),))
    if wrong := misplaced(old, new, state):
        return Plan(tuple(wrong))
    try:
        return looked(old, new, state, facts)
    except Unknown as gap:
        return Plan((why("unknown-fact", attribute=str(gap).strip("'").split(":")[-1]),))


def looked(old: Program, new: Program, state: State, facts: Facts) -> Plan:
    """The plan of a ticket that could stand in the new flow as it stands."""
    has = carried(old, new, state, facts)
    if has.wrong:
        return Plan(tuple(has.wrong))
    gone = forgotten(old, new, state)
    after = settled(state, has.answers, gone)
    wrong = broken(new, after, facts)
    if wrong:
        return Plan(tuple(wrong))
    asked = asked_now(new, after, facts)
    notes = (*has.notes, *differences(new, after, gone, asked, facts))
    return Plan((), notes, has.answers, gone, asked)


def settled(state: State, answers: Mapping[str, object], gone: tuple[str, ...]) -> State:
    """The state with these answers, in which some steps count as not decided."""
    decisions = {step: each for step, each in state.decisions.items() if step not in gone}
    return replace(state, answers=answers, done=tuple(each for each in state.done if each not in gone), decisions=decisions)


def asked_now(new: Program, state: State, facts: Facts) -> tuple[e.Asked, ...]:
    """Whom steps ask that wait for nobody; those who are asked already are never passed over."""
    found = []
    for step, now in state.open.items():
        if now.waiting or now.decided:
            continue
        node = new.nodes[step]
        people = asked_at(new, state, node, facts) or asked_instead(new, state, node, facts)
        if people:
            found.append(e.Asked(step=step, people=people, visit=now.visit + 1))
    return tuple(found)


def differences(new: Program, state: State, gone: tuple[str, ...], asked: tuple[e.Asked, ...], facts: Facts) -> list[Why]:
    """What is different for the ticket from now on, as far as its place tells."""
    found = [why("forgotten", step=step) for step in gone]
    found += [why("asked", step=each.step, people=each.people) for each in asked]
    for step in state.open:
        if missing := unfilled(new, new.nodes[step], state.answers, facts):
            found.append(why("fills", step=step, fields=missing))
    return found + [why("skipped", step=step) for step in skipped(new, state)]


def skipped(new: Program, state: State) -> list[str]:
    """Steps that every ticket of the new version passes on its way to where this one stands, and that it never did."""
    through = steps_before(new)
    passed = [step for place in state.open for step in through.get(place, ())]
    return [step for step in dict.fromkeys(passed) if step not in state.done and step not in state.visits]


def steps_before(new: Program) -> dict[str, tuple[str, ...]]:
    """For each node the steps on every way to it: those that, if each filled in a field of its own name, surely had."""
    named = {
        id: replace(node, access=replace(node.access, required=(id,))) if isinstance(node, Step) else node
        for id, node in new.nodes.items()
    }
    return {node: tuple(found) for node, found in filled_before(replace(new, nodes=named)).items()}


def move(old: Program, new: Program, state: State, wish: Move, facts: Facts) -> tuple[e.Event, ...]:
    """The events that move a ticket; raises CannotMove."""
    plan = planned(old, new, state, facts)
    if plan.cannot:
        raise CannotMove(plan.cannot)
    return (event(wish, plan.answers, plan.forgotten), *plan.asked)


def event(wish: Move, answers: Mapping[str, object], gone: tuple[str, ...] = (), back: bool = False) -> e.Moved:
    """The event that says so."""
    return e.Moved(
        by=wish.by, version=wish.version, before=wish.before, act=wish.act, reason=wish.reason,
        answers=answers, forgotten=gone, back=back,
    )  # fmt: skip


def move_back(state: State, wish: Move) -> tuple[e.Event, ...]:
    """The event that undoes a move after which nothing happened: everything is as it was before; raises CannotMove."""
    if state.left is None:
        raise CannotMove((why("changed"),))
    return (event(wish, state.left.answers, back=True),)
