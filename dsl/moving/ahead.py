"""Looking ahead: the steps a ticket still goes through when everybody who is asked says yes, as far as that is certain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from dsl.engine import commands as c
from dsl.engine import events as e
from dsl.engine.choices import outcomes_of
from dsl.engine.decide import decide
from dsl.engine.evolve import replay
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused
from dsl.engine.state import State
from dsl.engine.voting import acting
from dsl.program import Program, Step, Task

MOST = 60
"""Acts looked ahead."""
MORE = "…"
"""Stands where nobody can tell how it goes on: something has to be filled in, or nobody is asked."""


def ahead(program: Program, state: State, now: datetime, ask: Callable[[str], object]) -> tuple[str, ...]:
    """Steps that are still to come, in the order they ask, then the end; MORE last where it is not certain."""
    found: list[str] = []
    for _ in range(MOST):
        if state.status != "open":
            return tuple(found)
        news = next((news for step in state.open if (news := said_yes(program, state, step, now, ask))), None)
        if news is None:
            break
        state = replay(program, news, state)
        found += [each.step for each in news if isinstance(each, e.Asked) and each.step not in found]
        found += [each.end for each in news if isinstance(each, e.Ended)]
    return (*found, MORE)


def said_yes(program: Program, state: State, step: str, now: datetime, ask: Callable[[str], object]) -> tuple[e.Event, ...]:
    """What follows when the next of those asked at a step says yes; nothing when that is not possible."""
    node, people = program.nodes[step], acting(program.nodes[step], state.open[step])
    if not people:
        return ()
    try:
        return decide(program, state, yes(node, people[0]), Facts(now, ask=ask))
    except Refused:
        return ()


def yes(node: Step, who: str) -> c.Command:
    """The act that lets the flow go on."""
    if not isinstance(node, Task):
        return c.Approve(by=who, step=node.id)
    onward = [each.name for each in node.outcomes if each.target is None]
    return c.Complete(by=who, step=node.id, outcome=(onward or outcomes_of(node))[0])
