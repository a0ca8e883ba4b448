"""The pretend directory: answers every question about people, so that a process can be tried with no server running.

Everybody has a manager (`ana.manager`) and a department (`ana.department`), every role and team has enough members
(`finance-1`): one, or one more than must agree where N of them decide. Options default to the first one, nobody has work.
What matters is said beforehand.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from dsl import types, values
from dsl.libraries import DEFAULT, Attribute, Libraries
from dsl.program import Approve, Program, Step

TODAY = datetime.date(2026, 3, 5)
"""The day of an example that does not name one."""

ANY_HASH = "0" * 64
GROUP = re.compile(r"\b(?:role|team)\(")


class Pretend:
    """A directory to be given to Facts as `ask`. `told` are answers by question, said beforehand; `turns` says how many
    people in a row decide at a step, so that `all` of a role are that many."""

    def __init__(
        self,
        program: Program,
        libraries: Libraries = DEFAULT,
        told: Mapping[str, object] | None = None,
        turns: Mapping[str, int] | None = None,
    ):
        self.program = program
        self.libraries = libraries
        self.told = dict(told or {})
        self.turns = turns or {}

    def __call__(self, question: str) -> object:
        """The JSON answer to any question that facts know."""
        if question not in self.told:
            self.told[question] = self._pretend(question)
        return self.told[question]

    def _pretend(self, question: str) -> object:
        kind, _, rest = question.partition(":")
        holder, _, attribute = rest.rpartition(":")
        if kind == "today":
            return TODAY.isoformat()
        if kind == "load":
            return 0
        if kind in ("role", "team") and not holder:
            return [f"{rest}-{number}" for number in range(1, self.members(rest) + 1)]
        known = self.libraries.person if kind == "person" else self.libraries.team
        return attribute_of(holder, attribute, known.get(attribute))

    def members(self, group: str) -> int:
        """How many members a role or team needs so that every step that asks it can be decided."""
        steps = [node for node in self.program.nodes.values() if isinstance(node, Step)]
        return max([self.wanted(step) for step in steps if f'"{group}"' in step.people.text], default=1)

    def wanted(self, step: Step) -> int:
        """How many people a step needs."""
        turns = self.turns.get(step.id, 1)
        match step:
            case Approve(rule="count", number=number):
                return number + 1 if number > 1 else 1
            case Approve(rule="percent", number=number):
                return in_each_group(step, turns * 100 // number)
            case Approve(rule="all" | "order"):
                return in_each_group(step, turns)
        return 1


def in_each_group(step: Step, people: int) -> int:
    """How many members each group of a step needs, so that with those named beside it is asked of so many people."""
    groups = len(GROUP.findall(step.people.text))
    if groups == 0 or step.people.text.startswith("if "):
        return max(1, people)
    others = step.people.text.count(",") + 1 - groups
    return max(1, -(-(people - others) // groups))


def attribute_of(holder: str, name: str, attribute: Attribute | None) -> object:
    """What the directory tells of somebody when nothing was said beforehand, as JSON."""
    kind = attribute.type if attribute else types.Person()
    if isinstance(kind, types.Person | types.Team):
        return f"{holder}.{name}"
    return values.to_json(kind, some_value(kind, name))


def some_value(kind: types.Type, name: str) -> object:
    """A value of a type, for an answer that somebody has to give and nobody said."""
    match kind:
        case types.Whole() | types.Decimal() | types.Money():
            return min(max(kind.low, 10 ** types.scale_of(kind)), kind.high)
        case types.Duration(low, high) | types.BusinessDuration(low, high):
            return min(max(low, 60), high)
        case types.Choice(options):
            return options[0]
        case types.Choices(options, low):
            return options[:low]
        case types.YesNo():
            return False
        case types.Files(low):
            return tuple(types.FileRef(f"{name}-{n}.pdf", ANY_HASH, 1, "application/pdf") for n in range(1, low + 1))
        case types.Rows(low, _, columns):
            return tuple({column: some_value(each, column) for column, each in columns} for _ in range(low))
        case types.Text(limit):
            return name[:limit]
    return _some_other(kind, name)


def _some_other(kind: types.Type, name: str) -> object:
    match kind:
        case types.Date(low, high):
            return min(max(low, TODAY), high)
        case types.Time():
            return datetime.time(9, 0)
        case types.Moment():
            return datetime.datetime.combine(TODAY, datetime.time(9, 0), datetime.UTC)
        case types.Link():
            return "https://example.org/"
        case types.Email():
            return "somebody@example.org"
        case types.Phone():
            return "+1 555 0100"
    return f"{name}-1"
