"""From a field's kind as written to its type, with its bounds checked."""

from __future__ import annotations

from dsl import tree, types
from dsl.checking import limits
from dsl.checking.book import Book, nearest
from dsl.checking.ranges import rescaled
from dsl.lengths import SECONDS, units_of
from dsl.scaled import Unfit

PLAIN = {
    "yes/no": types.YesNo(),
    "time": types.Time(),
    "moment": types.Moment(),
    "person": types.Person(),
    "team": types.Team(),
    "link": types.Link(),
    "e-mail": types.Email(),
    "phone": types.Phone(),
}
BUSINESS_DAY = 480


def type_of_kind(book: Book, node: tree.Field, columns: tuple[tuple[str, types.Type], ...] = ()) -> types.Type:
    """The type of a field; a wrong kind is written down and stands for its usual bounds."""
    kind = node.kind
    options = tuple(option.name for option in node.options)
    match kind.word:
        case "text" | "long text":
            return _text(book, kind)
        case "whole":
            return types.Whole(*_bounds(book, node, -limits.WHOLE, limits.WHOLE, 0))
        case "decimal":
            return _decimal(book, node)
        case "money":
            return _money(book, node)
        case "date":
            return _date(book, node)
        case "duration":
            return types.Duration(*_lengths(book, node, False, 0, limits.DAYS * SECONDS["days"]))
        case "business duration":
            return types.BusinessDuration(*_lengths(book, node, True, 0, limits.DAYS * BUSINESS_DAY))
        case "choice":
            return types.Choice(options)
        case "choices":
            return types.Choices(options, *_counts(book, node, 0, len(options), len(options)))
        case "files":
            return types.Files(*_counts(book, node, 0, limits.USUAL_FILES, limits.MOST_FILES))
        case "rows":
            return types.Rows(*_counts(book, node, 0, limits.USUAL_ROWS, limits.MOST_ROWS), columns)
    return PLAIN[kind.word]


def _text(book: Book, kind: tree.Kind) -> types.Type:
    long = kind.word == "long text"
    most = limits.LONGEST_LONG_TEXT if long else limits.LONGEST_TEXT
    size = kind.size
    if size is None:
        size = limits.USUAL_LONG_TEXT if long else limits.USUAL_TEXT
    elif not 1 <= size <= most:
        book.problem("bad-size", kind.at, kind=kind.word, size=size, low=1, high=most)
        size = most
    return types.Text(size, long)


def _decimal(book: Book, node: tree.Field) -> types.Type:
    places = 2 if node.kind.size is None else node.kind.size
    if not 1 <= places <= limits.MOST_PLACES:
        book.problem("bad-size", node.kind.at, kind="decimal", size=places, low=1, high=limits.MOST_PLACES)
        places = limits.MOST_PLACES
    return types.Decimal(places, *_bounds(book, node, -limits.SCALED, limits.SCALED, places))


def _money(book: Book, node: tree.Field) -> types.Type:
    currency = node.kind.currency or ""
    if currency not in limits.CURRENCIES:
        book.problem("unknown-currency", node.kind.at, name=currency, guess=nearest(currency, limits.CURRENCIES))
    places = types.places_of(currency)
    return types.Money(currency, *_bounds(book, node, -limits.SCALED, limits.SCALED, places, currency))


def _bounds(book: Book, node: tree.Field, low: int, high: int, places: int, currency: str | None = None) -> tuple[int, int]:
    bounds = node.kind.bounds
    if bounds is None:
        return low, high
    ends = [_scaled(book, node, end, places, currency) for end in (bounds.low, bounds.high)]
    return _ordered(book, bounds, ends, low, high)


def _ordered(book: Book, bounds: tree.Bounds, ends: list, low, high) -> tuple:
    if None in ends:
        return low, high
    if ends[0] > ends[1]:
        book.problem("bounds-turned", bounds.at)
        return ends[1], ends[0]
    return ends[0], ends[1]


def _scaled(book: Book, node: tree.Field, end: tree.Expression, places: int, currency: str | None) -> int | None:
    sign, literal = (-1, end.item) if isinstance(end, tree.Negative) else (1, end)
    match literal:
        case tree.Amount() if currency is None or literal.currency != currency:
            pass
        case tree.Number() | tree.Amount():
            units = rescaled(literal.units, literal.places, places)
            if units is None:
                book.problem("bound-places", end.at, kind=node.kind.word, places=places)
            return None if units is None else sign * units
    book.problem("bad-bound", end.at, kind=_kind_words(node.kind))
    return None


def _kind_words(kind: tree.Kind) -> str:
    return f"{kind.word} {kind.currency}" if kind.currency else kind.word


def _date(book: Book, node: tree.Field) -> types.Type:
    bounds, usual = node.kind.bounds, types.Date()
    if bounds is None:
        return usual
    for end in (bounds.low, bounds.high):
        if not isinstance(end, tree.Day):
            book.problem("bad-bound", end.at, kind="date")
            return usual
    return types.Date(*_ordered(book, bounds, [bounds.low.value, bounds.high.value], usual.low, usual.high))


def _lengths(book: Book, node: tree.Field, business: bool, low: int, high: int) -> tuple[int, int]:
    bounds = node.kind.bounds
    if bounds is None:
        return low, high
    ends = [_length(book, node, end, business) for end in (bounds.low, bounds.high)]
    return _ordered(book, bounds, ends, low, high)


def _length(book: Book, node: tree.Field, end: tree.Expression, business: bool) -> int | None:
    if isinstance(end, tree.Length) and end.business == business:
        try:
            return units_of(end.count, end.unit, business)
        except Unfit:
            pass
    if isinstance(end, tree.Number) and end.units == 0:
        return 0
    book.problem("bad-bound", end.at, kind=node.kind.word)
    return None


def _counts(book: Book, node: tree.Field, low: int, usual: int, most: int) -> tuple[int, int]:
    least, high = _bounds(book, node, low, usual, 0)
    if least < 0 or high > most:
        book.problem("bad-size", node.kind.at, kind=node.kind.word, size=high if high > most else least, low=0, high=most)
        return max(least, 0), min(high, most)
    return least, high
