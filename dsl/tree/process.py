"""The process around form, tables and flow: who starts it, ends, claims, examples and translations."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.tree.expressions import Expression
from dsl.tree.flow import Flow, Nobody
from dsl.tree.forms import Form
from dsl.tree.node import Line, Node
from dsl.tree.tables import Table


@dataclass(frozen=True, slots=True)
class Title(Line):
    text: str


@dataclass(frozen=True, slots=True)
class StartedBy(Line):
    people: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class SeenBy(Line):
    people: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Calendar(Line):
    name: str


@dataclass(frozen=True, slots=True)
class EndPoint(Line):
    """One line of `ends`; the first one is where a flow arrives that runs off its last step."""

    name: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Ends(Line):
    items: tuple[EndPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Before(Node):
    """`controllers before payment when amount > …`: whenever `then` is decided, `first` was decided before it."""

    first: str
    then: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class NeverDecides(Node):
    """`never requester decides any step`, or a named step."""

    who: Expression
    step: str | None = None


@dataclass(frozen=True, slots=True)
class Rule(Line):
    name: str
    claim: Before | NeverDecides


@dataclass(frozen=True, slots=True)
class Always(Line):
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Given(Node):
    """One answer of an example: `amount 5000.01 CNY`; rows as `lines { item "Desk", price 2.00 CNY } { … }`.

    `rows` is None for a plain value. `value` is a literal or a one-part Path (an option or a person); for `choices`
    and `files` `values` holds several, written `topics { a, b }`.
    """

    name: str
    value: Expression | None = None
    rows: tuple[tuple[Given, ...], ...] | None = None
    values: tuple[Expression, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answers(Line):
    """One line of answers in an example, comma separated."""

    items: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Requester(Line):
    """`requester ana`, optionally `requester ana, level vip`: who files, and attributes the directory would tell."""

    name: str
    attributes: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Act(Node):
    """One expected act: `director`, `payment -> paid`, `controllers -> reject`, `director -> return`, `done` (an end), or
    what the requester does meanwhile: `request -> withdraw`. `changes` are the answers it changes: `desk { paid 2.00 CNY }`,
    `request { amount 3.00 CNY }` (files again)."""

    name: str
    outcome: str | None = None
    changes: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Expect(Line):
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Example(Line):
    """A worked ticket: who, answers, and the acts it must go through; an end as last act means the ticket ends there."""

    name: str
    label: str | None = None
    items: tuple[Requester | Answers | Expect, ...] = ()


@dataclass(frozen=True, slots=True)
class Word(Line):
    """`student "学生"`; dotted for a thing inside a thing: `course.english "英语"`."""

    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Words(Line):
    language: str
    items: tuple[Word, ...] = ()


Item = Title | StartedBy | SeenBy | Calendar | Nobody | Form | Table | Flow | Ends | Always | Example | Words


@dataclass(frozen=True, slots=True)
class Process(Line):
    """The whole text. `Trivia.above` of the process holds what stands before it, `epilogue` what stands after it."""

    name: str
    label: str | None = None
    items: tuple[Item, ...] = ()
    epilogue: tuple[str, ...] = ()

    def all(self, kind: type) -> tuple:
        """The items of one class, in order."""
        return tuple(item for item in self.items if isinstance(item, kind))

    def one(self, kind: type):
        """The first item of one class, or None."""
        return next((item for item in self.items if isinstance(item, kind)), None)
