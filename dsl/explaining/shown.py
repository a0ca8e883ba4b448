"""What a condition read, as people read it: names, values, and where computed ones come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dsl import types
from dsl.engine.facts import Facts, Unknown
from dsl.program import Condition, Field, Program
from dsl.values import display

ABSENT = {"en": "absent", "zh": "无"}
MOST_ROWS = 5
"""Values of a column are shown for so many rows."""

Answers = Mapping[str, object]


def field_at(program: Program, path: str) -> Field | None:
    """The field or column at a path."""
    rows, _, column = path.partition(".")
    found = program.form.fields.get(rows)
    if not column or found is None:
        return found
    return next((each for each in found.columns if each.name == column), None)


def values_of(program: Program, condition: Condition, a: Answers, f: Facts, language: str) -> dict[str, str]:
    """Name -> value for everything a condition read."""
    shown = {}
    for name in condition.reads:
        if fact := condition.facts.get(name):
            try:
                value = fact.value(a, f)
            except Unknown:
                # What came before settled the condition, so that this was never asked.
                continue
            shown[name] = ABSENT.get(language, ABSENT["en"]) if value is None else display(fact.type, value, language)
        elif each := field_at(program, name):
            shown[name] = answer(program, each, a, language)
    return shown


def answer(program: Program, field: Field, a: Answers, language: str) -> str:
    """One answer, or the values of a column, as people read them."""
    rows, _, column = field.path.partition(".")
    nothing = ABSENT.get(language, ABSENT["en"])
    if not column:
        return written(program, field, a[rows], language) if rows in a else nothing
    found = [row.get(column) for row in a.get(rows, ())]
    values = [nothing if each is None else written(program, field, each, language) for each in found[:MOST_ROWS]]
    more = ["…"] if len(found) > MOST_ROWS else []
    return ("、" if language == "zh" else ", ").join(values + more)


def written(program: Program, field: Field, value: object, language: str) -> str:
    """A value with its options by their labels."""
    match field.type:
        case types.Choice():
            return option(program, field, value, language)
        case types.Choices():
            return ("、" if language == "zh" else ", ").join(option(program, field, each, language) for each in value)
    return display(field.type, value, language)


def option(program: Program, field: Field, name: str, language: str) -> str:
    return program.word(f"{field.path}.{name}", field.options.get(name, name), language)


def origins(program: Program, reads: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Where computed fields among `reads` come from, as (path, formula)."""
    for name in reads:
        each = field_at(program, name)
        if each is not None and each.computed is not None:
            yield name, each.computed_text
