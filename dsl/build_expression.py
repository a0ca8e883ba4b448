"""Makes expression nodes from what the grammar reduced: one method per rule of the grammar's section on expressions."""

from __future__ import annotations

import datetime
import re
import unicodedata
from dataclasses import replace
from typing import Any

from lark import Token

from dsl import tree
from dsl.lexing import UNITS
from dsl.tree import Span

ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Mistaken(Exception):
    """A mistake the grammar cannot see, found while building; `code` and `values` as in a Problem."""

    def __init__(self, code: str, at: Span, **values: str) -> None:
        super().__init__(code)
        self.code, self.at, self.values = code, at, values


def place(thing: Any) -> Span:
    """The span of a node or a token."""
    if isinstance(thing, Token):
        return Span(thing.line, thing.column, thing.end_line, thing.end_column, thing.start_pos, thing.end_pos)
    return thing.at


def across(first: Any, last: Any) -> Span:
    """The span from the begin of one node or token to the end of another."""
    if isinstance(first, Token):
        line, column, start = first.line, first.column, first.start_pos
    else:
        line, column, start = first.at.line, first.at.column, first.at.start
    if isinstance(last, Token):
        return Span(line, column, last.end_line, last.end_column, start, last.end_pos)
    return Span(line, column, last.at.end_line, last.at.end_column, start, last.at.end)


def name(token: Token) -> str:
    """A name as the tree keeps it, a plain string in NFC; what is in NFC already would be given back as the token it is."""
    return token.value if token.isascii() else unicodedata.normalize("NFC", token.value)


def unquote(token: Token) -> str:
    r"""The text between the quotes, with \" \\ and \n resolved."""
    inner = token.value[1:-1]
    return ESCAPE.sub(lambda found: "\n" if found[1] == "n" else found[1], inner) if "\\" in inner else inner


def units(token: Token) -> tuple[int, int]:
    """`0.50` as (50, 2)."""
    whole, _, fraction = token.partition(".")
    return int(whole + fraction), len(fraction)


