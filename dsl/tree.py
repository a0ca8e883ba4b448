"""The tree of a process text: plain frozen values, one class per construct, and nothing that does anything.

Every node carries `at` (where it stood, never part of equality) and `trivia` (comments and blank lines, part of
equality, never part of the meaning). Sequences are tuples. Names are plain strings in NFC.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Where a node stands: 1-based lines and columns, `end_*` exclusive, and character offsets into the text."""

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int


NOWHERE = Span(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Trivia:
    """What people wrote around a line: comments above it, one behind it, comments before its closing brace."""

    above: tuple[str, ...] = ()
    behind: str | None = None
    inside_end: tuple[str, ...] = ()
    blank_above: bool = False


NO_TRIVIA = Trivia()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Node):
    """A node that has a line of its own and can therefore carry comments."""

    trivia: Trivia = field(default=NO_TRIVIA, repr=False)


# -- expressions ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`amount`, `requester.manager`, `line.net`, and bare option names such as `other`."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A whole or decimal literal: `units / 10**places`; `5000` is (5000, 0), `0.50` is (50, 2)."""

    units: int
    places: int = 0


@dataclass(frozen=True, slots=True)
class Amount(Node):
    """A money literal: `5000.01 CNY` is (500001, 2, "CNY")."""

    units: int
    places: int
    currency: str


@dataclass(frozen=True, slots=True)
class Text(Node):
    value: str


@dataclass(frozen=True, slots=True)
class Truth(Node):
    """`yes` or `no`."""

    value: bool


@dataclass(frozen=True, slots=True)
class Day(Node):
    value: datetime.date


@dataclass(frozen=True, slots=True)
class Clock(Node):
    """A time of day, `14:30`, to the minute."""

    value: datetime.time


@dataclass(frozen=True, slots=True)
class Instant(Node):
    """A moment with its offset, `2026-03-02T14:30Z`, kept in UTC."""

    value: datetime.datetime


@dataclass(frozen=True, slots=True)
class Length(Node):
    """`15 minutes`, `2 business days`: `unit` is one of minutes, hours, days, weeks; business only hours and days."""

    count: int
    unit: str
    business: bool = False


@dataclass(frozen=True, slots=True)
class Or(Node):
    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class And(Node):
    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    item: "Expression"


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`op` is one of = != < <= > >=."""

    op: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Member(Node):
    """`x in {a, b}`, `x in role("finance")`; `negated` for `not in`. One of `members` or `group` is given."""

    item: "Expression"
    members: tuple["Expression", ...] = ()
    group: "Expression | None" = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`x in [low .. high]`, both ends included."""

    item: "Expression"
    low: "Expression"
    high: "Expression"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Present(Node):
    """`x is present`, or `x is absent` when `absent`."""

    path: Path
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Term(Node):
    """One signed operand of a flat sum or product: `op` is + or - in a sum, * or / in a product."""

    op: str
    value: "Expression"


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """A flat chain of + and -; the first term's op is always +."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """A flat chain of * and /; the first term's op is always *."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Negative(Node):
    item: "Expression"


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A built-in function: `role("finance")`, `days(a, b)`, `length(x)`, `round(x)`, `divide(a, b, 0)`."""

    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Fold(Node):
    """`sum(each line in lines where line.price > 0.00 CNY: line.net)`; `kind`: sum count any all min max.

    `count` has no body (`count(each line in lines where …)`), the others have one.
    """

    kind: str
    name: str
    over: Path
    where: "Expression | None"
    body: "Expression | None"


Expression = (
    Path | Number | Amount | Text | Truth | Day | Clock | Instant | Length | Or | And | Not | Compare | Member
    | Between | Present | Sum | Product | Negative | If | Call | Fold
)


# -- forms ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bounds(Node):
    """`[low .. high]` of a type; each end is a literal (Number, Amount, Day, Length…)."""

    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class Kind(Node):
    """A field's type as written.

    `word` is one of: "text", "long text", "whole", "decimal", "money", "yes/no", "date", "time", "moment", "duration",
    "business duration", "choice", "choices", "person", "team", "files", "link", "e-mail", "phone", "rows".
    `size` is the length of a text or the places of a decimal; `currency` belongs to money.
    """

    word: str
    size: int | None = None
    currency: str | None = None
    bounds: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Option(Line):
    name: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Check(Node):
    condition: Expression
    message: str


@dataclass(frozen=True, slots=True)
class Field(Line):
    """`name: kind "Label" = value help "…" optional default … when … check … else "…" { options or columns }`."""

    name: str
    kind: Kind
    label: str | None = None
    value: Expression | None = None
    help: str | None = None
    optional: bool = False
    default: Expression | None = None
    when: Expression | None = None
    checks: tuple[Check, ...] = ()
    options: tuple[Option, ...] = ()
    columns: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True)
class Section(Line):
    name: str
    label: str | None = None
    when: Expression | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Form(Line):
    items: tuple[Section | Field, ...] = ()


# -- tables --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row(Line):
    """`large when amount > 5000.00 CNY -> finance`."""

    name: str
    when: Expression
    outcome: str


@dataclass(frozen=True, slots=True)
class Otherwise(Line):
    outcome: str


@dataclass(frozen=True, slots=True)
class Table(Line):
    """`table desk first -> { pay, finance } { … }`; `policy`: first unique collect; `file` for `from "desk.csv"`."""

    name: str
    policy: str
    outcomes: tuple[str, ...]
    rows: tuple[Row, ...] = ()
    otherwise: Otherwise | None = None
    label: str | None = None
    file: str | None = None


# -- flow ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class End(Node):
    """`end rejected`, as a target."""

    name: str


@dataclass(frozen=True, slots=True)
class Return(Node):
    """`return to request` or `return to manager`, as a target; `limit` times per ticket."""

    to: str
    limit: int | None = None


Target = End | Return


@dataclass(frozen=True, slots=True)
class By(Line):
    """`by requester.manager, role("finance") pick least busy`; `pick`: least busy, in turn, first, or None for all."""

    people: tuple[Expression, ...]
    pick: str | None = None


@dataclass(frozen=True, slots=True)
class Decide(Line):
    """`decide any` · `all` · `in order` · `2 of them` · `60% of them`; `rule`: any all order count percent."""

    rule: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Reject(Line):
    target: Target


@dataclass(frozen=True, slots=True)
class May(Line):
    """`may return, transfer, add signer`."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due(Line):
    """`due 2 business days, remind at 50%, then escalate to …`; `then`: escalate, reassign, or None; reminders in %."""

    length: Length
    reminders: tuple[int, ...] = ()
    then: str | None = None
    people: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Nobody(Line):
    """`nobody ask role("process-admin")` or `nobody end rejected`; on the process and on a step."""

    people: tuple[Expression, ...] = ()
    target: End | None = None


