"""Evolve: what each event does to the state of a ticket. The only place where a state changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from dsl.engine import events as e
from dsl.engine.shape import after, collects_around, inside, parallels_around
from dsl.engine.state import NEW, Open, State
from dsl.program import Branch, Parallel, Program

COUNTS = ("approved", "done")
"""Results of a closed step that let the flow go on."""


def evolve(program: Program, state: State, event: e.Event) -> State:
    """The state after `event`."""
    return _CHANGES[type(event)](program, state, event)


def replay(program: Program, events: Iterable[e.Event], state: State = NEW) -> State:
    """The state that `events` add up to, from a new ticket on, or from `state`."""
    changes = _CHANGES
    for event in events:
        state = changes[type(event)](program, state, event)
    return state


def rewind(program: Program, state: State, step: str) -> State:
    """Forget that `step` and what comes after it was done in this round. Open steps are closed by their own events."""
    gone = after(program, state, step) | {step}
    arms = _without(state.arms_done, gone)
    for parallel, arm in parallels_around(program, step):
        if parallel in arms:
            arms[parallel] = tuple(each for each in arms[parallel] if each != arm)
    for branch, outcome in collects_around(program, step):
        if branch in arms and outcome in state.pending[branch]:
            place = state.pending[branch].index(outcome)
            arms[branch] = tuple(each for each in arms[branch] if each < place)
    return replace(
        state,
        done=tuple(each for each in state.done if each not in gone),
        decisions=_without(state.decisions, gone),
        arms_done=arms,
        pending=_without(state.pending, gone),
    )


def _without(things: dict, names: Iterable[str]) -> dict:
    return {name: thing for name, thing in things.items() if name not in names}


# -- the requester -------------------------------------------------------------------------------


def _saved(program: Program, state: State, event: e.Saved) -> State:
    status = "returned" if state.status == "returned" else "draft"
    return replace(state, status=status, requester=state.requester or event.by, answers=event.answers)


def _submitted(program: Program, state: State, event: e.Submitted) -> State:
    return State(
        status="open",
        requester=state.requester or event.by,
        answers=event.answers,
        round=event.round,
        visits=state.visits,
        returns=state.returns,
    )


def _taken_back(program: Program, state: State, event: e.TakenBack) -> State:
    return replace(state, status="returned", acknowledged=True, arms_done={}, pending={}, done=(), decisions={})


def _acknowledged(program: Program, state: State, event: e.Acknowledged) -> State:
    return replace(state, acknowledged=True)


def _erased(program: Program, state: State, event: e.Erased) -> State:
    return replace(state, answers={}, erased=True)


def _moved(program: Program, state: State, event: e.Moved) -> State:
    if event.back:
        return replace(state.left, answers=event.answers, erased=state.erased)
    done = tuple(each for each in state.done if each not in event.forgotten)
    gone = {name for name in state.arms_done if not _has_arms(program, name, state.pending.get(name))}
    return replace(
        state, answers=event.answers, done=done, decisions=_without(state.decisions, event.forgotten),
        arms_done=_without(state.arms_done, gone), pending=_without(state.pending, gone), left=replace(state, left=None),
    )  # fmt: skip


def _has_arms(program: Program, name: str, pending: tuple[str, ...] | None) -> bool:
    """Whether a program has the parallel, or the `collect` branch with all these outcomes, that a ticket remembers."""
    node = program.nodes.get(name)
    if pending is None:
        return isinstance(node, Parallel)
    return isinstance(node, Branch) and node.merge is not None and all(each in node.arms for each in pending)


def _unchanged(program: Program, state: State, event: e.Event) -> State:
    return state


def _ended(program: Program, state: State, event: e.Ended) -> State:
    acknowledged = state.acknowledged and event.end != "rejected"
    return replace(state, status="ended", end=event.end, open={}, arms_done={}, pending={}, acknowledged=acknowledged)


# -- steps ---------------------------------------------------------------------------------------


def _asked(program: Program, state: State, event: e.Asked) -> State:
    opened = Open(event.people, (), event.visit)
    return replace(state, open={**state.open, event.step: opened}, visits={**state.visits, event.step: event.visit})


def _changed(program: Program, state: State, event: e.Changed) -> State:
    merged = {**state.answers, **event.changes}
    # Definition order, so that the answers of a ticket do not tell in which order they were given.
    return replace(state, answers={name: merged[name] for name in program.form.fields if merged.get(name) is not None})


def _decided(state: State, step: str, by: str, word: str) -> State:
    now = state.open[step]
    waiting = tuple(each for each in now.waiting if each != by)
    then = Open(waiting, (*now.decided, (by, word)), now.visit)
    return replace(state, open={**state.open, step: then}, touched=True)


def _approved(program: Program, state: State, event: e.Approved) -> State:
    return _decided(state, event.step, event.by, "approved")


def _rejected(program: Program, state: State, event: e.Rejected) -> State:
    return _decided(state, event.step, event.by, "rejected")


def _completed(program: Program, state: State, event: e.Completed) -> State:
    return _decided(state, event.step, event.by, event.outcome)


def _transferred(program: Program, state: State, event: e.Transferred) -> State:
    now = state.open[event.step]
    waiting = tuple(event.to if each == event.by else each for each in now.waiting)
    return replace(state, open={**state.open, event.step: replace(now, waiting=waiting)})


def _reassigned(program: Program, state: State, event: e.Reassigned) -> State:
    then = replace(state.open[event.step], waiting=event.people)
    return replace(state, open={**state.open, event.step: then})


def _voided(program: Program, state: State, event: e.Voided) -> State:
    now = state.open.get(event.step)
    state = replace(state, voided=(*state.voided, event.step))
    if now is None:
        return rewind(program, state, event.step)
    # Those who decided are asked again; they came first, so the order of `in order` is as it was.
    waiting = tuple(who for who, _ in now.decided) + now.waiting
    return replace(state, open={**state.open, event.step: Open(waiting, (), now.visit)})


def _closed(program: Program, state: State, event: e.Closed) -> State:
    step = event.step
    still = {name: each for name, each in state.open.items() if name != step}
    if event.result not in COUNTS:
        acknowledged = state.acknowledged and event.result != "rejected"
        return replace(state, open=still, acknowledged=acknowledged)
    done = (*(each for each in state.done if each != step), step)
    return replace(state, open=still, done=done, decisions={**state.decisions, step: state.open[step].decided})


def _sent_back(program: Program, state: State, event: e.SentBack) -> State:
    returns = {**state.returns, event.counter: state.returns.get(event.counter, 0) + 1}
    if event.to != "request":
        return replace(rewind(program, state, event.to), returns=returns, touched=True)
    return replace(
        state, status="returned", returns=returns, touched=True, acknowledged=False,
        arms_done={}, pending={}, done=(), decisions={},
    )  # fmt: skip


# -- the flow ------------------------------------------------------------------------------------


def _routed(program: Program, state: State, event: e.Routed) -> State:
    node = program.nodes[event.node]
    if not isinstance(node, Branch) or node.merge is None:
        return state
    pending = {**state.pending, event.node: tuple(dict.fromkeys(event.outcomes))}
    return replace(state, pending=pending, arms_done={**state.arms_done, event.node: ()})


def _forked(program: Program, state: State, event: e.Forked) -> State:
    return replace(state, arms_done={**state.arms_done, event.node: ()})


def _arm_done(program: Program, state: State, event: e.ArmDone) -> State:
    return replace(state, arms_done={**state.arms_done, event.node: (*state.arms_done[event.node], event.arm)})


def _joined(program: Program, state: State, event: e.Joined) -> State:
    gone = {event.node}
    if len(state.arms_done) > 1:
        gone |= inside(program, event.node)
    return replace(state, arms_done=_without(state.arms_done, gone), pending=_without(state.pending, gone))


_CHANGES: dict[type[e.Event], Callable[[Program, State, e.Event], State]] = {
    e.Saved: _saved, e.Submitted: _submitted, e.TakenBack: _taken_back, e.Withdrawn: _unchanged,
    e.Acknowledged: _acknowledged, e.Commented: _unchanged, e.Ended: _ended, e.Asked: _asked,
    e.NobodyFound: _unchanged, e.Changed: _changed, e.Approved: _approved, e.Rejected: _rejected,
    e.Completed: _completed, e.Transferred: _transferred, e.Reassigned: _reassigned, e.Voided: _voided,
    e.Closed: _closed, e.SentBack: _sent_back, e.Routed: _routed, e.Forked: _forked, e.ArmDone: _arm_done,
    e.Joined: _joined, e.Notified: _unchanged, e.Erased: _erased,
    e.Moved: _moved,
}  # fmt: skip
