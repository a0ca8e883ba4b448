"""The flow of a process as a picture and in words, in the reader's language; tickets put into it how far they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from app.i18n import translate as _
from app.processes.drawing import Sheet, Stop, draw
from dsl.program import Approve, Branch, Finish, Notify, Picture, Program, Task

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the text alternative, with the lines of its arms below it."""

    text: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The picture and the same in words."""

    picture: Markup
    words: tuple[Part, ...]


def outcome_word(program: Program, table: str, outcome: str, language: str) -> str:
    """An outcome of a table, or one of its rules, as people read it."""
    return program.word(f"{table}.{outcome}", outcome.replace("_", " "), language)


def table_word(program: Program, table: str, language: str) -> str:
    """A table as people read it."""
    found = program.tables.get(table)
    return program.word(table, (found and found.label) or table.replace("_", " "), language)


def end_word(program: Program, end: str, language: str) -> str:
    """An end as people read it; the one of those who withdraw is there even when the text does not name it."""
    label = program.ends.get(end) or end.replace("_", " ")
    return program.word(end, _("Withdrawn", language) if (end, label) == ("withdrawn", "Withdrawn") else label, language)


def step_word(program: Program, step: str, language: str) -> str:
    """A step as people read it."""
    node = program.nodes.get(step)
    return program.word(step, node.label if node and node.label else step.replace("_", " "), language)


def result_word(program: Program, step: str, name: str, language: str) -> str:
    """A task's outcome as people read it; the one every task has, when the text names none, says what it does."""
    node = program.nodes.get(step)
    label = next((one.label for one in getattr(node, "outcomes", ()) if one.name == name), "")
    said = _("Done", language) if (name, label) == ("done", "Done") else label or name.replace("_", " ")
    return program.word(f"{step}.{name}", said, language)


def is_refusal(program: Program, end: str) -> bool:
    """Whether an end says no: the one of those who withdraw, or one that a rejection leads to."""
    refusing = {node.reject.end for node in program.nodes.values() if isinstance(node, Approve)}
    return end == "withdrawn" or end in refusing


def label_arms(program: Program, steps: tuple[Picture, ...], sheet: Sheet, language: str) -> None:
    """Arms under their label in the reader's language; an outcome's name reads without its underscores."""
    for step in steps:
        node = program.nodes.get(step.node)
        names = tuple(node.arms) if isinstance(node, Branch) else ()
        for number, (label, inner) in enumerate(step.arms):
            if label in names:
                label = label.replace("_", " ")
            path = step.paths[number] if step.paths else ""
            sheet.arms[step.node, number] = program.word(path, label, language)
            label_arms(program, inner, sheet, language)


def name_of(program: Program, step: Picture, language: str, say: Say) -> str:
    """What stands in the box."""
    match program.nodes.get(step.node):
        case Branch(table=table):
            return table_word(program, table, language)
        case Finish(end=end):
            return end_word(program, end, language)
        case Notify():
            return say("Message")
    return program.word(step.node, step.label or step.node.replace("_", " "), language)


def kind_of(program: Program, step: Picture, say: Say) -> str:
    """What kind of step it is: the second line of a box that nobody has had yet."""
    match program.nodes.get(step.node):
        case Approve():
            return say("Approval")
        case Task(calls=True):
            return say("Call")
        case Task():
            return say("Task")
        case Notify():
            return say("Notice")
    return ""


def asked_by(program: Program, step: Picture, say: Say) -> str:
    """The people a step asks as the text says it, behind the word for a call of another system; else its kind."""
    node = program.nodes.get(step.node)
    people = node.people.text if isinstance(node, Approve | Task | Notify) else ""
    if isinstance(node, Task) and node.calls:
        return f"{say('Call')} · {people}"
    return people or kind_of(program, step, say)


def whole(program: Program) -> tuple[Picture, ...]:
    """All steps with the request before and the end behind them."""
    return (Picture("request", "request", ""), *program.picture, Picture("end", "end", ""))


def flow(program: Program, language: str, say: Say) -> Drawn:
    """The flow of a process as such, nobody on their way through it."""
    sheet = Sheet({}, {}, {})
    place(program, program.picture, sheet, language, say)
    label_arms(program, program.picture, sheet, language)
    first = next(iter(program.ends), "")
    sheet.stops["request"] = Stop("next", say("Request"))
    sheet.stops["end"] = Stop("next", end_word(program, first, language), say("End"))
    return Drawn(draw(whole(program), sheet, say("The flow of this process"), "flow-words"), listed(whole(program), sheet))


def place(program: Program, steps: tuple[Picture, ...], sheet: Sheet, language: str, say: Say) -> None:
    """Every box of the flow as still to come."""
    for step in steps:
        sheet.stops[step.node] = Stop("next", name_of(program, step, language, say), asked_by(program, step, say))
        for number, (_label, inner) in enumerate(step.arms):
            sheet.taken[step.node, number] = "next"
            place(program, inner, sheet, language, say)


def listed(steps: tuple[Picture, ...], sheet: Sheet) -> tuple[Part, ...]:
    """The steps by name and kind, arms below."""
    parts = []
    for step in steps:
        stop = sheet.stops[step.node]
        arms = tuple(
            Part(sheet.arms.get((step.node, number), label) or f"{number + 1}", listed(inner, sheet))
            for number, (label, inner) in enumerate(step.arms)
        )
        parts.append(Part(f"{stop.name} ({stop.who})" if stop.who else stop.name, arms))
    return tuple(parts)
