"""A rehearsal: a ticket that lives only here, with a pretend directory, for examples, the command line and the designer."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from dsl.engine import commands, events
from dsl.engine.decide import decide
from dsl.engine.evolve import replay
from dsl.engine.facts import Facts
from dsl.engine.state import NEW, State
from dsl.engine.voting import acting
from dsl.program import Program


class Rehearsal:
    """A ticket of `program`: `do` commands and look at `state` and `batches`."""

    def __init__(self, program: Program, ask: Callable[[str], object], now: datetime.datetime):
        self.program = program
        self.ask = ask
        self.now = now
        self.state: State = NEW
        self.batches: list[events.Batch] = []

    def facts(self, requester: str = "") -> Facts:
        """Facts of this rehearsal's directory and clock."""
        return Facts(self.now, ask=self.ask, requester=requester or self.state.requester)

    def do(self, command: commands.Command) -> tuple[events.Event, ...]:
        """What `command` leads to; raises Refused and changes nothing when it may not happen."""
        facts = self.facts()
        news = decide(self.program, self.state, command, facts)
        self.state = replay(self.program, news, self.state)
        self.batches.append(events.Batch(self.now, command.by, news, facts.used))
        return news

    def first_asked(self, step: str) -> str | None:
        """The first person who may act at an open step."""
        people = acting(self.program.nodes[step], self.state.open[step])
        return people[0] if people else None
