"""Decision tables: rows with a condition and an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.tree.expressions import Expression
from dsl.tree.node import Line


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
