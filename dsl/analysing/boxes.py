"""Boxes as conditions of the language: what an admin reads about a region, and what a new row could ask."""

from __future__ import annotations

from dataclasses import fields, replace

from dsl import tree, types
from dsl.analysing.joint import BEFORE, Before
from dsl.checking.book import Book, Box
from dsl.checking.presence import everything
from dsl.checking.sets import Set, outside
from dsl.checking.witness import value_text
from dsl.fragments import read_expression


def condition(book: Book, box: Box) -> tree.Expression | None:
    """The condition that holds in the box and nowhere else; None for the box of all tickets."""
    parts = [part for key in sorted(box, key=in_order) if (part := _part(book, key, box[key])) is not None]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else tree.And(tuple(parts))


def in_order(key: object) -> tuple[bool, str, bool]:
    """By name, that it is there before what it is: the checker reads from the left."""
    name = str(key)
    return not isinstance(key, str), name.rstrip("?"), not name.endswith("?")


def _part(book: Book, key: object, values: Set) -> tree.Expression | None:
    every = everything(book, key)
    if values == every:
        return None
    if not isinstance(key, str):
        node, meant = key
        node = as_before(node, meant.names) if isinstance(meant, Before) else node
        return node if values[0][0] else tree.Not(node)
    path = tree.Path(tuple(key.rstrip("?").split(".")))
    if key.endswith("?"):
        return tree.Present(path, absent=not values[0][0])
    return _among(book, key, path, values, every)


def as_before(node: object, names: tuple[str, ...]) -> object:
    """A comparison with these names as those of the old version of two."""
    match node:
        case tree.Path(parts) if parts[0] in names:
            return tree.Path((BEFORE, *parts))
        case tuple():
            return tuple(as_before(each, names) for each in node)
        case tree.Node():
            return replace(node, **{each.name: as_before(getattr(node, each.name), names) for each in fields(node)})
    return node


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
    # What lies between two values that a text can name has its end named from outside.
    above, below = low % fineness(kind) != 0, high % fineness(kind) != 0
    least = [tree.Compare(">" if above else ">=", path, _literal(book, kind, low - above))] if low > first else []
    most = [tree.Compare("<" if below else "<=", path, _literal(book, kind, high + below))] if high < last else []
    if len(least) + len(most) == 1:
        return (*least, *most)[0]
    if above or below:
        return tree.And((*least, *most))
    return tree.Between(path, _literal(book, kind, low), _literal(book, kind, high))


def fineness(kind: types.Type) -> int:
    """How many numbers of a type make the smallest step a text can name: minutes, business hours."""
    return {types.Duration: 60, types.BusinessDuration: 60, types.Moment: 60_000_000}.get(type(kind), 1)


def _literal(book: Book, kind: types.Type | None, number: int) -> tree.Expression:
    """A number of a set as the text writes it."""
    if isinstance(kind, types.Person | types.Team):
        known = {each: text for text, each in book.strings.items()}
        return tree.Call("person" if isinstance(kind, types.Person) else "team", (tree.Text(known[number]),))
    found = read_expression(value_text(book, kind, number))
    return found if isinstance(found, tree.Expression) else tree.Text(str(number))
