"""Static types of comparisons and arithmetic: what may be compared with what, and the range of every result."""

from __future__ import annotations

from collections.abc import Sequence

from dsl import tree, types
from dsl.checking import ranges
from dsl.checking.book import Book, Scope
from dsl.checking.expressions import MEASURED, NUMBERS, TEXTS, Found, guarded, rule, typed, word_of
from dsl.checking.paths import key_of
from dsl.problems import Fix
from dsl.scaled import write_scaled

ORDERED = MEASURED | types.Date | types.Time | types.Moment
SINGLE = ORDERED | TEXTS | types.YesNo | types.Choice | types.Person | types.Team


def alone(scope: Scope, node: tree.Expression) -> bool:
    """A bare name that is none of the visible things: an option, if the other side says so."""
    return (
        isinstance(node, tree.Path)
        and len(node.parts) == 1
        and node.parts[0] not in scope.fields
        and node.parts[0] not in scope.loops
    )


def pair(book: Book, scope: Scope, left: tree.Expression, right: tree.Expression) -> tuple[Found, Found]:
    """Both sides of a comparison; the side that is a bare name is read last, by the type of the other."""
    if alone(scope, left) and not alone(scope, right):
        kind = typed(book, scope, right)
        return (typed(book, scope, left, kind) if kind else None), kind
    kind = typed(book, scope, left)
    return kind, (typed(book, scope, right, kind) if kind else None)


@rule(tree.Compare)
def _compare(book: Book, scope: Scope, node: tree.Compare, expect: Found) -> Found:
    left, right = pair(book, scope, node.left, node.right)
    if left is None or right is None:
        return None
    if not comparable(book, node, node.left, left, node.right, right):
        return None
    if node.op not in ("=", "!=") and not isinstance(left, ORDERED):
        book.problem("no-order", node.at, kind=word_of(left), op=node.op)
        return None
    return types.YesNo()


def comparable(
    book: Book,
    node: tree.Expression,
    left_node: tree.Expression,
    left: types.Type,
    right_node: tree.Expression,
    right: types.Type,
) -> bool:
    """Values of both types can be equal; else a mistake is written down."""
    if type(left) is type(right) and isinstance(left, types.Whole | types.Decimal | types.YesNo | types.Date):
        return True
    match left, right:
        case (types.Whole() | types.Decimal(), types.Whole() | types.Decimal()):
            return True
        case (types.Choice(one), types.Choice(other)) if one is other:
            return True
        case (types.Money(one), types.Money(other)) if one != other:
            book.problem("currencies-differ", node.at, one=one, other=other)
            return False
        case (types.Money(currency), types.Whole() | types.Decimal()) if isinstance(right_node, tree.Number):
            return _tell_currency(book, right_node, currency)
        case (types.Whole() | types.Decimal(), types.Money(currency)) if isinstance(left_node, tree.Number):
            return _tell_currency(book, left_node, currency)
        case (types.Choice(one), types.Choice(other)) if not set(one) & set(other):
            book.problem("choices-differ", node.at)
            return False
    if isinstance(left, SINGLE) and (type(left) is type(right) or (isinstance(left, TEXTS) and isinstance(right, TEXTS))):
        return True
    book.problem("not-comparable", node.at, one=word_of(left), other=word_of(right))
    return False


def _tell_currency(book: Book, node: tree.Number, currency: str) -> bool:
    text = f"{write_scaled(node.units, node.places)} {currency}"
    book.problem("needs-currency", node.at, Fix(text, node.at, text), currency=currency, guess=text)
    return False


@rule(tree.Between)
def _between(book: Book, scope: Scope, node: tree.Between, expect: Found) -> Found:
    kind = typed(book, scope, node.item)
    ends = [kind and typed(book, scope, end, kind) for end in (node.low, node.high)]
    if kind is None or None in ends:
        return None
    if not isinstance(kind, ORDERED):
        book.problem("no-order", node.at, kind=word_of(kind), op="in [ .. ]")
        return None
    good = [comparable(book, node, node.item, kind, *end) for end in zip((node.low, node.high), ends, strict=True)]
    return types.YesNo() if all(good) else None


@rule(tree.Member)
def _member(book: Book, scope: Scope, node: tree.Member, expect: Found) -> Found:
    if node.group is not None:
        return _grouped(book, scope, node)
    kind = typed(book, scope, node.item)
    if kind is None:
        return None
    good = True
    for member in node.members:
        found = typed(book, scope, member, kind)
        good = found is not None and comparable(book, member, node.item, kind, member, found) and good
    return types.YesNo() if good else None


