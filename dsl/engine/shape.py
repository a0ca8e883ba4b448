"""Questions about the shape of a flow: what comes after a step, and which arms stand around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dsl.engine.state import State
from dsl.program import Branch, Join, Merge, Node, Parallel, Program


def onward(program: Program, node: str) -> Iterator[str | None]:
    """The nodes that may come directly after `node` when the flow goes on."""
    match program.nodes[node]:
        case Branch(arms=arms, next=next):
            yield from arms.values()
            yield next
        case Parallel(arms=arms, next=next):
            yield from arms
            yield next
        case Join(parallel=parallel):
            yield program.nodes[parallel].next
        case Merge(branch=branch):
            yield program.nodes[branch].next
        case other:
            yield other.next


def reach(program: Program, starts: Iterable[str | None], stop: Callable[[Node], bool] | None = None) -> set[str]:
    """All nodes reachable from `starts`, these included, without going past nodes for which `stop(node)` is true."""
    found: set[str] = set()
    work = [start for start in starts if start is not None]
    while work:
        node = work.pop()
        if node in found:
            continue
        found.add(node)
        if stop is None or not stop(program.nodes[node]):
            work.extend(each for each in onward(program, node) if each is not None)
    return found


def after(program: Program, state: State, node: str) -> set[str]:
    """All nodes that come after `node`; of a `collect` branch around it also the arms still to run behind its own."""
    starts = list(onward(program, node))
    for branch, outcome in collects_around(program, node):
        pending = state.pending.get(branch, ())
        if outcome in pending:
            starts += [program.nodes[branch].arms[each] for each in pending[pending.index(outcome) + 1 :]]
    return reach(program, starts)


def before(program: Program, state: State, node: str) -> set[str]:
    """All nodes that come before `node`: those for which `node` is in `after`, found in one walk."""
    leads: dict[str, list[str]] = {}
    for each in program.nodes:
        for follows in onward(program, each):
            leads.setdefault(follows, []).append(each)
    found: set[str] = set()
    work = list(leads.get(node, ()))
    for branch, outcome in collects_around(program, node):
        pending = state.pending.get(branch, ())
        earlier = pending[: pending.index(outcome)] if outcome in pending else ()
        for each in earlier:
            found |= _arm(program, branch, program.nodes[branch].arms[each])
    while work:
        each = work.pop()
        if each not in found:
            found.add(each)
            work.extend(leads.get(each, ()))
    return found


def inside(program: Program, parallel: str) -> set[str]:
    """All nodes in the arms of `parallel`, its own joins included."""
    return set().union(*(_arm(program, parallel, arm) for arm in program.nodes[parallel].arms))


def parallels_around(program: Program, node: str) -> frozenset[tuple[str, int]]:
    """The arms of parallels `node` stands in, as (parallel, number of the arm)."""
    return arms_around(program).get(node, frozenset())


def arms_around(program: Program) -> dict[str, frozenset[tuple[str, int]]]:
    """For each node that stands in arms of parallels, these arms."""
    found: dict[str, set[tuple[str, int]]] = {}
    for each in program.nodes.values():
        if isinstance(each, Parallel):
            for number, arm in enumerate(each.arms):
                for node in _arm(program, each.id, arm):
                    found.setdefault(node, set()).add((each.id, number))
    return {node: frozenset(arms) for node, arms in found.items()}


def collects_around(program: Program, node: str) -> set[tuple[str, str]]:
    """The arms of `collect` branches `node` stands in, as (branch, outcome)."""
    return {
        (each.id, outcome)
        for each in program.nodes.values()
        if isinstance(each, Branch) and each.merge is not None
        for outcome, arm in each.arms.items()
        if node in _arm(program, each.id, arm)
    }


def _arm(program: Program, container: str, arm: str | None) -> set[str]:
    """The nodes of one arm, up to where it ends."""
    return reach(program, [arm], lambda node: container == getattr(node, "parallel", getattr(node, "branch", None)))
