"""Labels, options and shown values of a program's fields in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dsl import types
from dsl.program import Field, Program, Section
from forms.fields import kind_of
from forms.fields.look import Look
from forms.messages import words
from forms.view import AnswersView, AnswerView
from forms.world import ALONE, World

NUMERIC = (types.Whole, types.Decimal, types.Money)


def label_of(program: Program, field: Field, language: str) -> str:
    """The label of a field or column, its name when the text gives none."""
    return program.word(field.path, field.label or field.name, language)


def options_of(program: Program, field: Field, language: str) -> dict[str, str]:
    """Option name -> label."""
    return {
        name: program.word(f"{field.path}.{name}", label or name, language) for name, label in field.options.items()
    }


def look_of(program: Program, field: Field, language: str, world: World = ALONE) -> Look:
    # `is None`, not `or`: the app's mappings look into the database when they are asked how long they are.
    people = {} if world.people is None else world.people
    teams = {} if world.teams is None else world.teams
    return Look(language, options_of(program, field, language), people, teams, world.zone)


def display(program: Program, field: Field, value: object, language: str, world: World = ALONE) -> str:
    """`value` of `field` as a person reads it."""
    if value == ():
        return words(language)["none"]
    return kind_of(field.type).display(field.type, value, look_of(program, field, language, world))


def sections_of(program: Program) -> tuple[Section, ...]:
    """The sections, and one without a title for the fields in none."""
    placed = {name for section in program.form.sections for name in section.fields}
    loose = tuple(name for name in program.form.fields if name not in placed)
    return program.form.sections + ((Section("", "", loose),) if loose else ())


def show(
    program: Program,
    answers: Mapping[str, object],
    language: str = "en",
    names: Iterable[str] | None = None,
    world: World = ALONE,
) -> tuple[AnswersView, ...]:
    """The answers that are there, by section, only those in `names` (what the reader may see; None for all)."""
    allowed = set(program.form.fields if names is None else names)
    shown = []
    for section in sections_of(program):
        found = tuple(
            _answer(program, program.form.fields[name], answers[name], language, world)
            for name in section.fields
            if name in answers and name in allowed and answers[name] is not None
        )
        if found:
            shown.append(AnswersView(section.name, program.word(section.name, section.label, language), found))
    return tuple(shown)


def _answer(program: Program, field: Field, value: object, language: str, world: World) -> AnswerView:
    text = display(program, field, value, language, world)
    kind = field.type.__class__.__name__.lower()
    view = AnswerView(field.name, label_of(program, field, language), text, kind, value)
    if not field.columns:
        return view
    rows = tuple(
        tuple(display(program, c, row[c.name], language, world) if c.name in row else "" for c in field.columns)
        for row in value
    )
    labels = tuple(label_of(program, column, language) for column in field.columns)
    numeric = tuple(isinstance(column.type, NUMERIC) for column in field.columns)
    return AnswerView(field.name, view.label, text, kind, value, labels, numeric, rows)
