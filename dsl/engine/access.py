"""Access: what a step may do with answers, and what its changes make of them."""

from __future__ import annotations

from collections.abc import Mapping

from dsl.complete import completing, failed
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused
from dsl.engine.state import State
from dsl.program import Field, Program, Step

Answers = Mapping[str, object]


def kept(program: Program, answers: Answers) -> Answers:
    """The answers of a draft: those the requester may give, in the order of the form, complete or not."""
    return {name: answers[name] for name in program.form.requested if answers.get(name) is not None}


def filed(program: Program, answers: Answers, facts: Facts) -> Answers:
    """The answers as they are filed: those the requester may give, computed ones in, hidden ones out."""
    whole = completing(program, kept(program, answers), facts)
    if whole.missing:
        raise Refused("not-filled", fields=tuple(whole.missing))
    checked(program, whole.answers, facts, None)
    return whole.answers


def changed(program: Program, state: State, node: Step, changes: Answers, facts: Facts) -> dict[str, object]:
    """What `changes` at a step really change: the fields that differ, computed ones too; None for one that vanished."""
    if not changes:
        return {}
    allowed = node.access.edits + node.access.fills
    before = state.answers
    merged = {**before, **{name: value for name, value in changes.items() if name in allowed}}
    whole = completing(program, {name: value for name, value in merged.items() if value is not None}, facts)
    now = whole.answers
    for name, value in changes.items():
        # What follows from other answers may be sent along, as pages do; it is computed here all the same.
        if name not in allowed and not _follows(program, name) and now.get(name) != value:
            raise Refused("may-not-change", step=node.id, field=name, fields=allowed)
    different = {name: value for name, value in now.items() if name not in before or before[name] != value}
    different |= {name: None for name in before if name not in now}
    if lost := (*whole.missing, *emptied(program, before, now, facts)):
        # It may neither empty an answer that must be there, nor uncover one that nobody has given.
        raise Refused("still-missing", fields=lost)
    checked(program, now, facts, tuple(different))
    return different


def emptied(program: Program, before: Answers, now: Answers, facts: Facts) -> tuple[str, ...]:
    """The answers a step has filled in that are gone though they are not optional: what comes later counts on them."""
    filled = (program.form.fields[name] for name in before if name not in now and name not in program.form.requested)
    return tuple(
        each.name for each in filled if not each.optional and each.computed is None and _shown(each, now, facts)
    )


def _follows(program: Program, name: str) -> bool:
    field = program.form.fields.get(name)
    return field is not None and field.computed is not None


def checked(program: Program, answers: Answers, facts: Facts, fields: tuple[str, ...] | None) -> None:
    """Refuse answers that break a `check … else …` of the form; of all `fields`, or of these."""
    for path, check in failed(program, answers, facts, fields):
        raise Refused("check-failed", field=path, message=check.message, said=check.messages)


def filled(program: Program, node: Step, answers: Answers, facts: Facts) -> None:
    """Refuse to go on from a step whose required answers are not there."""
    if missing := unfilled(program, node, answers, facts):
        raise Refused("still-needed", step=node.id, fields=missing)


def unfilled(program: Program, node: Step, answers: Answers, facts: Facts) -> tuple[str, ...]:
    """The required answers of a step that are shown and not there."""
    return tuple(
        name for name in node.access.required if name not in answers and _shown(program.form.fields[name], answers, facts)
    )


def _shown(field: Field, answers: Answers, facts: Facts) -> bool:
    return field.when is None or bool(field.when(answers, facts))
