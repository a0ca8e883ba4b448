"""A box as a ticket a person can read: `amount` 5000.01 CNY, `course` english."""

from __future__ import annotations

import datetime

from dsl import tree, types
from dsl.checking.book import Book, Box
from dsl.checking.constants import EPOCH
from dsl.checking.sets import FAR, Set
from dsl.format_expression import format_expression
from dsl.lengths import write_words
from dsl.scaled import write_scaled

_CONTRARY = {"=": "!=", "<=": ">", ">=": "<"}


def has_opaque(box: Box) -> bool:
    """Something in it is no comparison with constants, so that no ticket can be made up for sure."""
    return any(not isinstance(key, str) for key in box)


def ticket(book: Book, box: Box) -> str:
    """One ticket of the box: its keys in alphabetical order, each with one value; other conditions as they are written."""
    known = sorted(key for key in box if isinstance(key, str))
    others = [_condition(key[0], box[key]) for key in box if not isinstance(key, str)]
    return ", ".join([_one(book, key, box[key]) for key in known] + sorted(others))


def _one(book: Book, key: str, values: Set) -> str:
    if key.endswith("?"):
        return f"{key[:-1]} is {'present' if values[0][0] else 'absent'}"
    return f"{key} {value_text(book, book.things.get(key), _plain(values))}"


def _condition(node: tree.Expression, values: Set) -> str:
    if values[0][0]:
        return format_expression(node)
    if isinstance(node, tree.Compare) and node.op in _CONTRARY:
        return format_expression(tree.Compare(_CONTRARY[node.op], node.left, node.right))
    return f"not ({format_expression(node)})"


def _plain(values: Set) -> int:
    """The value of least surprise: an end that is not far away."""
    low, high = values[0]
    if low > -FAR:
        return low
    return high if high < FAR else 0


def value_text(book: Book, kind: types.Type | None, number: int) -> str:
    """A number of a set of values, as the value is written in a text."""
    match kind:
        case types.Choice(options):
            return options[number]
        case types.YesNo():
            return "yes" if number else "no"
        case types.Date():
            return datetime.date.fromordinal(number).isoformat()
        case types.Time():
            return f"{number // 60:02}:{number % 60:02}"
        case types.Moment():
            return (EPOCH + datetime.timedelta(microseconds=number)).strftime("%Y-%m-%dT%H:%MZ")
        case types.Whole() | types.Decimal():
            return write_scaled(number, types.scale_of(kind))
        case types.Money(currency):
            return f"{write_scaled(number, types.scale_of(kind))} {currency}"
        case types.Duration() | types.BusinessDuration():
            return write_words(number, isinstance(kind, types.BusinessDuration))
    known = {each: text for text, each in book.strings.items()}
    return f'"{known.get(number, "…")}"'