class Expressions:
    """Builds expressions; children that are tokens are keywords, marks and names, all others are nodes."""

    def choose(self, c: list) -> tree.If:
        return tree.If(c[1], c[3], c[5], at=across(c[0], c[5]))

    def any_of(self, c: list) -> tree.Or:
        return tree.Or(tuple(c), at=across(c[0], c[-1]))

    def all_of(self, c: list) -> tree.And:
        return tree.And(tuple(c), at=across(c[0], c[-1]))

    def negation(self, c: list) -> tree.Not:
        return tree.Not(c[1], at=across(c[0], c[1]))

    def comparison(self, c: list) -> tree.Compare:
        left, op, right = c
        return tree.Compare(op.value, left, right, at=across(left, right))

    def within(self, c: list) -> bool:
        return len(c) == 2

    def member(self, c: list) -> tree.Member:
        item, negated, *rest = c
        members = tuple(child for child in rest if not isinstance(child, Token))
        return tree.Member(item, members, None, negated, at=across(item, c[-1]))

    def between(self, c: list) -> tree.Between:
        item, negated, _, low, _, high, end = c
        return tree.Between(item, low, high, negated, at=across(item, end))

    def in_group(self, c: list) -> tree.Member:
        item, negated, group = c
        return tree.Member(item, (), group, negated, at=across(item, group))

    def present(self, c: list) -> tree.Present:
        path, word = c
        if not isinstance(path, tree.Path):
            raise Mistaken("presence-of-value", path.at)
        return tree.Present(path, word == "absent", at=across(path, word))

    def first_token(self, c: list) -> Token:
        return c[0]

    compare = presence = plus = times = minus = negator = first_token

    def _chain(self, c: list, op: str) -> tuple[tree.Term, ...]:
        terms = [tree.Term(op, c[0], at=c[0].at)]
        terms += [tree.Term(c[i].value, c[i + 1], at=across(c[i], c[i + 1])) for i in range(1, len(c), 2)]
        return tuple(terms)

    def sum_of(self, c: list) -> tree.Sum:
        return tree.Sum(self._chain(c, "+"), at=across(c[0], c[-1]))

    def product_of(self, c: list) -> tree.Product:
        return tree.Product(self._chain(c, "*"), at=across(c[0], c[-1]))

    def negative(self, c: list) -> tree.Negative:
        return tree.Negative(c[1], at=across(c[0], c[1]))

    def negative_number(self, c: list) -> tree.Expression:
        """A sign in front of a number belongs to the number."""
        at, number = across(c[0], c[1]), c[1]
        match number:
            case tree.Number(value, places):
                return tree.Number(-value, places, at=at)
            case tree.Amount(value, places, currency):
                return tree.Amount(-value, places, currency, at=at)
        return tree.Negative(number, at=at)

    def bracketed(self, c: list) -> tree.Expression:
        """Brackets leave no node; what stands in them takes their place."""
        return replace(c[1], at=across(c[0], c[2]))

    def path(self, c: list) -> tree.Path:
        return tree.Path(tuple(name(token) for token in c), at=across(c[0], c[-1]))

    def call(self, c: list) -> tree.Call | tree.Fold:
        at, function = across(c[0], c[-1]), name(c[0])
        if isinstance(c[2], dict):
            if function not in ("sum", "count", "any", "all", "min", "max"):
                raise Mistaken("unknown-fold", place(c[0]), word=function)
            if (function == "count") is not ("body" not in c[2]):
                raise Mistaken("count-with-body" if function == "count" else "fold-without-body", at, word=function)
            return tree.Fold(function, c[2]["name"], c[2]["over"], c[2].get("where"), c[2].get("body"), at=at)
        return tree.Call(function, tuple(child for child in c[2:] if not isinstance(child, Token)), at=at)

    def fold(self, c: list) -> dict:
        return {"name": name(c[0]), "over": c[1], **{key: value for part in c[2:] for key, value in part.items()}}

    def fold_where(self, c: list) -> dict:
        return {"where": c[0]}

    def fold_body(self, c: list) -> dict:
        return {"body": c[0]}

    def text(self, c: list) -> tree.Text:
        return tree.Text(unquote(c[0]), at=place(c[0]))

    def truth(self, c: list) -> tree.Truth:
        return tree.Truth(c[0] == "yes", at=place(c[0]))

    def day(self, c: list) -> tree.Day:
        return tree.Day(datetime.date.fromisoformat(c[0]), at=place(c[0]))

    def clock(self, c: list) -> tree.Clock:
        hour, minute = c[0].split(":")
        return tree.Clock(datetime.time(int(hour), int(minute)), at=place(c[0]))

    def moment(self, c: list) -> tree.Instant:
        return tree.Instant(read_moment(c[0]), at=place(c[0]))

    def whole(self, c: list) -> tree.Number:
        return tree.Number(*units(c[0]), at=place(c[0]))

    def amount(self, c: list) -> tree.Amount:
        return tree.Amount(*units(c[0]), c[1].value, at=across(c[0], c[1]))

    def length(self, c: list) -> tree.Length:
        unit, business = UNITS[c[-1].value], len(c) == 3
        if "." in c[0]:
            raise Mistaken("not-a-whole-number", place(c[0]), word=c[0].value)
        if business and unit not in ("hours", "days"):
            raise Mistaken("business-unit", place(c[-1]), word=c[-1].value)
        return tree.Length(int(c[0]), unit, business, at=across(c[0], c[-1]))

    def people(self, c: list) -> tuple:
        return tuple(c)

    def names(self, c: list) -> tuple[str, ...]:
        return tuple(name(token) for token in c)


def read_moment(word: str) -> datetime.datetime:
    """`2026-03-02T14:30+01:00` in UTC; raises ValueError or OverflowError when there is no such moment."""
    return datetime.datetime.fromisoformat(word).astimezone(datetime.UTC)
