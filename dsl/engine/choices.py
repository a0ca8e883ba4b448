"""Choices: what a person may do with a ticket now, and why everything else is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dsl.engine.refused import Refused
from dsl.engine.shape import arms_around, before
from dsl.engine.state import Open, State
from dsl.engine.voting import acting, missing
from dsl.engine.ways import used_up
from dsl.program import Approve, Program, Step, Task

REQUESTERS = ("save", "submit", "withdraw", "take back", "acknowledge")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a person may do now.

    `action`: save, submit, withdraw, take back, acknowledge, comment of the ticket; approve, reject, return, complete,
    transfer of `step`, whose label is `label`. `to` are the targets of a return ("request" or steps), `outcomes` those of
    a task that are possible, `fields` the answers that may be changed on the way, `needs` those of them that must be there
    (as far as they are shown) to go on.
    """

    action: str
    step: str | None = None
    label: str = ""
    to: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def choices(program: Program, state: State, actor: str, facts: object = None) -> tuple[Choice, ...]:
    """All that `actor` may do now: first the steps, then the ticket. Nothing needs facts so far."""
    found = [choice for step in state.open for choice in _at_step(program, state, actor, step)]
    found += [Choice(action) for action in REQUESTERS if not _refusal(may_ticket, state, actor, action)]
    if not _refusal(may_comment, state, actor):
        found.append(Choice("comment"))
    return tuple(found)


def _at_step(program: Program, state: State, actor: str, step: str) -> Iterator[Choice]:
    if _refusal(may_act, program, state, actor, step):
        return
    node = program.nodes[step]
    fields, needs = node.access.edits + node.access.fills, node.access.required
    if isinstance(node, Task):
        possible = tuple(each for each in outcomes_of(node) if used_up(state, node, each) is None)
        if possible:
            yield Choice("complete", step, node.label, outcomes=possible, fields=fields, needs=needs)
    else:
        yield Choice("approve", step, node.label, fields=fields, needs=needs)
        if used_up(state, node, "reject") is None:
            yield Choice("reject", step, node.label)
    if "return" in node.may and used_up(state, node, "return") is None:
        yield Choice("return", step, node.label, to=ways_back(program, state, step))
    if "transfer" in node.may:
        yield Choice("transfer", step, node.label)


def _refusal(may, *arguments) -> Refused | None:
    """What `may(…)` refuses with, or None when it lets it pass."""
    try:
        may(*arguments)
    except Refused as refused:
        return refused
    return None


def outcomes_of(node: Task) -> tuple[str, ...]:
    """The names of a task's outcomes; "done" when it declares none."""
    return tuple(each.name for each in node.outcomes) or ("done",)


def ways_back(program: Program, state: State, step: str) -> tuple[str, ...]:
    """Where `step` may send back to by `may return`: the requester, or a step done in this round that lies before it
    and not inside an arm that is over."""
    around, lies_before = arms_around(program), before(program, state, step)
    own = around.get(step, frozenset())
    earlier = (each for each in state.done if each in lies_before and around.get(each, frozenset()) <= own)
    return ("request", *earlier)


# -- who may what; each refuses by raising --------------------------------------------------------


def may_ticket(state: State, actor: str, action: str) -> None:
    """Refuse what only the requester may do, and that only at its time."""
    if state.status != "new" and actor != state.requester:
        raise Refused("not-the-requester", requester=state.requester, who=actor, action=action)
    match action, state.status:
        case (("save" | "submit"), ("new" | "draft" | "returned")):
            return
        case "withdraw", ("draft" | "open" | "returned"):
            return
        case "take back", "open" if not state.touched:
            return
        case "acknowledge", ("returned" | "ended") if not state.acknowledged:
            return
    raise _untimely(state, action)


def may_comment(state: State, actor: str) -> None:
    """Refuse remarks on what is not there yet, and on somebody else's draft."""
    if state.status == "new":
        raise Refused("nothing-to-comment")
    if state.status == "draft" and actor != state.requester:
        raise Refused("not-filed")


def _untimely(state: State, action: str) -> Refused:
    if action == "acknowledge":
        return Refused("nothing-to-acknowledge")
    if state.status == "ended":
        return Refused("ended", end=state.end)
    if action == "take back":
        return Refused("already-decided" if state.status == "open" else "nothing-to-take-back")
    return Refused("already-filed" if state.status == "open" else "not-filed")


