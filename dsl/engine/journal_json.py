"""Events from and to JSON, exact opposites: `from_json(program, to_json(program, event)) == event`.

The form is flat: `{"type": "Approved", "step": "boss", "by": "bruno"}`; what has its default is left out. Answers are
typed by the form of the program, so the same ticket must be read with the version it was written with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields

from dsl import values
from dsl.engine import events
from dsl.program import Program

_KINDS = {kind.__name__: kind for kind in events.Event.__subclasses__()}
_DEFAULTS = {
    kind: tuple((each.name, None if each.default is MISSING else each.default) for each in fields(kind))
    for kind in _KINDS.values()
}
_TYPED = ("answers", "changes")


def to_json(program: Program, event: events.Event) -> dict[str, object]:
    """`event` as plain JSON values."""
    raw: dict[str, object] = {"type": type(event).__name__}
    for name, default in _DEFAULTS[type(event)]:
        value = getattr(event, name)
        if name in _TYPED:
            raw[name] = answers_to_json(program, value)
        elif value != default:
            raw[name] = list(value) if isinstance(value, tuple) else value
    return raw


def from_json(program: Program, raw: Mapping[str, object]) -> events.Event:
    """The event that `to_json` wrote; KeyError or ValueError when it wrote none such."""
    kind = _KINDS[raw["type"]]
    given: dict[str, object] = {}
    for name, _ in _DEFAULTS[kind]:
        if name in raw:
            value = raw[name]
            given[name] = tuple(value) if isinstance(value, list) else value
    for name in _TYPED:
        if name in given:
            given[name] = answers_from_json(program, given[name])
    return kind(**given)


def answers_to_json(program: Program, answers: Mapping[str, object]) -> dict[str, object]:
    """Answers as JSON values; None stays for an answer that vanished."""
    known = program.form.fields
    return {name: None if value is None else values.to_json(known[name].type, value) for name, value in answers.items()}


def answers_from_json(program: Program, raw: Mapping[str, object]) -> dict[str, object]:
    """Typed answers from what `answers_to_json` wrote."""
    known = program.form.fields
    return {name: None if value is None else values.from_json(known[name].type, value) for name, value in raw.items()}
