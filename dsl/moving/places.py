"""Places: where an open ticket stands in the flow of the other version, and whether a ticket of it could stand there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dsl.engine.shape import before, reach
from dsl.engine.state import State
from dsl.engine.voting import needed, verdict
from dsl.moving.why import Why, why
from dsl.program import Approve, Branch, Node, Parallel, Program, Step

Region = frozenset[tuple[str, object]]
"""The arms around a place: (parallel, number of the arm) and (`collect` branch, outcome); empty outside of all."""


def misplaced(old: Program, new: Program, state: State) -> list[Why]:
    """Why no ticket of the new version could stand as this one does; empty when one could."""
    return [*strangers(old, new, state)] or [*rearranged(old, new, state)] or [*homeless(new, state)] or [*votes(new, state)]


def strangers(old: Program, new: Program, state: State) -> Iterator[Why]:
    """Open steps and parts under way that the new version does not have, or has as something else."""
    for step in state.open:
        node = new.nodes.get(step)
        if not isinstance(node, Step):
            yield why("step-gone", step=step)
        elif type(node) is not type(old.nodes[step]):
            yield why("step-kind", step=step)
    for container in going(state):
        if not holds_parts(new.nodes.get(container)) or type(new.nodes[container]) is not type(old.nodes[container]):
            yield why("parts-gone", step=container)


def going(state: State) -> list[str]:
    """Parallels and `collect` branches under way; one whose arms are all done is only remembered."""
    return [
        each for each, done in state.arms_done.items() if each not in state.pending or len(done) < len(state.pending[each])
    ]


def holds_parts(node: Node | None) -> bool:
    """Whether arms of a node are under way side by side, or one after the other."""
    return isinstance(node, Parallel) or (isinstance(node, Branch) and node.merge is not None)


def rearranged(old: Program, new: Program, state: State) -> Iterator[Why]:
    """Parts under way that are other ones by the same number, or more of them done than the new version waits for."""
    for container in going(state):
        node, done = new.nodes[container], state.arms_done[container]
        if isinstance(node, Branch):
            if any(outcome not in node.arms for outcome in state.pending[container]):
                yield why("parts-rearranged", step=container)
            continue
        if not same_arms(old, new, container):
            yield why("parts-rearranged", step=container)
        elif len(done) >= node.need:
            yield why("parts-through", step=container)


def same_arms(old: Program, new: Program, parallel: str) -> bool:
    """Whether the arms are as many, and each holds no step that stood in another one, and one of its own if it had any."""
    was, now = ([steps_of(made, parallel, arm) for arm in made.nodes[parallel].arms] for made in (old, new))
    if len(was) != len(now):
        return False
    return all(
        (mine & theirs or not (mine or theirs)) if one == other else not mine & theirs
        for one, mine in enumerate(was)
        for other, theirs in enumerate(now)
    )


def steps_of(made: Program, container: str, arm: str | None) -> set[str]:
    """The steps of one arm."""
    return {each for each in arm_of(made, container, arm) if isinstance(made.nodes[each], Step)}


def arm_of(made: Program, container: str, arm: str | None) -> set[str]:
    """The nodes of one arm, up to where it ends."""
    return reach(made, [arm], lambda node: container == getattr(node, "parallel", getattr(node, "branch", None)))


def regions(made: Program) -> dict[str, Region]:
    """For each node that stands in arms, these arms."""
    found: dict[str, set] = {}
    for each in made.nodes.values():
        if holds_parts(each):
            arms = each.arms.items() if isinstance(each, Branch) else enumerate(each.arms)
            for name, arm in arms:
                for node in arm_of(made, each.id, arm):
                    found.setdefault(node, set()).add((each.id, name))
    return {node: frozenset(arms) for node, arms in found.items()}


def homeless(new: Program, state: State) -> Iterator[Why]:
    """In each arm under way, and outside of all, exactly one thing goes on: an open step, or arms inside."""
    around = regions(new)
    wanted = {frozenset(): ""} | {
        around.get(container, frozenset()) | {(container, arm)}: container
        for container in going(state)
        for arm in running(new, state, container)
    }
    there = Counter(around.get(each, frozenset()) for each in (*state.open, *going(state)))
    for step in (*state.open, *going(state)):
        if around.get(step, frozenset()) not in wanted:
            yield why("elsewhere", step=step)
    for region, container in wanted.items():
        if there[region] > 1:
            yield why("at-once", steps=tuple(each for each in state.open if around.get(each, frozenset()) >= region))
        elif container and not there[region]:
            yield why("part-empty", step=container)


def running(new: Program, state: State, container: str) -> list[object]:
    """The arms of a container that are under way: those of a parallel not done, the next one of a `collect` branch."""
    node, done = new.nodes[container], state.arms_done[container]
    if isinstance(node, Parallel):
        return [number for number in range(len(node.arms)) if number not in done]
    return list(state.pending[container][len(done) : len(done) + 1])


def votes(new: Program, state: State) -> Iterator[Why]:
    """Open approvals that the new rule would have settled, or that those who are asked can never settle."""
    for step, now in state.open.items():
        node = new.nodes[step]
        if not isinstance(node, Approve):
            continue
        asked = len(now.waiting) + len(now.decided)
        yes = sum(1 for _, word in now.decided if word == "approved")
        if now.decided and verdict(node, now) is not None:
            yield why("settled", step=step)
        elif now.waiting and yes + len(now.waiting) < needed(node, asked):
            yield why("too-few", step=step, need=needed(node, asked))


def forgotten(old: Program, new: Program, state: State) -> tuple[str, ...]:
    """Steps done in this round that do not lie behind the ticket in the new version: what was decided there no longer
    counts."""
    passed, around = behind(new, state), regions(new)
    same = (step for step in state.done if type(new.nodes.get(step)) is type(old.nodes[step]))
    kept = {step for step in same if step in passed and remembered(new, state, around.get(step, frozenset()))}
    return tuple(step for step in state.done if step not in kept)


def remembered(new: Program, state: State, region: Region) -> bool:
    """Whether the ticket knows its way through the `collect` branches around a place, so that it could go back there."""
    branches = [(name, arm) for name, arm in region if isinstance(new.nodes[name], Branch)]
    return all(
        arm in state.pending.get(name, ()) and all(each in new.nodes[name].arms for each in state.pending[name])
        for name, arm in branches
    )


def behind(new: Program, state: State) -> set[str]:
    """All nodes that may lie behind a ticket that stands so."""
    found: set[str] = set()
    for step in state.open:
        found |= before(new, state, step)
    for container in going(state):
        node, done = new.nodes[container], state.arms_done[container]
        if isinstance(node, Parallel):
            found = found.union(*(arm_of(new, container, node.arms[arm]) for arm in done))
    return found - state.open.keys()
