"""Constants of expressions as whole numbers, and the set of all values of a type in the same numbers."""

from __future__ import annotations

import datetime

from dsl import tree, types
from dsl.checked import OptionAt
from dsl.checking.book import Book
from dsl.checking.sets import ANYTHING, BOTH, FAR, Set, span
from dsl.lengths import units_of
from dsl.scaled import Unfit

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
TEXTUAL = types.Text | types.Link | types.Email | types.Phone | types.Person | types.Team
NAMED = {"person": types.Person, "team": types.Team}


def universe(kind: types.Type | None) -> Set | None:
    """All values of `kind` as numbers; None when its values are no numbers to compare with constants."""
    match kind:
        case types.Whole() | types.Decimal() | types.Money() | types.Duration() | types.BusinessDuration():
            return span(kind.low, kind.high)
        case types.Date():
            return span(kind.low.toordinal(), kind.high.toordinal())
        case types.Choice():
            return span(0, len(kind.options) - 1)
        case types.YesNo():
            return BOTH
        case types.Time():
            return span(0, 1439)
        case types.Moment():
            return ANYTHING
    return span(0, FAR) if isinstance(kind, TEXTUAL) else None


def constant(book: Book, node: tree.Expression, kind: types.Type) -> tuple[int, int] | None:
    """`(number, drop)`: the constant `node` is `number / 10**drop` in the numbers of `kind`; None when it is no constant."""
    match node:
        case tree.Number(units, places) | tree.Amount(units, places):
            scale = types.scale_of(kind)
            return (units * 10 ** (scale - places), 0) if places <= scale else (units, places - scale)
        case tree.Negative(item):
            found = constant(book, item, kind)
            return found and (-found[0], found[1])
        case tree.Text(value):
            return book.number_of(value), 0
        case tree.Truth(value):
            return int(value), 0
        case tree.Day(value):
            return value.toordinal(), 0
        case tree.Clock(value):
            return value.hour * 60 + value.minute, 0
        case tree.Instant(value):
            return (value - EPOCH) // datetime.timedelta(microseconds=1), 0
        case tree.Length():
            return _length(node)
        case tree.Call(name, (tree.Text(value),)) if name in NAMED:
            return book.number_of(value), 0
        case tree.Path() if isinstance(kind, types.Choice):
            meaning = book.meanings.get(id(node))
            if isinstance(meaning, OptionAt) and meaning.name in kind.options:
                return kind.options.index(meaning.name), 0
    return None


def _length(node: tree.Length) -> tuple[int, int] | None:
    try:
        return units_of(node.count, node.unit, node.business), 0
    except Unfit:
        return None
