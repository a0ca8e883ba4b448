"""Ways: how a decided step leads on: to the next one, to an end, back, or nowhere yet."""

from __future__ import annotations

from dsl.engine import events as e
from dsl.engine.advance import advance, pass_by_itself
from dsl.engine.shape import after, parallels_around
from dsl.engine.state import State
from dsl.engine.turn import Turn
from dsl.engine.voting import verdict
from dsl.program import Approve, Program, Step, Target, Task

RETURNS = 20
"""How often a step may send back by `may return`."""


def limit_of(node: Step, way: str) -> tuple[str, Target | None]:
    """The counter of a way back and its target: `way` is "reject", "return" or a task's outcome."""
    counter = f"{node.id}.{way}"
    if way == "return":
        return counter, Target(to="request", limit=RETURNS)
    if isinstance(node, Approve):
        return counter, node.reject
    return counter, next((each.target for each in node.outcomes if each.name == way), None)


def leads_back(node: Step, outcome: str) -> bool:
    """Whether a task's outcome sends the ticket back: then nobody has to fill in what the step must fill to go on."""
    outcomes = node.outcomes if isinstance(node, Task) else ()
    return any(each.name == outcome and each.target is not None and each.target.to is not None for each in outcomes)


def used_up(state: State, node: Step, way: str) -> int | None:
    """The limit of a way back, when it has been gone that often."""
    counter, target = limit_of(node, way)
    if target is None or target.to is None or state.returns.get(counter, 0) < target.limit:
        return None
    return target.limit


def go_on(turn: Turn, node: Approve, by: str) -> None:
    """After a decision: when the approval is settled close it and follow its way, else see who comes next."""
    settled = verdict(node, turn.state.open[node.id])
    if settled == "rejected":
        return leave(turn, node, "reject", by, "rejected")
    if settled == "approved":
        turn.say(e.Closed(step=node.id, result="approved"))
        return advance(turn, node.next)
    for following in pass_by_itself(turn, node):
        advance(turn, following)


def finish(turn: Turn, node: Task, outcome: str, by: str) -> None:
    """A task is completed: on, or where its outcome leads."""
    target = next((each.target for each in node.outcomes if each.name == outcome), None)
    if target is not None:
        return leave(turn, node, outcome, by, "done")
    turn.say(e.Closed(step=node.id, result="done"))
    advance(turn, node.next)


def leave(turn: Turn, node: Step, way: str, by: str, result: str) -> None:
    """Follow the target of a way: to an end, or back."""
    counter, target = limit_of(node, way)
    if target.to is not None:
        return send_back(turn, node, target.to, counter, by, "rejected" if result == "rejected" else "sent back")
    turn.say(e.Closed(step=node.id, result=result))
    turn.end(target.end)


def send_back(turn: Turn, node: Step, to: str, counter: str, by: str, result="sent back", comment="") -> None:
    """The ticket goes back to the requester or to an earlier step; that step and all after it are asked again."""
    again = None if to == "request" else after(turn.program, turn.state, to) | {to}
    turn.say(e.SentBack(step=node.id, by=by, to=to, counter=counter, comment=comment))
    turn.say(e.Closed(step=node.id, result=result))
    turn.cancel(again)
    if to != "request":
        advance(turn, to)


# -- approvals that become void ------------------------------------------------------------------


def clear_open(turn: Turn, fields: tuple[str, ...]) -> None:
    """Take back the decisions at open steps that watch one of the changed `fields`."""
    for step, now in list(turn.state.open.items()):
        watched = _watched(turn.program, step, fields)
        if watched and now.decided:
            turn.say(e.Voided(step=step, fields=watched))


def ask_again(turn: Turn, node: Step, fields: tuple[str, ...]) -> bool:
    """Ask closed steps again that watch one of the changed `fields`, unless the flow has passed the join around them.
    True when `node`, where the change was made, comes after one of them and so has to be asked again as well."""
    rewound = False
    for step in turn.state.done:
        watched = _watched(turn.program, step, fields)
        if not watched or not _may_ask_again(turn, step):
            continue
        behind = after(turn.program, turn.state, step)
        rewound = rewound or node.id in behind
        turn.say(e.Voided(step=step, fields=watched))
        turn.cancel(behind)
        advance(turn, step)
    return rewound


def _may_ask_again(turn: Turn, step: str) -> bool:
    """A step done in this round whose joins are all still open."""
    state = turn.state
    around = parallels_around(turn.program, step)
    return state.status == "open" and step in state.done and all(each in state.arms_done for each, _ in around)


def _watched(program: Program, step: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    watches = getattr(program.nodes[step], "void", ())
    return tuple(name for name in watches if name in fields)
