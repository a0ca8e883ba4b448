"""Watching: which things a recorded ticket did, read off its events; for borders with the reference evaluator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from dsl.checked import Checked
from dsl.covering.things import Border, Thing
from dsl.edges import point
from dsl.engine import events as e
from dsl.engine.evolve import replay
from dsl.engine.facts import Facts, Unknown
from dsl.engine.refused import Refused
from dsl.engine.state import NEW, State
from dsl.program import Program
from dsl.reference import World, evaluate, to_units

NOT_THERE = (Unknown, Refused, TypeError, KeyError, ArithmeticError)
"""What comes of asking for an answer that is absent, or that only another condition made safe to ask for."""
Ask = Callable[[str], object]


class Watch:
    """Watches tickets of one process; made once, for many tickets. `borders` by table, subject and number."""

    def __init__(self, checked: Checked, several: Sequence[Border]) -> None:
        self.checked = checked
        self.borders: dict[str, dict[str, dict[int, list[tuple[Border, str]]]]] = {}
        for border in several:
            subjects = self.borders.setdefault(border.table, {})
            numbers = subjects.setdefault(border.subject, defaultdict(list))
            for side, number in border.sides:
                numbers[number].append((border, side))

    def seen(self, program: Program, batches: Sequence[e.Batch], ask: Ask | None = None, state: State = NEW) -> set[Thing]:
        """What a ticket did; `ask` is the directory when there still is one, else what was recorded must do."""
        found: set[Thing] = set()
        for batch in batches:
            for event in batch.events:
                if isinstance(event, e.Routed):
                    requester = state.requester
                    facts = Facts(batch.at, dict(batch.facts), ask or unknown, requester)
                    found.update(self._routed(event, World(self.checked, state.answers, facts)))
                else:
                    found.update(plain(event))
                state = replay(program, (event,), state)
        return found

    def _routed(self, event: e.Routed, world: World) -> Iterator[Thing]:
        yield from (Thing("row", (event.table, rule)) for rule in event.rules)
        yield from (Thing("arm", (event.node, outcome)) for outcome in event.outcomes)
        for numbers in self.borders.get(event.table, {}).values():
            first = next(iter(numbers.values()))[0][0]
            number = number_of(first, world)
            for border, side in numbers.get(number, ()) if number is not None else ():
                if holds(border, world):
                    yield border.thing(side)


def unknown(question: str) -> object:
    raise Unknown(question)


def number_of(border: Border, world: World) -> int | None:
    """The value of what is compared as a number of its type; None when it is not there, or lies between two."""
    try:
        value = evaluate(border.node, world)
        return None if value is None else point(border.kind, to_units(value, border.kind))
    except NOT_THERE:
        return None


def holds(border: Border, world: World) -> bool:
    """Whether everything else of the row held, so that the border alone decided about it."""
    try:
        return all(evaluate(each, world) for each in border.rest)
    except NOT_THERE:
        return False  # One of them was only safe to ask behind the border.


def plain(event: e.Event) -> Iterator[Thing]:
    """What an event shows by itself."""
    match event:
        case e.Asked(step=step):
            yield Thing("step", (step,))
        case e.Approved(step=step):
            yield Thing("decision", (step, "approve"))
        case e.Closed(step=step, result="rejected"):
            yield Thing("decision", (step, "reject"))
        case e.Completed(step=step, outcome=outcome):
            yield Thing("decision", (step, outcome))
        case e.SentBack(step=step, counter=counter) if counter == f"{step}.return":
            yield Thing("decision", (step, "return"))
        case e.Ended(end=end):
            yield Thing("end", (end,))
