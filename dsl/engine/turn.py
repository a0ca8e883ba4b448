"""A turn: the events one command leads to so far, and the state after them."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.engine import events as e
from dsl.engine.evolve import evolve
from dsl.engine.facts import Facts
from dsl.engine.state import State
from dsl.program import Program


class Turn:
    """What `decide` works on: `say` an event and `state` has moved on by it."""

    __slots__ = ("events", "facts", "program", "state")

    def __init__(self, program: Program, state: State, facts: Facts):
        self.program = program
        self.state = state
        self.facts = facts
        self.events: list[e.Event] = []

    def say(self, event: e.Event) -> None:
        self.events.append(event)
        self.state = evolve(self.program, self.state, event)

    def cancel(self, steps: Iterable[str] | None = None) -> None:
        """Close those of the open steps that are among `steps`; all without `steps`."""
        for step in [each for each in self.state.open if steps is None or each in steps]:
            self.say(e.Closed(step=step, result="cancelled"))

    def end(self, end: str) -> None:
        """The ticket ends at `end`; what is still open is cancelled."""
        self.cancel()
        self.say(e.Ended(end=end))