@dataclass(frozen=True, slots=True)
class SamePerson(Line):
    """`same person asks again` or `same person counts`."""

    asks_again: bool


@dataclass(frozen=True, slots=True)
class Void(Line):
    """`void when amount, lines change`."""

    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need(Node):
    """One field of a `fills` clause."""

    name: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Access(Line):
    """`sees all, edits amount`, `sees student, course`, `fills payment_ref required`: one line, any of the three parts.

    `sees` is None when not written, ("*",) for `all`. Without any `sees` a step sees all.
    """

    sees: tuple[str, ...] | None = None
    edits: tuple[str, ...] = ()
    fills: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome(Line):
    """`outcome bounced "Bank refused it" -> return to request`; without a target the flow goes on."""

    name: str
    label: str | None = None
    target: Target | None = None


Clause = By | Decide | Reject | May | Due | Nobody | SamePerson | Void | Access | Outcome


@dataclass(frozen=True, slots=True)
class Approve(Line):
    name: str
    label: str | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Task(Line):
    name: str
    label: str | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Notify(Line):
    people: tuple[Expression, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Finish(Line):
    """The step `end rejected`: the ticket ends here."""

    end: str


@dataclass(frozen=True, slots=True)
class Arm(Line):
    """An arm of a branch (`name` is an outcome of its table) or of a parallel (`name` optional)."""

    name: str | None
    steps: tuple["Step", ...] = ()
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Branch(Line):
    """`branch by desk { pay { } manager { … } }`."""

    table: str
    arms: tuple[Arm, ...] = ()


@dataclass(frozen=True, slots=True)
class Parallel(Line):
    """`parallel both "Two departments" join all { arm { … } arm { … } }`; `join`: all, any, or a count as int."""

    name: str
    label: str | None
    join: str | int
    arms: tuple[Arm, ...] = ()


Step = Approve | Task | Notify | Finish | Branch | Parallel


@dataclass(frozen=True, slots=True)
class Flow(Line):
    steps: tuple[Step, ...] = ()


# -- the rest of a process -----------------------------------------------------------------------


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
    rows: tuple[tuple["Given", ...], ...] | None = None
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
    """One expected act: `director`, `payment -> paid`, `controllers -> reject`, `director -> return`, `done` (an end)."""

    name: str
    outcome: str | None = None


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
