"""Whom one can play now: every person an open step waits for, and the requester, each with what they may do."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.engine.choices import Choice, choices
from dsl.engine.state import State
from dsl.engine.voting import acting
from dsl.program import Program


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at one open step; at no step for the requester. `now` is false for those whose turn comes later."""

    step: str
    person: str
    choices: tuple[Choice, ...] = ()
    now: bool = True

    @property
    def id(self) -> str:
        """How a page names it."""
        return f"{self.step} {self.person}"

    def offers(self, action: str) -> Choice | None:
        """The choice of that action."""
        return next((each for each in self.choices if each.action == action), None)


def seats(program: Program, state: State) -> tuple[Seat, ...]:
    """All seats, in the order the steps opened; the requester's last."""
    found = []
    for step, now in state.open.items():
        may = acting(program.nodes[step], now)
        for person in now.waiting:
            offered = tuple(each for each in choices(program, state, person) if each.step == step)
            found.append(Seat(step, person, offered, person in may))
    if state.requester:
        own = tuple(each for each in choices(program, state, state.requester) if each.step is None)
        found.append(Seat("", state.requester, tuple(each for each in own if each.action not in ("save", "comment"))))
    return tuple(found)


def chosen(found: tuple[Seat, ...], id: str) -> Seat | None:
    """The seat of that id, else the first one where somebody can act."""
    named = next((seat for seat in found if seat.id == id), None)
    return named or next((seat for seat in found if seat.now and seat.choices), None)
