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
from dsl.examples import Result, run_example
from dsl.explaining.literals import literal
from dsl.format_expression import quote
from dsl.keeping import Story, story_of, together
from dsl.lengths import largest_unit
from dsl.program import Field, Program
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
    story = story_of(stage.program, [done.batch for done in played.done])
    if not story.acts and story.end is None:
        return None
    name = free_name(process)
    failed: Kept | None = None
    for text in candidates(stage, played, story, name, label):
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


def candidates(stage: Stage, played: Played, story: Story, name: str, label: str) -> Iterator[str]:
    """Ways to write it down: without the day, with it; acts as they were, and those of a step together."""
    fields = stage.program.form.fields
    answers = [given(fields[each], value) for each, value in story.answers.items() if value not in (None, (), "")]
    for acts in (story.acts, together(story.acts)):
        for day in (False, True):
            expected = [act_text(stage.program, *act) for act in acts] + ends_at(stage.program, story)
            lines = [requester(stage, played, day), *joined(answers), "expect " + ", ".join(expected)]
            head = f"example {name} {quote(label)}" if label else f"example {name}"
            yield head + " {\n" + "".join(f"  {line}\n" for line in lines if line) + "}"


def act_text(program: Program, step: str, outcome: str | None, changes: Mapping[str, object]) -> str:
    """An act as the text writes it."""
    fields = program.form.fields
    made = [f"{name} {{ }}" if value is None else given(fields[name], value) for name, value in changes.items()]
    return " ".join([step, *(["->", outcome] if outcome else []), *(["{", ", ".join(made), "}"] if made else [])])


def ends_at(program: Program, story: Story) -> list[str]:
    """The end as the last act; a withdrawal says it already."""
    withdrawn = story.acts and story.acts[-1][1] == "withdraw"
    return [story.end] if story.end in program.ends and not withdrawn else []


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


def given(field: Field, value: object) -> str:
    """One answer as an example writes it."""
    match field.type:
        case types.Rows():
            if not value:
                return f"{field.name} {{ }}"
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
