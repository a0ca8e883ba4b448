"""Static types of expressions: one rule per kind of node; the rules of operators and functions stand in their own files.

`typed` demands a value that is surely present, `maybe` lets an absent one pass and marks the node. Both return None after
a mistake was written down, so that one mistake is told once. `expect` is what stands on the other side: it gives bare
option names their meaning.
"""

from __future__ import annotations

from collections.abc import Callable

from dsl import tree, types
from dsl.checked import FieldAt, LoopAt, OptionAt
from dsl.checking import limits, ranges
from dsl.checking.book import Book, Scope, tail
from dsl.checking.paths import declared, key_of, options_of, resolve
from dsl.checking.presence import View, assume, is_present
from dsl.lengths import units_of

Found = types.Type | None
Rule = Callable[[Book, Scope, tree.Expression, Found], Found]
RULES: dict[type, Rule] = {}
NUMBERS = types.Whole | types.Decimal
MEASURED = types.Whole | types.Decimal | types.Money | types.Duration | types.BusinessDuration
SETTLED = (tree.Compare, tree.Between, tree.Member, tree.Present)
TEXTS = types.Text | types.Link | types.Email | types.Phone


def rule(*kinds: type) -> Callable[[Rule], Rule]:
    """Registers the rule of some kinds of nodes."""

    def keep(function: Rule) -> Rule:
        for kind in kinds:
            RULES[kind] = function
        return function

    return keep


def maybe(book: Book, scope: Scope, node: tree.Expression, expect: Found = None) -> Found:
    """The type of `node`, whose value may be absent; then `id(node)` is in `book.absent`."""
    found = RULES[type(node)](book, scope, node, expect)
    if found is not None:
        book.types[id(node)] = found
    return found


def typed(book: Book, scope: Scope, node: tree.Expression, expect: Found = None) -> Found:
    """The type of `node`, whose value must surely be present."""
    found = RULES[type(node)](book, scope, node, expect)
    if found is not None:
        book.types[id(node)] = found
        if id(node) in book.absent:
            _tell_absent(book, scope, node)
    return found


def condition(book: Book, scope: Scope, node: tree.Expression) -> bool:
    """`node` is a condition: yes or no; False after a mistake."""
    found = RULES[type(node)](book, scope, node, None)
    if found is None:
        return False
    book.types[id(node)] = found
    if id(node) in book.absent:
        _tell_absent(book, scope, node)
    if isinstance(found, types.YesNo):
        if isinstance(node, SETTLED):
            _tell_settled(book, scope, node)
        return True
    book.problem("not-a-condition", node.at, got=word_of(found))
    return False


def _tell_settled(book: Book, scope: Scope, node: tree.Expression) -> None:
    """A comparison that says the same of every ticket is rarely meant."""
    holds = View(book, scope).settled(node)
    if holds is not None:
        book.note("always-holds" if holds else "never-holds", node.at)


def _tell_absent(book: Book, scope: Scope, node: tree.Expression) -> None:
    if not isinstance(node, tree.Path):
        book.problem("may-be-empty", node.at)
        return
    name, meaning = ".".join(node.parts), book.meanings[id(node)]
    sheet = None
    if isinstance(meaning, FieldAt):
        sheet = book.fields[meaning.path]
    elif isinstance(meaning, LoopAt):
        sheet = book.fields[f"{meaning.rows}.{meaning.column}"]
    if sheet and sheet.later and sheet.path not in scope.filled:
        book.problem("not-filled-yet", node.at, name=name, step=sheet.filled_by[0])
    elif sheet and sheet.when and not sheet.optional and not (scope.flow and sheet.path in book.unsteady):
        book.problem("may-be-hidden", node.at, name=name)
    else:
        book.problem("may-be-absent", node.at, name=name)


# -- leaves --------------------------------------------------------------------------------------


@rule(tree.Path)
def _path(book: Book, scope: Scope, node: tree.Path, expect: Found) -> Found:
    meaning = resolve(book, scope, node, expect)
    if meaning is None:
        return None
    if isinstance(meaning, OptionAt):
        return expect if isinstance(expect, types.Choice) else types.Choice(options_of(expect))
    if not is_present(book, scope, meaning):
        book.absent.add(id(node))
    kind = declared(book, meaning)
    known = scope.known.get(key_of(meaning)) if scope.known else None
    return narrowed(kind, known) if known else kind


def narrowed(kind: types.Type, known: tuple[tuple[int, int], ...]) -> types.Type:
    """A number type with only the values that are still possible."""
    match kind:
        case types.Whole():
            return types.Whole(known[0][0], known[-1][1])
        case types.Decimal(places):
            return types.Decimal(places, known[0][0], known[-1][1])
        case types.Money(currency):
            return types.Money(currency, known[0][0], known[-1][1])
        case types.Duration() | types.BusinessDuration():
            return type(kind)(known[0][0], known[-1][1])
    return kind


@rule(tree.Number)
def _number(book: Book, scope: Scope, node: tree.Number, expect: Found) -> Found:
    return ranges.number(node.places, node.units, node.units)


