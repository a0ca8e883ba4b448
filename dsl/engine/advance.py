"""Advance: walk the flow from a node on, through everything that happens by itself, until people are asked."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.engine import events as e
from dsl.engine.access import unfilled
from dsl.engine.claims import unmet
from dsl.engine.people import asked_at, asked_instead
from dsl.engine.shape import inside
from dsl.engine.templates import fill
from dsl.engine.turn import Turn
from dsl.engine.voting import acting, verdict
from dsl.program import Approve, Branch, Finish, Join, Merge, Node, Notify, Parallel, Step, Task

Nodes = list[str | None]
"""Ids of nodes to enter next, in order; None is the end of the flow."""


def advance(turn: Turn, start: str | None) -> None:
    """Enter `start` and go on as far as nobody has to decide."""
    work: Nodes = [start]
    while work and turn.state.status == "open":
        id = work.pop()
        if id is None:
            turn.end(next(iter(turn.program.ends)))
            return
        entered = turn.program.nodes[id]
        if isinstance(entered, Join):
            work = _arrive(turn, entered, work)
        else:
            work.extend(reversed(_enter(turn, entered)))


def _enter(turn: Turn, node: Node) -> Nodes:
    """What happens at `node`, and the nodes to enter after it."""
    match node:
        case Approve() | Task():
            return open_step(turn, node)
        case Branch():
            return _route(turn, node)
        case Merge():
            return _merge(turn, node)
        case Parallel():
            turn.say(e.Forked(node=node.id))
            return [arm or f"{node.id}.join.{number}" for number, arm in enumerate(node.arms)]
        case Notify():
            _notify(turn, node)
            return [node.next]
        case Finish():
            turn.end(node.end)
            return []
    raise TypeError(node)


def open_step(turn: Turn, node: Step) -> Nodes:
    """Ask the people of a step, or those of its `nobody` policy."""
    people = asked_at(turn.program, turn.state, node, turn.facts)
    if people is None:
        turn.say(e.NobodyFound(step=node.id))
        if node.nobody.end is not None:
            turn.end(node.nobody.end)
            return []
        people = asked_instead(turn.program, turn.state, node, turn.facts)
    turn.say(e.Asked(step=node.id, people=people, visit=turn.state.visits.get(node.id, 0) + 1))
    return pass_by_itself(turn, node)


def pass_by_itself(turn: Turn, node: Step) -> Nodes:
    """`same person counts`: take those who approved earlier in this round as having approved here, unless what was
    approved here became void, or something has to be filled in."""
    if not isinstance(node, Approve) or node.asks_again or node.id in turn.state.voided:
        return []
    if unfilled(turn.program, node, turn.state.answers, turn.facts) or unmet(turn.program, turn.state, node, turn.facts):
        return []
    while (settled := verdict(node, turn.state.open[node.id])) is None:
        who, where = next(_earlier(turn, node), (None, None))
        if who is None:
            return []
        turn.say(e.Approved(step=node.id, by=who, earlier=where))
    turn.say(e.Closed(step=node.id, result=settled))
    return [node.next]


def _earlier(turn: Turn, node: Approve) -> Iterator[tuple[str, str]]:
    """Those who may act at `node` and approved elsewhere in this round, with the step where they did."""
    state = turn.state
    given = list(state.decisions.items()) + [(step, now.decided) for step, now in state.open.items() if step != node.id]
    for who in acting(node, state.open[node.id]):
        for step, decided in given:
            if (who, "approved") in decided and isinstance(turn.program.nodes[step], Approve):
                yield who, step


def _route(turn: Turn, node: Branch) -> Nodes:
    table = turn.program.tables[node.table]
    rules, outcomes, failed = table.choose(turn.state.answers, turn.facts)
    turn.say(e.Routed(node=node.id, table=node.table, rules=rules, outcomes=outcomes, failed=failed))
    if node.merge is None:
        return [node.arms[outcomes[0]]]
    return _next_arm(turn, node)


def _merge(turn: Turn, node: Merge) -> Nodes:
    branch = turn.program.nodes[node.branch]
    turn.say(e.ArmDone(node=branch.id, arm=len(turn.state.arms_done[branch.id])))
    return _next_arm(turn, branch)


def _next_arm(turn: Turn, node: Branch) -> Nodes:
    """The next arm of a `collect` branch (an empty one leads to the merge at once), or what follows the branch."""
    pending, done = turn.state.pending[node.id], turn.state.arms_done[node.id]
    return [node.arms[pending[len(done)]] if len(done) < len(pending) else node.next]


def _arrive(turn: Turn, node: Join, work: Nodes) -> Nodes:
    """An arm is done; when enough are, the others are cancelled, and so is what was still to be entered there."""
    parallel = turn.program.nodes[node.parallel]
    turn.say(e.ArmDone(node=parallel.id, arm=node.arm))
    if len(turn.state.arms_done[parallel.id]) < parallel.need:
        return work
    within = inside(turn.program, parallel.id)
    turn.cancel(within)
    turn.say(e.Joined(node=parallel.id))
    return [*(each for each in work if each not in within), parallel.next]


def _notify(turn: Turn, node: Notify) -> None:
    state = turn.state
    people = node.people.find(state.answers, turn.facts)
    text = fill(turn.program, node.text, state.answers, state.requester)
    turn.say(e.Notified(node=node.id, people=people, text=text))
