"""Access: what a step may do with answers, and what its changes make of them."""

from __future__ import annotations

from collections.abc import Mapping

from dsl.engine.completing import complete, problems_of
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused
from dsl.engine.state import State
from dsl.program import Field, Program, Step

Answers = Mapping[str, object]


def filed(program: Program, answers: Answers, facts: Facts) -> Answers:
    """The answers as they are filed: those the requester may give, computed ones in, hidden ones out."""
    form = program.form
    given = {name: answers[name] for name in form.requested if answers.get(name) is not None}
    whole = complete(program, given, facts)
    missing = tuple(name for name in form.requested if name not in whole and wanted(form.fields[name], whole, facts))
    if missing:
        raise Refused("not-filled", fields=missing)
    checked(program, whole, facts, None)
    return whole


def wanted(field: Field, answers: Answers, facts: Facts) -> bool:
    """Whether an answer must be there: the field is shown and not optional."""
    if field.optional or field.computed is not None:
        return False
    return field.when is None or bool(field.when(answers, facts))


def changed(program: Program, state: State, node: Step, changes: Answers, facts: Facts) -> dict[str, object]:
    """What `changes` at a step really change: the fields that differ, computed ones too; None for one that vanished."""
    if not changes:
        return {}
    for name in changes:
        if name not in node.access.edits and name not in node.access.fills:
            raise Refused("may-not-change", step=node.id, field=name, fields=node.access.edits + node.access.fills)
    before = state.answers
    merged = {name: value for name, value in {**before, **changes}.items() if value is not None}
    now = complete(program, merged, facts)
    different = {name: value for name, value in now.items() if name not in before or before[name] != value}
    different |= {name: None for name in before if name not in now}
    checked(program, now, facts, tuple(different))
    _keep_required(program, before, now, different, facts)
    return different


def _keep_required(program: Program, before: Answers, now: Answers, different: Answers, facts: Facts) -> None:
    """A change may not empty an answer that must be there, nor uncover one that nobody has given."""
    missing = tuple(
        name for name in program.form.requested if name not in now and wanted(program.form.fields[name], now, facts)
    )
    if missing:
        raise Refused("not-filled", fields=missing)


def checked(program: Program, answers: Answers, facts: Facts, fields: tuple[str, ...] | None) -> None:
    """Refuse answers that break a `check … else …` of the form."""
    for path, message in problems_of(program, answers, facts, fields):
        raise Refused("check-failed", field=path, message=message)


def filled(program: Program, node: Step, answers: Answers, facts: Facts) -> None:
    """Refuse to go on from a step whose required answers are not there."""
    missing = tuple(
        name for name in node.access.required if name not in answers and _shown(program.form.fields[name], answers, facts)
    )
    if missing:
        raise Refused("still-needed", step=node.id, fields=missing)


def _shown(field: Field, answers: Answers, facts: Facts) -> bool:
    return field.when is None or bool(field.when(answers, facts))
