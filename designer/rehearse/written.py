"""A rehearsal as an `example` of the text: who files, the answers, and the acts it went through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from designer.edit import CannotEdit
from designer.names import all_names
from designer.rehearse.people import typed
from designer.rehearse.played import Played, Stage
from designer.snippets import block
from dsl import tree, types, values
from dsl.check import check
from dsl.engine import events as e
from dsl.examples import Result, run_example
from dsl.explaining.literals import literal
from dsl.format_expression import quote
from dsl.lengths import largest_unit
from dsl.program import Field, Program, Task
from dsl.scaled import Unfit

WIDTH = 100
"""Answers stand on one line up to so many characters."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a rehearsal is as an example: its `text`, or why it cannot be one."""

    text: str = ""
    result: Result | None = None
    problem: str = ""


def kept(stage: Stage, process: tree.Process, played: Played, label: str = "") -> Kept | None:
    """The first way to write the rehearsal down that passes right away; None while nobody has decided anything."""
    if not any(acts_of(stage.program, played)):
        return None
    name = free_name(process)
    failed: Kept | None = None
    for text in candidates(stage, played, name, label):
        tried = attempt(stage, process, text)
        if tried.result is not None and tried.result.passed:
            return tried
        failed = failed or tried
    return failed or Kept()


def free_name(process: tree.Process) -> str:
    """A name that nothing has."""
    taken = all_names(process) | {process.name}
    return next(name for number in range(1, len(taken) + 2) if (name := f"case_{number}") not in taken)


def attempt(stage: Stage, process: tree.Process, text: str) -> Kept:
    """Whether an example would be read, checked and passed in the process."""
    try:
        [example] = block("process", text)
    except (CannotEdit, ValueError):
        return Kept(problem=text)
    found = check(replace(process, items=(*process.items, example)), stage.libraries)
    if not found.ok:
        return Kept(problem=found.problems[-1].code)
    result = run_example(stage.program, example, stage.libraries)
    return Kept(text, result)


def candidates(stage: Stage, played: Played, name: str, label: str) -> Iterator[str]:
    """Ways to write it down: without the day, with it; acts as they were, and those of a step together."""
    acts = list(acts_of(stage.program, played))
    answers = list(answers_of(stage.program, played))
    for order in (acts, together(acts)):
        for day in (False, True):
            lines = [requester(stage, played, day), *joined(answers), "expect " + ", ".join(order)]
            head = f"example {name} {quote(label)}" if label else f"example {name}"
            yield head + " {\n" + "".join(f"  {line}\n" for line in lines if line) + "}"


def requester(stage: Stage, played: Played, day: bool) -> str:
    """Who files, with what the directory is told."""
    play = played.play
    parts = [f"requester {play.by if play.by.isidentifier() else 'ana'}"]
    for name, raw in play.told.items():
        attribute = stage.libraries.person.get(name)
        if attribute is None or not raw:
            continue
        try:
            value = values.from_json(attribute.type, typed(attribute.type, raw))
        except Unfit:
            continue
        parts.append(f"{name} {written(attribute.type, value)}")
    first = played.done[0].move.at[:10]
    return ", ".join(parts + ([f"today {first}"] if day else []))


def answers_of(program: Program, played: Played) -> Iterator[str]:
    """The answers filed last, and those of later steps."""
    found: dict[str, object] = {}
    for done in played.done:
        for event in done.batch.events:
            match event:
                case e.Submitted(answers=answers):
                    found |= answers
                case e.Changed(changes=changes):
                    found |= changes
    for name, value in found.items():
        field = program.form.fields[name]
        if field.computed is None and value not in (None, (), ""):
            yield given(field, value)


def given(field: Field, value: object) -> str:
    """One answer as an example writes it."""
    match field.type:
        case types.Rows():
            rows = []
            for row in value:
                cells = (given(column, row[column.name]) for column in field.columns if is_given(column, row))
                rows.append("{ " + ", ".join(cells) + " }")
            return " ".join([field.name, *rows])
        case types.Choices():
            return f"{field.name} {{ {', '.join(value)} }}"
        case types.Files():
            return f"{field.name} {{ {', '.join(quote(file.name) for file in value)} }}"
    return f"{field.name} {written(field.type, value)}"


def is_given(column: Field, row: Mapping[str, object]) -> bool:
    return column.computed is None and row.get(column.name) not in (None, "", ())


def written(kind: types.Type, value: object) -> str:
    """A value as a literal of the text."""
    match kind:
        case types.Text() | types.Link() | types.Email() | types.Phone():
            return quote(value)
        case types.YesNo():
            return "yes" if value else "no"
        case types.BusinessDuration():
            count, unit = largest_unit(value, {"hours": 60, "days": 480})
            return f"{count} business {unit}"
        case types.Person() | types.Team():
            return value if value.isidentifier() else quote(value)
    return literal(kind, value)


def joined(answers: list[str]) -> Iterator[str]:
    """Answers in lines that are not too long."""
    line = ""
    for answer in answers:
        if line and len(line) + len(answer) > WIDTH:
            yield line
            line = ""
        line = f"{line}, {answer}" if line else answer
    if line:
        yield line


def acts_of(program: Program, played: Played) -> Iterator[str]:
    """What happened, as `expect` writes it."""
    for done in played.done:
        for event in done.batch.events:
            match event:
                case e.Approved(step=step, earlier=""):
                    yield step
                case e.Rejected(step=step):
                    yield f"{step} -> reject"
                case e.Completed(step=step, outcome=outcome):
                    node = program.nodes[step]
                    plain = isinstance(node, Task) and [each.name for each in node.outcomes] == ["done"]
                    yield step if plain else f"{step} -> {outcome}"
                case e.SentBack(step=step, to=to) if done.move.act == "return":
                    yield f"{step} -> {'return' if to == 'request' else to}"
    if played.state.end is not None:
        yield played.state.end


def together(acts: list[str]) -> list[str]:
    """The acts of each step one after the other: a step that several decide counts its people so."""
    order = list(dict.fromkeys(act.partition(" ->")[0] for act in acts))
    return sorted(acts, key=lambda act: order.index(act.partition(" ->")[0]))