@rule(tree.Amount)
def _amount(book: Book, scope: Scope, node: tree.Amount, expect: Found) -> Found:
    places = types.places_of(node.currency)
    if node.currency not in limits.CURRENCIES:
        book.unknown("unknown-currency", tail(node.at, node.currency), node.currency, limits.CURRENCIES)
        return None
    units = ranges.rescaled(node.units, node.places, places)
    if units is None:
        book.problem("bound-places", node.at, kind=f"money {node.currency}", places=places)
        return None
    return types.Money(node.currency, units, units)


@rule(tree.Text)
def _text(book: Book, scope: Scope, node: tree.Text, expect: Found) -> Found:
    return types.Text(len(node.value))


@rule(tree.Truth)
def _truth(book: Book, scope: Scope, node: tree.Truth, expect: Found) -> Found:
    return types.YesNo()


@rule(tree.Day)
def _day(book: Book, scope: Scope, node: tree.Day, expect: Found) -> Found:
    return types.Date(node.value, node.value)


@rule(tree.Clock)
def _clock(book: Book, scope: Scope, node: tree.Clock, expect: Found) -> Found:
    return types.Time()


@rule(tree.Instant)
def _instant(book: Book, scope: Scope, node: tree.Instant, expect: Found) -> Found:
    return types.Moment()


@rule(tree.Length)
def _length(book: Book, scope: Scope, node: tree.Length, expect: Found) -> Found:
    units = units_of(node.count, node.unit, node.business)
    return types.BusinessDuration(units, units) if node.business else types.Duration(units, units)


# -- conditions ----------------------------------------------------------------------------------


@rule(tree.And, tree.Or)
def _items(book: Book, scope: Scope, node: tree.And | tree.Or, expect: Found) -> Found:
    """Each item knows that the items before it held (`and`) or failed (`or`)."""
    held, good = isinstance(node, tree.And), True
    for index, item in enumerate(node.items):
        right = condition(book, scope, item)
        good = good and right
        if right and index + 1 < len(node.items):
            scope = assume(book, scope, item, held)
    return types.YesNo() if good else None


@rule(tree.Not)
def _not(book: Book, scope: Scope, node: tree.Not, expect: Found) -> Found:
    return types.YesNo() if condition(book, scope, node.item) else None


@rule(tree.Present)
def _present(book: Book, scope: Scope, node: tree.Present, expect: Found) -> Found:
    return None if maybe(book, scope, node.path) is None else types.YesNo()


@rule(tree.If)
def _if(book: Book, scope: Scope, node: tree.If, expect: Found) -> Found:
    if not condition(book, scope, node.condition):
        return None
    sides = []
    for side, truth in ((node.then, True), (node.otherwise, False)):
        inner = assume(book, scope, node.condition, truth)
        found = maybe(book, inner, side, expect or next(iter(sides), None))
        if found is None:
            return None
        sides.append(found)
        if id(side) in book.absent:
            book.absent.add(id(node))
    return united(book, node, *sides)


def united(book: Book, node: tree.Expression, left: types.Type, right: types.Type) -> Found:
    """The type of a value that is either of `left` or of `right`."""
    match left, right:
        case (types.Whole() | types.Decimal(), types.Whole() | types.Decimal()):
            return guarded(book, node, ranges.hull, left, right)
        case (types.Money(currency), types.Money(other)) if currency == other:
            return guarded(book, node, ranges.hull, left, right)
        case (types.Duration(), types.Duration()) | (types.BusinessDuration(), types.BusinessDuration()):
            return guarded(book, node, ranges.hull, left, right)
        case (types.Text(), types.Text()):
            return types.Text(max(left.limit, right.limit), left.long or right.long)
        case (types.Date(), types.Date()):
            return types.Date(min(left.low, right.low), max(left.high, right.high))
        case (types.Choice(), types.Choice()):
            return types.Choice(tuple(dict.fromkeys(left.options + right.options)))
    if type(left) is type(right) and not isinstance(left, types.Money | types.Rows | types.Files | types.Choices):
        return left
    book.problem("sides-differ", node.at, one=word_of(left), other=word_of(right))
    return None


def guarded(book: Book, node: tree.Expression, work: Callable, *arguments: object) -> Found:
    """The result of interval arithmetic, or None and a mistake when numbers get too large."""
    try:
        return work(*arguments)
    except ranges.TooLarge as large:
        book.problem(large.code, node.at)
        return None


# -- words ---------------------------------------------------------------------------------------

_WORDS = {
    types.YesNo: "yes/no",
    types.Date: "date",
    types.Time: "time",
    types.Moment: "moment",
    types.Choice: "choice",
    types.Duration: "duration",
    types.BusinessDuration: "business duration",
    types.Choices: "choices",
    types.Person: "person",
    types.People: "people",
    types.Team: "team",
    types.Files: "files",
    types.Link: "link",
    types.Email: "e-mail",
    types.Phone: "phone",
    types.Rows: "rows",
    types.Whole: "whole",
}


def word_of(kind: types.Type) -> str:
    """A type in the words of the language."""
    match kind:
        case types.Text(_, long):
            return "long text" if long else "text"
        case types.Decimal(places):
            return f"decimal {places}"
        case types.Money(currency):
            return f"money {currency}"
    return _WORDS[type(kind)]
