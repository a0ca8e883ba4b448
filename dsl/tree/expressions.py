"""Expressions: literals, paths, conditions, arithmetic, calls and folds."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from dsl.tree.node import Node


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
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class And(Node):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    item: Expression


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`op` is one of = != < <= > >=."""

    op: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Member(Node):
    """`x in {a, b}`, `x in role("finance")`; `negated` for `not in`. One of `members` or `group` is given."""

    item: Expression
    members: tuple[Expression, ...] = ()
    group: Expression | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`x in [low .. high]`, both ends included."""

    item: Expression
    low: Expression
    high: Expression
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
    value: Expression


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
    item: Expression


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A built-in function: `role("finance")`, `days(a, b)`, `length(x)`, `round(x)`, `divide(a, b, 0)`."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Fold(Node):
    """`sum(each line in lines where line.price > 0.00 CNY: line.net)`; `kind`: sum count any all min max.

    `count` has no body (`count(each line in lines where …)`), the others have one.
    """

    kind: str
    name: str
    over: Path
    where: Expression | None
    body: Expression | None


Expression = (
    Path
    | Number
    | Amount
    | Text
    | Truth
    | Day
    | Clock
    | Instant
    | Length
    | Or
    | And
    | Not
    | Compare
    | Member
    | Between
    | Present
    | Sum
    | Product
    | Negative
    | If
    | Call
    | Fold
)
