"""Runs the cases of a log through the engine and names those that the process does not allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.bring.acts import Attempt, attempts, facts_at
from app.bring.directory import directory
from app.bring.plan import Plan
from app.bring.records import Record
from app.bring.why import why
from dsl.engine.commands import Command
from dsl.engine.decide import decide
from dsl.engine.events import Batch, Event
from dsl.engine.evolve import evolve
from dsl.engine.refused import Refused
from dsl.engine.state import NEW, State
from dsl.program import Program


@dataclass(frozen=True, slots=True)
class Misfit:
    """A case the process does not allow: the first act that could not be, where it stands, and why."""

    case: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """A case as the engine saw it: what was decided, and where it stopped if it did."""

    case: str
    batches: tuple[Batch, ...]
    state: State
    misfit: Misfit | None = None


def runs(program: Program, plan: Plan, cases: Iterable[tuple[Record, ...]]) -> Iterator[Run]:
    """Each case, run until its end or until its first act that the process does not allow."""
    ask = directory(plan)
    for case in cases:
        yield run(program, plan, case, ask)


def run(program: Program, plan: Plan, case: tuple[Record, ...], ask) -> Run:
    """One case from its first record."""
    state, batches = NEW, []
    for number, attempt in enumerate(attempts(program, plan, case, ask), 1):
        batch, refusals = first_possible(program, state, attempt, ask)
        if batch is None:
            place = f"{attempt.record.activity} ({number} of {len(case)}), {stamp(attempt.record)}"
            reason = why(program, state, batches, attempt, refusals)
            return Run(attempt.record.case, tuple(batches), state, Misfit(attempt.record.case, place, reason))
        batches.append(batch)
        for event in batch.events:
            state = evolve(program, state, event)
    return Run(case[0].case, tuple(batches), state)


def first_possible(program: Program, state: State, attempt: Attempt, ask) -> tuple[Batch | None, list[Refused]]:
    """What the first possible command of an attempt leads to, or None and a refusal for each."""
    if attempt.wrong:
        return None, []
    refusals: list[Refused] = []
    for command in attempt.commands:
        try:
            return decided(program, state, command, attempt, ask), []
        except Refused as refused:
            refusals.append(refused)
    return None, refusals


def decided(program: Program, state: State, command: Command, attempt: Attempt, ask) -> Batch:
    facts = facts_at(attempt.record, ask, state.requester or attempt.by)
    events: tuple[Event, ...] = decide(program, state, command, facts)
    return Batch(attempt.record.at, attempt.by, events, facts.used)


def stamp(record: Record) -> str:
    return record.at.isoformat(timespec="seconds").replace("+00:00", "Z")
