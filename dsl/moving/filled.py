"""What steps have surely filled in before each place of a flow: later rules and steps count on it being there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import reduce

from dsl.program import Branch, Finish, Join, Merge, Node, Parallel, Program, Step

Filled = dict[str, str]
"""Field -> the step that fills it in."""


def filled_before(program: Program) -> dict[str, Filled]:
    """For each node what is filled in on every way to it."""
    leads: dict[str, list[str]] = {node: [] for node in program.nodes}
    follows: dict[str, list[str]] = {node: [] for node in program.nodes}
    for node in program.nodes.values():
        for to in dict.fromkeys(ways(program, node)):
            leads[to].append(node.id)
            follows[node.id].append(to)
    left = {node: len(came) for node, came in leads.items()}
    work, found = [node for node, count in left.items() if not count], {}
    while work:
        node = work.pop()
        came = [there(program, found, one, node) for one in leads[node] if not isinstance(program.nodes[one], Join | Merge)]
        found[node] = reduce(both, came) if came else {}
        for to in follows[node]:
            left[to] -= 1
            if not left[to]:
                work.append(to)
    return found


def ways(program: Program, node: Node) -> Iterator[str]:
    """The nodes that are entered after `node`; those behind a join or a merge come after all its arms."""
    match node:
        case Finish():
            return
        case Branch(arms=arms, merge=merge, next=next):
            found = [*arms.values(), merge, next if merge else None]
        case Parallel(arms=arms, next=next):
            found = [*(arm or f"{node.id}.join.{at}" for at, arm in enumerate(arms)), next]
        case Join(parallel=parallel):
            found = [program.nodes[parallel].next]
        case Merge(branch=branch):
            found = [program.nodes[branch].next]
        case _:
            found = [node.next]
    yield from (each for each in found if each is not None)


def both(one: Filled, other: Filled) -> Filled:
    """What is filled in on two ways alike."""
    return {field: step for field, step in one.items() if field in other}


def there(program: Program, found: dict[str, Filled], source: str, to: str) -> Filled:
    """What is filled in when `to` is entered from `source`."""
    node, before = program.nodes[source], found[source]
    if isinstance(node, Step):
        return before | {field: source for field in node.access.required}
    if not isinstance(node, Parallel) or to != node.next or to in node.arms:
        return before
    arms = [found[f"{node.id}.join.{number}"] for number in range(len(node.arms))]
    many = Counter(field for arm in arms for field in arm)
    # However the arms that were needed are chosen, one of them filled it in.
    sure = {field for field, count in many.items() if count > len(arms) - node.need}
    return before | {field: step for arm in arms for field, step in arm.items() if field in sure}
