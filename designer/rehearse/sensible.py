"""Sensible values for a form: what a person might answer, tried until the form takes it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

from designer.rehearse.play import Play, clock_of
from designer.rehearse.played import Stage
from dsl import types
from dsl.engine.facts import Facts
from dsl.examples import Failed, answers_of
from dsl.pretend import some_value
from dsl.program import Field
from forms.answers import Raw, from_answers
from forms.form import read

ROUNDS = 12
"""How often values are tried anew where the form refuses them."""


def filled(
    stage: Stage, play: Play, facts: Facts, given: Mapping[str, object], step: str | None, before: Mapping[str, object]
) -> dict[str, object]:
    """Raw answers: what was typed, and sensible values where nothing was; those of an example where none is taken."""
    wanted = [field for field in asked(stage, step) if given.get(field.name) in (None, "", [])]
    known = examples_of(stage)
    tries = {field.name: [*said(field, known), *values(field, play, stage)] for field in wanted}

    def attempt(made: Mapping[str, object]) -> tuple[dict[str, object], set[str]]:
        typed = {name: value for name, value in given.items() if name not in made}
        raw = {**from_answers(stage.program, made).values, **typed}
        _, problems = read(stage.program, Raw(raw, page=True), facts, stage.language, step, before, stage.world)
        return raw, {path.split(".")[0] for path in problems} & set(tries)

    turn, first = dict.fromkeys(tries, 0), None
    for _ in range(ROUNDS):
        raw, wrong = attempt({name: found[min(turn[name], len(found) - 1)] for name, found in tries.items() if found})
        first = first or raw
        if not wrong:
            return raw
        for name in wrong:
            turn[name] += 1
    for answers in known:
        raw, wrong = attempt({name: value for name, value in answers.items() if name in tries})
        if not wrong:
            return raw
    return first or dict(given)


def examples_of(stage: Stage) -> list[dict[str, object]]:
    """The answers of the text's own examples."""
    found = []
    for example in stage.program.examples:
        try:
            found.append(answers_of(stage.program, example))
        except Failed:
            continue
    return found


def said(field: Field, known: list[dict[str, object]]) -> list[object]:
    """What an example answers to a question that takes a text: it may have to look in a certain way."""
    if not isinstance(field.type, types.Text):
        return []
    return [answers[field.name] for answers in known if field.name in answers][:3]


def asked(stage: Stage, step: str | None) -> list[Field]:
    """The fields a form asks."""
    form = stage.program.form
    names = (
        form.requested
        if step is None
        else (*stage.program.nodes[step].access.fills, *stage.program.nodes[step].access.edits)
    )
    return [form.fields[name] for name in names if form.fields[name].computed is None]


def values(field: Field, play: Play, stage: Stage) -> Iterator[object]:
    """Values of a field's type, the likeliest first."""
    kind, today = field.type, datetime.date.fromisoformat(play.at[:10])
    match kind:
        case types.Money() | types.Decimal():
            yield from within(kind, [100 * 10 ** types.scale_of(kind), 10 ** types.scale_of(kind)])
        case types.Whole():
            yield from within(kind, [1, 2, 10])
        case types.Date():
            days = (today, today - datetime.timedelta(days=1), today + datetime.timedelta(days=7), kind.low, kind.high)
            yield from (day for day in days if kind.low <= day <= kind.high)
        case types.Choice(options):
            yield from options
        case types.YesNo():
            yield from (False, True)
        case types.Rows(low, high, _):
            row = {column.name: next(values(column, play, stage)) for column in field.columns if column.computed is None}
            yield tuple(row for _ in range(min(max(low, 1), high)))
        case types.Text(limit):
            yield stage.program.word(field.path, field.label or field.name, stage.language)[:limit]
        case types.Person():
            yield from list(stage.world.people or ())[:3] if stage.world.people else ["bo"]
        case types.Team():
            yield from list(stage.world.teams or ())[:3] if stage.world.teams else ["team-1"]
        case types.Moment():
            yield clock_of(play.at, stage.world.zone)
    yield some_value(kind, field.name)


def within(kind: types.Type, wanted: list[int]) -> Iterator[int]:
    """Numbers inside of the bounds of a type."""
    candidates = (*wanted, kind.low, kind.high, (kind.low + kind.high) // 2)
    yield from dict.fromkeys(min(max(each, kind.low), kind.high) for each in candidates)