def _grouped(book: Book, scope: Scope, node: tree.Member) -> Found:
    """`person in role("x")`, `person in team("x")`, `person in requester.department`, `option in choices`."""
    group = typed(book, scope, node.group)
    if group is None:
        return None
    kind = typed(book, scope, node.item, group)
    match kind, group:
        case (None, _):
            return None
        case (types.Person(), types.People() | types.Team()):
            return types.YesNo()
        case (types.Choice(one), types.Choices(other)) if set(one) & set(other):
            return types.YesNo()
    book.problem("not-a-group", node.group.at, one=word_of(kind), other=word_of(group))
    return None


# -- arithmetic ----------------------------------------------------------------------------------


@rule(tree.Negative)
def _negative(book: Book, scope: Scope, node: tree.Negative, expect: Found) -> Found:
    kind = typed(book, scope, node.item)
    if kind is None or isinstance(kind, MEASURED):
        return kind and ranges.negated(kind)
    book.problem("not-a-number", node.item.at, got=word_of(kind))
    return None


def _operands(book: Book, scope: Scope, terms: Sequence[tree.Term]) -> list[types.Type] | None:
    kinds = [typed(book, scope, term.value) for term in terms]
    for term, kind in zip(terms, kinds, strict=True):
        if kind is not None and not isinstance(kind, MEASURED):
            book.problem("not-a-number", term.value.at, got=word_of(kind))
            kind = None
    return kinds if all(kind is not None and isinstance(kind, MEASURED) for kind in kinds) else None


@rule(tree.Sum)
def _sum(book: Book, scope: Scope, node: tree.Sum, expect: Found) -> Found:
    kinds = _operands(book, scope, node.terms)
    if kinds is None:
        return None
    total = ranges.negated(kinds[0]) if node.terms[0].op == "-" else kinds[0]
    for term, kind, before in zip(node.terms[1:], kinds[1:], node.terms, strict=False):
        if not _addable(book, term, kind, before, total):
            return None
        total = guarded(book, node, ranges.added, total, kind, term.op)
        if total is None:
            return None
    return total


def _addable(book: Book, term: tree.Term, kind: types.Type, before: tree.Term, total: types.Type) -> bool:
    same = type(kind) is type(total) or (isinstance(kind, NUMBERS) and isinstance(total, NUMBERS))
    if same and ranges.currency_of(kind) == ranges.currency_of(total):
        return True
    if isinstance(total, types.Money) and isinstance(term.value, tree.Number):
        return _tell_currency(book, term.value, total.currency)
    if isinstance(kind, types.Money) and isinstance(before.value, tree.Number):
        return _tell_currency(book, before.value, kind.currency)
    if same:
        book.problem("currencies-differ", term.value.at, one=total.currency, other=kind.currency)
    else:
        book.problem("not-addable", term.value.at, one=word_of(total), other=word_of(kind))
    return False


@rule(tree.Product)
def _product(book: Book, scope: Scope, node: tree.Product, expect: Found) -> Found:
    kinds = _operands(book, scope, node.terms)
    if kinds is None:
        return None
    total = kinds[0]
    for term, kind in zip(node.terms[1:], kinds[1:], strict=True):
        if term.op == "*":
            total = _times(book, term, total, kind)
        else:
            total = _over(book, scope, term, total, kind)
        if total is None:
            return None
    return total


def _times(book: Book, term: tree.Term, total: types.Type, kind: types.Type) -> Found:
    if not isinstance(total, NUMBERS) and not isinstance(kind, NUMBERS):
        book.problem("not-multipliable", term.value.at, one=word_of(total), other=word_of(kind))
        return None
    for one, other in ((total, kind), (kind, total)):
        if isinstance(one, types.Duration | types.BusinessDuration) and not isinstance(other, types.Whole):
            book.problem("not-multipliable", term.value.at, one=word_of(total), other=word_of(kind))
            return None
    return guarded(book, term.value, ranges.multiplied, total, kind)


def _over(book: Book, scope: Scope, term: tree.Term, total: types.Type, kind: types.Type) -> Found:
    if not isinstance(total, NUMBERS | types.Money) or not isinstance(kind, NUMBERS):
        book.problem("not-divisible", term.value.at, one=word_of(total), other=word_of(kind))
        return None
    if not is_never_zero(book, scope, term.value, kind):
        book.problem("may-be-zero", term.value.at)
        return None
    return guarded(book, term.value, ranges.divided, total, kind)


def is_never_zero(book: Book, scope: Scope, node: tree.Expression, kind: types.Type) -> bool:
    """The range of a divisor, or what is known of it here, leaves out 0."""
    if kind.low > 0 or kind.high < 0:
        return True
    meaning = book.meanings.get(id(node))
    known = scope.known.get(key_of(meaning)) if meaning else None
    return known is not None and not any(low <= 0 <= high for low, high in known)