def step_of(program: Program, step: str) -> Step:
    """The approval or task called `step`."""
    node = program.nodes.get(step)
    if not isinstance(node, Step):
        raise Refused("unknown-step", step=step, process=program.name, steps=program.order)
    return node


def open_at(program: Program, state: State, step: str) -> tuple[Step, Open]:
    """The step `step` when it is open now."""
    node = step_of(program, step)
    if step in state.open:
        return node, state.open[step]
    match state.status:
        case "ended":
            raise Refused("ended", end=state.end)
        case "returned":
            raise Refused("at-requester", requester=state.requester)
        case "new" | "draft":
            raise Refused("not-filed")
    raise Refused("not-open", step=step, open=tuple(state.open))


def may_act(program: Program, state: State, actor: str, step: str) -> Step:
    """The step `step` when `actor` may act there now."""
    node, now = open_at(program, state, step)
    if isinstance(node, Approve) and actor == state.requester:
        raise Refused("requester-decides", who=actor, step=step)
    asked = acting(node, now)
    if actor in asked:
        return node
    if not now.waiting:
        raise Refused("nobody-asked", step=step)
    if actor in now.waiting:
        raise Refused("not-yet", who=actor, step=step, asked=asked)
    decided = any(who == actor for who, _ in now.decided)
    raise Refused("decided-here" if decided else "not-asked", who=actor, step=step, asked=asked)


def may_decide(program: Program, state: State, actor: str, step: str, way: str = "") -> Approve:
    """The approval `step` when `actor` may decide there now; `way` is "reject" when that must still be possible."""
    node = may_act(program, state, actor, step)
    if not isinstance(node, Approve):
        raise Refused("a-task", step=step, outcomes=outcomes_of(node))
    if way:
        _not_used_up(state, node, way)
    return node


def may_complete(program: Program, state: State, actor: str, step: str, outcome: str) -> Task:
    """The task `step` when `actor` may complete it now with `outcome`."""
    node = may_act(program, state, actor, step)
    if not isinstance(node, Task):
        raise Refused("an-approval", step=step)
    if outcome not in outcomes_of(node):
        raise Refused("unknown-outcome", step=step, outcome=outcome, outcomes=outcomes_of(node))
    if node.outcomes:
        _not_used_up(state, node, outcome)
    return node


def may_send_back(program: Program, state: State, actor: str, step: str, to: str) -> Step:
    """The step `step` when `actor` may send the ticket back from there to `to` now."""
    node = may_act(program, state, actor, step)
    if "return" not in node.may:
        raise Refused("may-not", step=step, action="return", word="return")
    targets = ways_back(program, state, step)
    if to not in targets:
        raise Refused("no-way-back", step=step, to=to, targets=targets)
    _not_used_up(state, node, "return")
    return node


def may_transfer(program: Program, state: State, actor: str, step: str, to: str) -> Step:
    """The step `step` when `actor` may hand the own part to `to` now."""
    node = may_act(program, state, actor, step)
    if "transfer" not in node.may:
        raise Refused("may-not", step=step, action="transfer", word="transfer")
    now = state.open[step]
    if isinstance(node, Approve) and to == state.requester:
        raise Refused("transfer-to-requester", step=step, to=to)
    if to in now.waiting or any(who == to for who, _ in now.decided):
        raise Refused("transfer-to-asked", step=step, to=to)
    return node


def may_reassign(program: Program, state: State, step: str, people: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `people` who can be asked at the open step `step`, when they are enough."""
    node, now = open_at(program, state, step)
    gone = {who for who, _ in now.decided}
    gone |= {state.requester} if isinstance(node, Approve) else set()
    fit = tuple(dict.fromkeys(who for who in people if who not in gone))
    need = missing(node, now)
    if len(fit) < need:
        raise Refused("too-few", step=step, need=need, given=len(fit))
    return fit


def _not_used_up(state: State, node: Step, way: str) -> None:
    limit = used_up(state, node, way)
    if limit is not None:
        raise Refused("sent-back-enough", step=node.id, limit=limit)
