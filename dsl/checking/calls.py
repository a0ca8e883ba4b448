"""Static types of the built-in functions and of folds over rows; one rule per row of `dsl/functions.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dsl import tree, types
from dsl.checked import FieldAt
from dsl.checking import limits, ranges
from dsl.checking.book import Book, Scope, head
from dsl.checking.expressions import MEASURED, NUMBERS, TEXTS, Found, condition, guarded, rule, typed, united, word_of
from dsl.checking.operators import ORDERED, alone, comparable
from dsl.checking.paths import FACTS
from dsl.checking.presence import assume
from dsl.functions import FUNCTIONS

Ask = Callable[[Book, Scope, tree.Call], Found]
CALLS: dict[str, Ask] = {}


def call(*names: str) -> Callable[[Ask], Ask]:
    """Registers the rule of some functions."""

    def keep(function: Ask) -> Ask:
        CALLS.update(dict.fromkeys(names, function))
        return function

    return keep


@rule(tree.Call)
def _call(book: Book, scope: Scope, node: tree.Call, expect: Found) -> Found:
    function = FUNCTIONS.get(node.name)
    if function is None:
        book.unknown("unknown-function", head(node.at, node.name), node.name, FUNCTIONS)
        return None
    if not function.least <= len(node.arguments) <= len(function.arguments):
        book.problem("argument-count", node.at, name=node.name, wanted=", ".join(function.arguments))
        return None
    return CALLS[node.name](book, scope, node)


def _argument(book: Book, scope: Scope, node: tree.Call, index: int, wanted: type | tuple | object) -> Found:
    """The type of one argument, which must be one of `wanted`."""
    argument = node.arguments[index]
    kind = typed(book, scope, argument)
    if kind is None or isinstance(kind, wanted):
        return kind
    book.problem(
        "bad-argument", argument.at, name=node.name, wanted=FUNCTIONS[node.name].arguments[index], got=word_of(kind)
    )
    return None


def _literal(book: Book, node: tree.Call, index: int, kind: type) -> tree.Expression | None:
    argument = node.arguments[index]
    if isinstance(argument, kind):
        return argument
    book.problem("not-literal", argument.at, name=node.name, wanted=FUNCTIONS[node.name].arguments[index])
    return None


@call("days")
def _days(book: Book, scope: Scope, node: tree.Call) -> Found:
    one, other = (_argument(book, scope, node, index, types.Date) for index in (0, 1))
    if one is None or other is None:
        return None
    return types.Whole((other.low - one.high).days, (other.high - one.low).days)


@call("length")
def _length(book: Book, scope: Scope, node: tree.Call) -> Found:
    match _argument(book, scope, node, 0, TEXTS | types.Rows | types.Files | types.Choices):
        case types.Text(limit):
            return types.Whole(0, limit)
        case types.Rows(low, high) | types.Files(low, high) | types.Choices(_, low, high):
            return types.Whole(low, high)
        case None:
            return None
    return types.Whole(0, 2000)


@call("round")
def _round(book: Book, scope: Scope, node: tree.Call) -> Found:
    kind = _argument(book, scope, node, 0, NUMBERS | types.Money)
    places = types.places_of(kind.currency) if isinstance(kind, types.Money) else 0
    if len(node.arguments) > 1:
        literal = _literal(book, node, 1, tree.Number)
        if literal is None:
            return None
        book.types[id(literal)] = types.Whole(literal.units, literal.units)
        if literal.places or not 0 <= literal.units <= limits.MOST_PLACES:
            book.problem("bad-places", literal.at, high=limits.MOST_PLACES)
            return None
        if isinstance(kind, types.Money) and literal.units != places:
            book.problem("money-places", literal.at, currency=kind.currency, places=places)
            return None
        places = literal.units
    return kind and guarded(book, node, ranges.rounded, kind, places)


@call("divide")
def _divide(book: Book, scope: Scope, node: tree.Call) -> Found:
    top = _argument(book, scope, node, 0, NUMBERS | types.Money)
    bottom = _argument(book, scope, node, 1, NUMBERS)
    instead = typed(book, scope, node.arguments[2])
    if top is None or bottom is None or instead is None:
        return None
    quotient = guarded(book, node, ranges.divided, top, bottom)
    if quotient is None or not comparable(book, node, node.arguments[0], quotient, node.arguments[2], instead):
        return None
    return united(book, node, quotient, instead)


@call("lower", "higher")
def _lower(book: Book, scope: Scope, node: tree.Call) -> Found:
    one, other = (_argument(book, scope, node, index, ORDERED) for index in (0, 1))
    if one is None or other is None or not comparable(book, node, node.arguments[0], one, node.arguments[1], other):
        return None
    whole = united(book, node, one, other)
    if isinstance(whole, MEASURED):
        places = types.scale_of(whole)
        pick = min if node.name == "lower" else max
        (a, b), (c, d) = ranges.at_scale(one, places), ranges.at_scale(other, places)
        return ranges.like(whole, places, pick(a, c), pick(b, d))
    return whole


@call("starts_with")
def _starts_with(book: Book, scope: Scope, node: tree.Call) -> Found:
    kind = _argument(book, scope, node, 0, TEXTS)
    literal = _literal(book, node, 1, tree.Text)
    return types.YesNo() if kind and literal and typed(book, scope, literal) else None


@call("contains")
def _contains(book: Book, scope: Scope, node: tree.Call) -> Found:
    kind = _argument(book, scope, node, 0, TEXTS | types.Choices)
    if not isinstance(kind, types.Choices):
        literal = kind and _literal(book, node, 1, tree.Text)
        return types.YesNo() if literal and typed(book, scope, literal) else None
    option = node.arguments[1]
    if not alone(scope, option):
        book.problem("not-literal", option.at, name="contains", wanted="option")
        return None
    return types.YesNo() if typed(book, scope, option, kind) else None


@call("year", "month", "day", "weekday")
def _part(book: Book, scope: Scope, node: tree.Call) -> Found:
    kind = _argument(book, scope, node, 0, types.Date)
    if kind is None:
        return None
    ends = {"year": (kind.low.year, kind.high.year), "month": (1, 12), "day": (1, 31), "weekday": (1, 7)}
    return types.Whole(*ends[node.name])


@call("role", "team", "person")
def _named(book: Book, scope: Scope, node: tree.Call) -> Found:
    literal = _literal(book, node, 0, tree.Text)
    if literal is None:
        return None
    typed(book, scope, literal)
    known = {"role": book.libraries.roles, "team": book.libraries.teams}.get(node.name)
    if known is not None and literal.value not in known:
        book.unknown(f"unknown-{node.name}", _inside(literal.at), literal.value, sorted(known))
        return None
    if not literal.value.strip():
        book.problem("empty-name", literal.at, name=node.name)
        return None
    return {"role": types.People(), "team": types.Team(), "person": types.Person()}[node.name]


def _inside(at: tree.Span) -> tree.Span:
    """A text literal without its quotes."""
    if at.end - at.start < 2:
        return at
    return tree.Span(at.line, at.column + 1, at.end_line, at.end_column - 1, at.start + 1, at.end - 1)


# -- folds ---------------------------------------------------------------------------------------


@rule(tree.Fold)
def _fold(book: Book, scope: Scope, node: tree.Fold, expect: Found) -> Found:
    rows = typed(book, scope, node.over)
    if rows is None:
        return None
    meaning = book.meanings[id(node.over)]
    if not isinstance(rows, types.Rows) or not isinstance(meaning, FieldAt):
        book.problem("not-rows", node.over.at, name=".".join(node.over.parts), got=word_of(rows))
        return None
    taken = node.name in scope.fields or node.name in scope.loops or f"{scope.row}.{node.name}" in book.fields
    if taken or node.name in FACTS:
        book.problem("name-taken", node.at, name=node.name)
        return None
    inner = replace(scope, loops={**scope.loops, node.name: meaning.path})
    if node.where is not None:
        if not condition(book, inner, node.where):
            return None
        inner = assume(book, inner, node.where)
    return _folded(book, inner, node, rows)


def _folded(book: Book, scope: Scope, node: tree.Fold, rows: types.Rows) -> Found:
    least = rows.low if node.where is None else 0
    if node.kind == "count":
        return types.Whole(least, rows.high)
    if node.kind in ("any", "all"):
        return types.YesNo() if condition(book, scope, node.body) else None
    kind = typed(book, scope, node.body)
    if kind is None:
        return None
    if node.kind == "sum":
        return _summed(book, node, kind, least, rows.high)
    if not isinstance(kind, ORDERED):
        book.problem("no-order", node.body.at, kind=word_of(kind), op=node.kind)
        return None
    if least == 0:
        book.absent.add(id(node))
    return kind


def _summed(book: Book, node: tree.Fold, kind: types.Type, least: int, most: int) -> Found:
    if not isinstance(kind, MEASURED):
        book.problem("not-a-number", node.body.at, got=word_of(kind))
        return None
    low = min(kind.low * most, kind.low * least)
    high = max(kind.high * most, kind.high * least)
    return guarded(book, node, ranges.like, kind, types.scale_of(kind), low, high)
