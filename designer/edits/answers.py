"""The edit that answers a question in the examples of a process, when it has become one that must be answered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from designer import address as at
from designer.edit import CannotEdit
from designer.edits.checks import field_at
from designer.edits.kinds import literal_like
from dsl import tree
from dsl.types import places_of

DAY = datetime.date(2026, 3, 2)
PLAIN = {
    "yes/no": tree.Truth(True),
    "time": tree.Clock(datetime.time(9, 0)),
    "moment": tree.Instant(datetime.datetime.combine(DAY, datetime.time(9, 0), datetime.UTC)),
    "person": tree.Path(("ana",)),
    "team": tree.Path(("staff",)),
    "link": tree.Text("https://example.org/"),
    "e-mail": tree.Text("ana@example.org"),
    "phone": tree.Text("+1 555 0100"),
}
"""An answer to kinds that have no bounds."""


@dataclass(frozen=True, slots=True)
class AnswerExamples:
    """Give the question a plain answer in each of these examples, named with commas between: its default or least value, its
    first option; behind the answers that are there."""

    address: str
    examples: str

    def on(self, process: tree.Process) -> tree.Process:
        field = field_at(process, self.address)
        given = tree.Given(field.name, *answer_to(field))
        wanted = self.examples.split(",")
        for number, item in enumerate(process.items):
            if isinstance(item, tree.Example) and item.name in wanted and not answers(item, field.name):
                process = at.put(process, f"items.{number}", with_answer(item, given))
        return process


def answers(example: tree.Example, name: str) -> bool:
    """Whether an example answers a question."""
    return any(given.name == name for line in example.items if isinstance(line, tree.Answers) for given in line.items)


def with_answer(example: tree.Example, given: tree.Given) -> tree.Example:
    """The example with an answer at the end of its last line of answers, or on a line of its own."""
    lines = [n for n, line in enumerate(example.items) if isinstance(line, tree.Answers)]
    if lines:
        old = example.items[lines[-1]]
        new = replace(old, items=(*old.items, given))
        return replace(example, items=(*example.items[: lines[-1]], new, *example.items[lines[-1] + 1 :]))
    place = sum(1 for line in example.items if isinstance(line, tree.Requester))
    return replace(example, items=(*example.items[:place], tree.Answers((given,)), *example.items[place:]))


def answer_to(field: tree.Field) -> tuple:
    """The value of a Given, and its rows and values where it has those; raises CannotEdit where a person must think."""
    kind, low = field.kind, field.kind.bounds.low if field.kind.bounds else None
    fixed = field.default if isinstance(field.default, LITERALS) else None
    match kind.word:
        case "choice" if field.options:
            return (fixed or tree.Path((field.options[0].name,)),)
        case "choices" if field.options:
            several = field.options[: max(low.units if isinstance(low, tree.Number) else 0, 1)]
            return None, None, tuple(tree.Path((option.name,)) for option in several)
        case "text" | "long text":
            return (fixed or tree.Text((field.label or field.name)[: kind.size]),)
        case "date":
            return (fixed or (low if isinstance(low, tree.Day) and low.value > DAY else tree.Day(DAY)),)
        case "whole" | "decimal" | "money":
            return (fixed or number(kind, low),)
        case "duration" | "business duration":
            return (fixed or (low if isinstance(low, tree.Length) else tree.Length(1, "hours", kind.word != "duration")),)
    if kind.word not in PLAIN:
        raise CannotEdit("write these answers yourself: a table and files differ from example to example", "examples")
    return (fixed or PLAIN[kind.word],)


LITERALS = (tree.Number, tree.Amount, tree.Text, tree.Truth, tree.Day, tree.Clock, tree.Instant, tree.Length)


def number(kind: tree.Kind, low: tree.Expression | None) -> tree.Expression:
    """The least number that may be answered, or one."""
    least = literal_like(low, kind) if low is not None else None
    if least is not None:
        return least
    places = places_of(kind.currency) if kind.currency else 2 if kind.size is None else kind.size
    one = tree.Number(10**places, places) if kind.word != "whole" else tree.Number(1)
    return literal_like(one, kind)
