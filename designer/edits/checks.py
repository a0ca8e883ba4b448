"""The edits of a question's checks: what must be so, and the sentence that is said when it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from designer import address as at
from designer import snippets
from designer.edit import CannotEdit
from dsl import tree
from dsl.format_expression import format_expression
from dsl.types import places_of

FIRST = {
    "whole": "{name} >= 1", "decimal": "{name} > 0.00", "date": "{name} <= today", "yes/no": "{name} = yes",
    "text": "length({name}) >= 2", "long text": "length({name}) >= 2",
}  # fmt: skip
"""What a new check asks at first, by the kind of the question; the person goes on from there."""


@dataclass(frozen=True, slots=True)
class AddCheck:
    """Add a check with the sentence that is said when it fails; without a condition one is proposed."""

    address: str
    message: str
    condition: str = ""

    def on(self, process: tree.Process) -> tree.Process:
        field = field_at(process, self.address)
        if not self.message.strip():
            raise CannotEdit("write a text here", "message")
        condition = snippets.expression(self.condition.strip() or proposal(field, self.address), "condition")
        check = tree.Check(condition, " ".join(self.message.split()))
        return at.put(process, self.address, replace(field, checks=(*field.checks, check)))


def proposal(field: tree.Field, address: str) -> str:
    """The condition of a new check."""
    name = field.name
    match field.kind.word:
        case "money":
            nought = format_expression(tree.Amount(0, places_of(field.kind.currency), field.kind.currency))
            return f"{name} > {nought}"
        case "choice" if field.options:
            return f"{name} != {field.options[-1].name}"
    return FIRST.get(field.kind.word, "{name} is present").format(name=name)


@dataclass(frozen=True, slots=True)
class RemoveCheck:
    """Take one check away."""

    address: str
    check: int

    def on(self, process: tree.Process) -> tree.Process:
        field_at(process, self.address)
        return at.remove(process, f"{self.address}.checks.{self.check}")


@dataclass(frozen=True, slots=True)
class MoveCheck:
    """Ask a check earlier or later; the first one that fails is said."""

    address: str
    check: int
    up: bool

    def on(self, process: tree.Process) -> tree.Process:
        several = list(field_at(process, self.address).checks)
        other = self.check - 1 if self.up else self.check + 1
        if not (0 <= other < len(several) and self.check < len(several)):
            return process
        several[self.check], several[other] = several[other], several[self.check]
        return at.put(process, f"{self.address}.checks", tuple(several))


def field_at(process: tree.Process, address: str) -> tree.Field:
    """The field; LookupError when it is none."""
    return at.of_kind(process, address, tree.Field)
