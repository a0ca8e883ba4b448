"""Types of expressions as far as they can be told without the checker: of what is being written, or has mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dsl import tree, types
from dsl.checking.limits import DAYS, SCALED, WHOLE

if TYPE_CHECKING:
    from designer.scene import Scene

Known = Callable[[tuple[str, ...]], types.Type | None]
NUMBERS = types.Whole | types.Decimal
TEXTS = types.Text | types.Link | types.Email | types.Phone
LENGTHS = types.Duration | types.BusinessDuration
MEASURED = NUMBERS | types.Money | LENGTHS
ORDERED = MEASURED | types.Date | types.Time | types.Moment
ANY_WHOLE = types.Whole(-WHOLE, WHOLE)
FACTS = {"requester": types.Person(), "today": types.Date(), "now": types.Moment()}


def kind_of(scene: Scene, node: tree.Expression) -> types.Type | None:
    """The type of an expression of the scene's process; None when nobody can tell."""
    found = scene.look.checked.types.get(id(node))
    return found or guess(node, lambda parts: path_kind(scene, parts))


def path_kind(scene: Scene, parts: tuple[str, ...]) -> types.Type | None:
    """The type of a path by its first name and its attributes."""
    sheet = scene.look.checked.fields.get(parts[0])
    kind = sheet.type if sheet else FACTS.get(parts[0])
    for name in parts[1:]:
        kind = attribute_kind(scene, kind, name)
    return kind


def attribute_kind(scene: Scene, kind: types.Type | None, name: str) -> types.Type | None:
    """The type of an attribute of a person or a team."""
    libraries = scene.look.libraries
    match kind:
        case types.Person():
            found = libraries.person.get(name)
        case types.Team():
            found = libraries.team.get(name)
        case _:
            found = None
    return found.type if found else None


def guess(node: tree.Expression, known: Known) -> types.Type | None:
    """The type of an expression, its paths told by `known`; ranges are as wide as the type allows."""
    match node:
        case tree.Path(parts):
            return known(parts)
        case tree.Sum(terms) | tree.Product(terms):
            return of_terms([guess(term.value, known) for term in terms], terms)
        case tree.Negative(item):
            return wide(guess(item, known))
        case tree.If(_, then, otherwise):
            return wide(guess(then, known) or guess(otherwise, known))
        case tree.Call():
            return of_call(node, known)
        case tree.Fold(kind, body=body):
            if kind in ("any", "all"):
                return types.YesNo()
            return ANY_WHOLE if kind == "count" or body is None else wide(guess(body, known))
    return of_literal(node)


def of_literal(node: tree.Expression) -> types.Type | None:
    """The type of a constant; everything else that is left is a condition."""
    match node:
        case tree.Number(places=places):
            return types.Decimal(places, -SCALED, SCALED) if places else ANY_WHOLE
        case tree.Amount(currency=currency):
            return types.Money(currency, -SCALED, SCALED)
        case tree.Text(value):
            return types.Text(max(len(value), 1))
        case tree.Day():
            return types.Date()
        case tree.Clock():
            return types.Time()
        case tree.Instant():
            return types.Moment()
        case tree.Length(business=business):
            return types.BusinessDuration(0, DAYS * 480) if business else types.Duration(0, DAYS * 86400)
    return types.YesNo()


def of_terms(kinds: list[types.Type | None], terms: tuple[tree.Term, ...]) -> types.Type | None:
    """The type of a sum or product: of money or a length when there is any in it, else a number."""
    special = [kind for kind in kinds if isinstance(kind, types.Money | LENGTHS)]
    if special:
        return wide(special[0])
    if any(isinstance(kind, types.Decimal) for kind in kinds) or any(term.op == "/" for term in terms):
        places = max((kind.places for kind in kinds if isinstance(kind, types.Decimal)), default=2)
        return types.Decimal(places, -SCALED, SCALED)
    return ANY_WHOLE if any(isinstance(kind, types.Whole) for kind in kinds) else None


def of_call(node: tree.Call, known: Known) -> types.Type | None:
    """The type of a built-in function's result."""
    match node.name:
        case "starts_with" | "contains":
            return types.YesNo()
        case "days" | "length" | "year" | "month" | "day" | "weekday":
            return ANY_WHOLE
        case "role":
            return types.People()
        case "team":
            return types.Team()
        case "person":
            return types.Person()
        case "round" | "divide" | "lower" | "higher":
            return wide(guess(node.arguments[0], known)) if node.arguments else None
    return None


def wide(kind: types.Type | None) -> types.Type | None:
    """A type without the bounds of one field."""
    match kind:
        case types.Whole():
            return ANY_WHOLE
        case types.Decimal(places):
            return types.Decimal(places, -SCALED, SCALED)
        case types.Money(currency):
            return types.Money(currency, -SCALED, SCALED)
        case types.Text(_, long):
            return types.Text(2000, long)
        case types.Date():
            return types.Date()
    return kind


def alike(one: types.Type | None, other: types.Type | None) -> bool:
    """Whether values of two types can be compared, and one can stand for the other."""
    if one is None or other is None:
        return False
    match one, other:
        case (types.Whole() | types.Decimal(), types.Whole() | types.Decimal()):
            return True
        case types.Money(currency), types.Money(another):
            return currency == another
        case types.Choice(options), types.Choice(others):
            return bool(set(options) & set(others))
    if isinstance(one, TEXTS) and isinstance(other, TEXTS):
        return True
    return type(one) is type(other) and not isinstance(one, types.Rows | types.Files | types.Choices)
