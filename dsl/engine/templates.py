"""Templates: a text with placeholders filled from the answers, in one pass; what is absent shows as nothing."""

from __future__ import annotations

from collections.abc import Mapping

from dsl import types, values
from dsl.program import Field, Program, Template


def fill(program: Program, template: Template, answers: Mapping[str, object], requester: str, language="en") -> str:
    """`template` with its placeholders as people read them; options by their labels, persons by their ids."""
    shown = [
        part if at % 2 == 0 else _shown(program, part, answers, requester, language)
        for at, part in enumerate(template.parts)
    ]
    return "".join(shown)


def _shown(program: Program, path: str, answers: Mapping[str, object], requester: str, language: str) -> str:
    if path == "requester":
        return requester
    field = program.form.fields.get(path)
    if field is None or path not in answers:
        return ""
    return show(program, field, answers[path], language)


def show(program: Program, field: Field, value: object, language: str = "en") -> str:
    """One answer as people read it."""
    match field.type:
        case types.Choice():
            return _option(program, field, value, language)
        case types.Choices():
            return ("、" if language == "zh" else ", ").join(_option(program, field, each, language) for each in value)
    return values.display(field.type, value, language)


def _option(program: Program, field: Field, name: str, language: str) -> str:
    return program.word(f"{field.path}.{name}", field.options.get(name, name), language)
