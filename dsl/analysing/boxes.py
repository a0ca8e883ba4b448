"""Boxes as conditions of the language: what an admin reads about a region, and what a new row could ask."""

from __future__ import annotations

from dsl import tree, types
from dsl.checking.book import Book, Box
from dsl.checking.presence import everything
from dsl.checking.sets import Set, outside
from dsl.checking.witness import value_text
from dsl.fragments import read_expression


def condition(book: Book, box: Box) -> tree.Expression | None:
    """The condition that holds in the box and nowhere else; None for the box of all tickets."""
    parts = [part for key in sorted(box, key=str) if (part := _part(book, key, box[key])) is not None]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else tree.And(tuple(parts))


def _part(book: Book, key: object, values: Set) -> tree.Expression | None:
    every = everything(book, key)
    if values == every:
        return None
    if not isinstance(key, str):
        node = key[0]
        return node if values[0][0] else tree.Not(node)
    path = tree.Path(tuple(key.rstrip("?").split(".")))
    if key.endswith("?"):
        return tree.Present(path, absent=not values[0][0])
    return _among(book, key, path, values, every)


def _among(book: Book, key: str, path: tree.Path, values: Set, every: Set) -> tree.Expression:
    """The thing is one of the values: an equation, a range, a set, or several of them."""
    kind = book.things.get(key)
    if isinstance(kind, types.YesNo):
        return path if values[0][0] else tree.Not(path)
    if isinstance(kind, types.Choice):
        members = [n for low, high in values for n in range(low, high + 1)]
        return _one_of(book, kind, path, members)
    if not isinstance(kind, ORDERED):
        return _named(book, kind, path, values)
    ranges = [_range(book, kind, path, low, high, every) for low, high in values]
    return ranges[0] if len(ranges) == 1 else tree.Or(tuple(ranges))


NUMBERS = types.Whole | types.Decimal | types.Money | types.Duration | types.BusinessDuration
ORDERED = NUMBERS | types.Date | types.Time | types.Moment


def _one_of(book: Book, kind: types.Type, path: tree.Path, numbers: list[int]) -> tree.Expression:
    members = tuple(_literal(book, kind, number) for number in numbers)
    return tree.Compare("=", path, members[0]) if len(members) == 1 else tree.Member(path, members)


def _named(book: Book, kind: types.Type | None, path: tree.Path, values: Set) -> tree.Expression:
    """Texts and people: those the text names, or all others."""
    known = sorted(book.strings.values())
    inside = [n for n in known if any(low <= n <= high for low, high in values)]
    others = [n for n in known if any(low <= n <= high for low, high in outside(values))]
    if any(high - low > len(known) for low, high in values) and others:
        members = tuple(_literal(book, kind, number) for number in others)
        return tree.Compare("!=", path, members[0]) if len(members) == 1 else tree.Member(path, members, negated=True)
    return _one_of(book, kind, path, inside) if inside else tree.Present(path)


def _range(book: Book, kind: types.Type, path: tree.Path, low: int, high: int, every: Set) -> tree.Expression:
    first, last = every[0][0], every[-1][1]
    if low == high:
        return tree.Compare("=", path, _literal(book, kind, low))
    if low <= first:
        return tree.Compare("<=", path, _literal(book, kind, high))
    if high >= last:
        return tree.Compare(">=", path, _literal(book, kind, low))
    return tree.Between(path, _literal(book, kind, low), _literal(book, kind, high))


def _literal(book: Book, kind: types.Type | None, number: int) -> tree.Expression:
    """A number of a set as the text writes it."""
    found = read_expression(value_text(book, kind, number))
    return found if isinstance(found, tree.Expression) else tree.Text(str(number))
