"""Constants to begin with: of the right type, within the bounds, and such that a comparison with them can go both ways."""

from __future__ import annotations

import datetime

from designer.conditions.kinds import LENGTHS, MEASURED, NUMBERS, TEXTS
from designer.conditions.places import Place
from dsl import tree, types
from dsl.format_expression import format_expression
from dsl.lengths import MINUTES, SECONDS, largest_unit, units_of
from dsl.scaled import Unfit
from dsl.types import places_of, scale_of

BELOW, ABOVE = (">", "<="), ("<", ">=")
"""Comparisons that the highest value of a type, and the lowest one, settle."""


def constant(place: Place, kind: types.Type | None, op: str = "=") -> tree.Expression | None:
    """A constant of a type to compare with; None where a text has none."""
    match kind:
        case types.Whole() | types.Decimal() | types.Money() | types.Duration() | types.BusinessDuration():
            return measured(kind, op)
        case types.YesNo():
            return tree.Truth(True)
        case types.Date(low, high):
            return tree.Day(within(place.scene.draft.at.date(), low, high, op))
        case types.Time():
            return tree.Clock(datetime.time(9))
        case types.Moment():
            day = place.scene.draft.at
            return tree.Instant(datetime.datetime(day.year, day.month, day.day, 9, tzinfo=datetime.UTC))
        case types.Choice(options) | types.Choices(options):
            return tree.Path((options[0],)) if options else None
        case types.Person() | types.Team() | types.People():
            return somebody(place, kind)
    return tree.Text("") if isinstance(kind, TEXTS) else None


def within(day: datetime.date, low: datetime.date, high: datetime.date, op: str) -> datetime.date:
    """The day, or the nearest one of a field that does not settle the comparison."""
    step = datetime.timedelta(days=1)
    low, high = (low + step if op in ABOVE and low < high else low), (high - step if op in BELOW and low < high else high)
    return min(max(day, low), high)


def measured(kind: types.Type, op: str, units: int | None = None) -> tree.Expression:
    """A number, an amount or a length: `units`, or what is nearest to it and does not settle the comparison."""
    low, high = kind.low + (op in ABOVE and kind.low < kind.high), kind.high - (op in BELOW and kind.low < kind.high)
    usual = {types.Duration: 3600, types.BusinessDuration: 480}.get(type(kind), 0)
    return of_units(kind, min(max(usual if units is None else units, low), high))


def of_units(kind: types.Type, units: int) -> tree.Expression:
    """A literal of so many units of a type."""
    match kind:
        case types.Money(currency):
            return tree.Amount(units // 10**kind.extra, places_of(currency), currency)
        case types.Decimal(places):
            return tree.Number(units, places)
        case types.Duration() | types.BusinessDuration():
            business = isinstance(kind, types.BusinessDuration)
            rounded = units if business else units - units % 60
            return tree.Length(*largest_length(rounded, business), business)
    return tree.Number(units)


def largest_length(units: int, business: bool) -> tuple[int, str]:
    """A length in the largest unit that a text has for it."""
    scale = {name: size for name, size in (MINUTES if business else SECONDS).items() if not business or name != "minutes"}
    if business and units % 60:
        return units // 60 + 1, "hours"
    count, unit = largest_unit(units, scale)
    return (0, "hours") if unit == "seconds" else (count, unit)


def units_in(kind: types.Type | None, node: tree.Expression) -> int | None:
    """The units of a literal as a type counts them; None when it is none of that type."""
    match node:
        case tree.Number(units, places) if isinstance(kind, NUMBERS):
            return units * 10 ** max(scale_of(kind) - places, 0) // 10 ** max(places - scale_of(kind), 0)
        case tree.Amount(units, places, currency) if isinstance(kind, types.Money) and kind.currency == currency:
            return units * 10 ** max(scale_of(kind) - places, 0) // 10 ** max(places - scale_of(kind), 0)
        case tree.Length(count, unit, business) if isinstance(kind, LENGTHS):
            try:
                return units_of(count, unit, business)
            except Unfit:
                return None
    return None


def adapted(place: Place, kind: types.Type | None, op: str, node: tree.Expression) -> tree.Expression:
    """A value that stays when the operator changes, moved a step where it would settle the comparison."""
    if isinstance(kind, types.Date) and isinstance(node, tree.Day):
        return tree.Day(within(node.value, kind.low, kind.high, op))
    units = units_in(kind, node)
    if units is None or not isinstance(kind, MEASURED):
        return node
    moved = measured(kind, op, units)
    return node if units_in(kind, moved) == units and not is_between(kind, node) else moved


def is_between(kind: types.Type, node: tree.Expression) -> bool:
    """A number that lies between two values of a type: 2.5 among whole numbers."""
    places = getattr(node, "places", 0) - scale_of(kind)
    return places > 0 and node.units % 10**places != 0


def somebody(place: Place, kind: types.Type) -> tree.Expression | None:
    """The first person, team or role of the directory; of a role or a team the description may know only some."""
    names, libraries = place.scene.names, place.scene.look.libraries
    match kind:
        case types.Person():
            return named("person", first(names.people, None)) if names.people else requester(place)
        case types.Team():
            return named("team", first(names.teams, libraries.teams) or "team")
    return named("role", first(names.roles, libraries.roles) or "role")


def requester(place: Place) -> tree.Expression | None:
    return tree.Path(("requester",)) if place.requester else None


def first(pairs: tuple[tuple[str, str], ...], known: frozenset[str] | None) -> str | None:
    """The first id that may be written; one that is only described when the directory has none of them."""
    found = [id for id, _ in pairs if known is None or id in known]
    return found[0] if found else min(known, default=None) if known else None


def named(kind: str, id: str | None) -> tree.Call:
    return tree.Call(kind, (tree.Text(id or kind),))


def same(one: tree.Expression | None, other: tree.Expression | None) -> bool:
    """Whether two expressions are written alike."""
    return one is not None and other is not None and format_expression(one) == format_expression(other)
