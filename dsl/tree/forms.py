"""A form: sections, fields with their kinds, options, checks and columns."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.tree.expressions import Expression
from dsl.tree.node import Line, Node


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
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Section(Line):
    name: str
    label: str | None = None
    when: Expression | None = None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Form(Line):
    items: tuple[Section | Field, ...] = ()
