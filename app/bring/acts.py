"""Turns the records of a case into commands for the engine, each with the facts of its moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.bring.plan import Act, Constant, FromColumn, Plan, Seen
from app.bring.problems import Unusable
from app.bring.records import Record
from dsl import types
from dsl.engine import commands
from dsl.engine.commands import Command
from dsl.engine.events import Batch
from dsl.engine.facts import Facts
from dsl.program import Program
from forms.form import read, read_draft

WHOLE = re.compile("-?[0-9]{1,18}")
TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
"""How a cell says yes or no."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A record and the commands it may stand for; `wrong` says why its answers cannot be read, if they cannot."""

    record: Record
    by: str
    acts: tuple[Act, ...]
    commands: tuple[Command, ...]
    wrong: tuple[str, ...] = ()


def attempts(program: Program, plan: Plan, case: tuple[Record, ...], ask: Callable) -> Iterator[Attempt]:
    """The records of one case as attempts, in order."""
    for index, record in enumerate(case):
        acts = plan.activities.get(record.activity)
        if acts is None:
            raise Unusable(f"line {record.line}: the activity `{record.activity}` is not in [activities] of the map")
        by = person_of(plan, record)
        answers, wrong = {}, ()
        if reader := reader_of(acts):
            raw = answers_of(program, plan, record, round_of(plan, case, index))
            answers, problems = reader(program, raw, facts_at(record, ask, by))
            wrong = tuple(f"`{path}`: {sentence}" for path, sentence in problems.items())
        yield Attempt(record, by, acts, tuple(command(act, by, answers) for act in acts), wrong)


def reader_of(acts: tuple[Act, ...]) -> Callable | None:
    """How the answers of these acts are read: whole, as a draft, or not at all."""
    verbs = {act.verb for act in acts}
    return read if "submit" in verbs else read_draft if "save" in verbs else None


def facts_at(record: Record, ask: Callable, requester: str) -> Facts:
    """The facts as they were at the moment of a record: its clock, its day, and the people of the map."""
    return Facts(record.at, {"today": record.day.isoformat()}, ask, requester)


def person_of(plan: Plan, record: Record) -> str:
    person = plan.actors.get(record.actor, record.actor)
    if person not in plan.people:
        raise Unusable(f"line {record.line}: the actor `{record.actor}` is neither in [actors] nor in [people] of the map")
    return person


def round_of(plan: Plan, case: tuple[Record, ...], index: int) -> frozenset[str]:
    """The activities between a record and the next one that files the request."""
    activities: list[str] = []
    for record in case[index + 1 :]:
        if plan.begins_round(record.activity):
            break
        activities.append(record.activity)
    return frozenset(activities)


def answers_of(program: Program, plan: Plan, record: Record, activities: frozenset[str]) -> dict[str, object]:
    """What the form would have received, as JSON values."""
    raw: dict[str, object] = {}
    for name, source in plan.fields.items():
        match source:
            case Seen(wanted):
                raw[name] = not wanted.isdisjoint(activities)
            case Constant(value):
                raw[name] = value
            case FromColumn(column, absent, values):
                cell = record.cells[column]
                if cell not in absent:
                    text = cell if values is None else translated(record, column, cell, values)
                    raw[name] = as_json(program.form.fields[name].type, text)
    return raw


def translated(record: Record, column: str, cell: str, values) -> str:
    if cell not in values:
        raise Unusable(f"line {record.line}: `{cell}` in column `{column}` is not in the `values` of the map")
    return values[cell]


def as_json(type: types.Type, text: str) -> object:
    """A cell as JSON would hold it; what cannot be one stays text, and the form tells what is wrong with it."""
    match type:
        case types.Whole() if WHOLE.fullmatch(text):
            return int(text)
        case types.YesNo():
            return TRUTHS.get(text.lower(), text)
        case types.Choices():
            return [part.strip() for part in text.split(";")]
    return text


def command(act: Act, by: str, answers: dict) -> Command:
    """One act of the map as a command."""
    match act.verb:
        case "save":
            return commands.Save(by=by, answers=answers)
        case "submit":
            return commands.Submit(by=by, answers=answers)
        case "approve":
            return commands.Approve(by=by, step=act.step)
        case "reject":
            return commands.Reject(by=by, step=act.step)
        case "return":
            return commands.SendBack(by=by, step=act.step, to=act.word)
        case "complete":
            return commands.Complete(by=by, step=act.step, outcome=act.word)
        case "withdraw":
            return commands.Withdraw(by=by)
        case "take back":
            return commands.TakeBack(by=by)
        case "acknowledge":
            return commands.Acknowledge(by=by)
    raise AssertionError(act)


def recorded_facts(batch: Batch, requester: str, ask: Callable) -> Facts:
    """The facts of a decision that was made, for what follows from it."""
    return Facts(batch.at, dict(batch.facts), ask, requester)
