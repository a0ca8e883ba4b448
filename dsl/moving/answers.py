"""Answers as the other version reads them: what people answered stays to the letter, what is computed is computed anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dsl import types, values
from dsl.complete import completing, failed
from dsl.engine.facts import Facts
from dsl.engine.state import State
from dsl.moving.filled import filled_before
from dsl.moving.why import Why, why
from dsl.program import Field, Parallel, Program
from dsl.scaled import Unfit


@dataclass(slots=True)
class Carried:
    """The `answers` by the other version, why they are not possible there (`wrong`), and what is different (`notes`)."""

    answers: dict[str, object] = field(default_factory=dict)
    wrong: list[Why] = field(default_factory=list)
    notes: list[Why] = field(default_factory=list)


def carried(old: Program, new: Program, state: State, facts: Facts) -> Carried:
    """The answers of an open ticket, or of one that is back at its requester, who may still answer otherwise."""
    found, given, is_back = Carried(), {}, state.status == "returned"
    for name, value in state.answers.items():
        mine, theirs = new.form.fields.get(name), old.form.fields[name]
        if mine is None:
            found.notes.append(why("answer-dropped", field=name))
        elif mine.computed is None:
            code = misfit(theirs.type, mine.type, value)
            if code is None:
                given[name] = value
            elif is_back:
                found.notes.append(why("answer-again", field=name))
            else:
                found.wrong.append(why(code, field=name))
    if found.wrong:
        return found
    complete(found, new, given, state, facts, is_back)
    found.notes += computed_anew(new, state, found.answers)
    return found


def complete(found: Carried, new: Program, given: dict, state: State, facts: Facts, is_back: bool) -> None:
    """Compute what is computed, leave out what is hidden, and see that nothing is missing or refused."""
    whole = completing(new, given, facts)
    found.answers = whole.answers
    codes = [why("answer-again" if is_back else "answer-missing", field=name.split(".")[0]) for name in whole.missing]
    if is_back:
        found.notes += codes
        return
    found.wrong += unique(codes)
    if found.wrong:
        return
    for path, check in failed(new, found.answers, facts):
        found.wrong.append(why("answer-refused", field=path.split(".")[0], message=check.message))
    hidden = (name for name in given if name not in found.answers)
    found.notes += [why("answer-dropped", field=name) for name in hidden]
    found.wrong += missed(new, state, found.answers, facts)


def unique(reasons: list[Why]) -> list[Why]:
    """Each reason once."""
    return [each for at, each in enumerate(reasons) if each not in reasons[:at]]


def misfit(theirs: types.Type, mine: types.Type, value: object) -> str | None:
    """Why an answer is none of another type; None when it is, and the very same."""
    if not same_kind(theirs, mine):
        return "answer-kind"
    try:
        again = values.from_json(mine, values.to_json(theirs, value))
    except Unfit:
        return "answer-unfit"
    return None if again == value else "answer-kind"


def same_kind(one: types.Type, other: types.Type) -> bool:
    """Whether values of both types mean the same; options and bounds may differ."""
    if type(one) is not type(other):
        return False
    match one, other:
        case types.Money(), types.Money():
            return one.currency == other.currency
        case types.Decimal(), types.Decimal():
            return one.places == other.places
        case types.Rows(), types.Rows():
            theirs = dict(other.columns)
            return all(same_kind(kind, theirs[name]) for name, kind in one.columns if name in theirs)
    return True


def computed_anew(new: Program, state: State, answers: dict[str, object]) -> Iterator[Why]:
    """Computed answers that come out otherwise than they did."""
    for name, each in new.form.fields.items():
        if each.computed is not None and state.answers.get(name) != answers.get(name):
            yield why("answer-computed", field=name)


def missed(new: Program, state: State, answers: dict[str, object], facts: Facts) -> Iterator[Why]:
    """Answers that steps behind the ticket would have filled in, and that are not there."""
    before, seen = filled_before(new), set()
    for place in places(new, state):
        for name, step in before.get(place, {}).items():
            shown = name not in answers and name not in seen and is_shown(new.form.fields[name], answers, facts)
            if shown:
                seen.add(name)
                yield why("fill-missed", field=name, step=step)


def places(new: Program, state: State) -> Iterator[str]:
    """Where the ticket stands: at its open steps, and at the ends of the arms that are done."""
    yield from (step for step in state.open if step in new.nodes)
    for container, done in state.arms_done.items():
        if isinstance(new.nodes.get(container), Parallel) and container not in state.pending:
            yield from (f"{container}.join.{arm}" for arm in done)


def is_shown(field: Field, answers: dict[str, object], facts: Facts) -> bool:
    return field.when is None or bool(field.when(answers, facts))
