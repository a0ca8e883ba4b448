"""The specification of expressions: a short interpreter that walks the tree and computes with exact fractions.

The compiled evaluator must agree with it everywhere. Numbers, amounts and durations are fractions here, so nothing has to be
scaled before it is compared or added; `to_units` makes the scaled integer of a type at the very end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from dsl import outside, tree, types
from dsl.checked import AttributeAt, Checked, ColumnAt, FactAt, FieldAt, LoopAt, Meaning, OptionAt
from dsl.engine.facts import Facts
from dsl.lengths import units_of


@dataclass(frozen=True, slots=True)
class World:
    """What an expression can see: answers, facts, the row of a column, and the rows that folds stand at."""

    checked: Checked
    answers: Mapping[str, object]
    facts: Facts
    row: Mapping[str, object] = field(default_factory=dict)
    loops: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def evaluate(e: tree.Expression, w: World) -> object:
    """The value of `e`; None where an absent value passes through."""
    match e:
        case tree.Number(units, places) | tree.Amount(units, places):
            return Fraction(units, 10**places)
        case tree.Text(value) | tree.Truth(value) | tree.Day(value) | tree.Clock(value) | tree.Instant(value):
            return value
        case tree.Length(count, unit, business):
            return units_of(count, unit, business)
        case tree.Path():
            return surely(e, read(w.checked.resolve(e), w), w)
        case tree.Or(items):
            return any(evaluate(item, w) for item in items)
        case tree.And(items):
            return all(evaluate(item, w) for item in items)
        case tree.Not(item):
            return not evaluate(item, w)
        case tree.Compare(op, left, right):
            return compare(op, evaluate(left, w), evaluate(right, w))
        case tree.Member(item, members, None, negated):
            return negated != (evaluate(item, w) in [evaluate(member, w) for member in members])
        case tree.Member(item, _, group, negated):
            return negated != (evaluate(item, w) in people(group, w))
        case tree.Between(item, low, high, negated):
            return negated != (evaluate(low, w) <= evaluate(item, w) <= evaluate(high, w))
        case tree.Present(path, absent):
            return absent == (read(w.checked.resolve(path), w) is None)
        case tree.Sum(terms):
            return total(terms, w)
        case tree.Product(terms):
            return product(terms, w)
        case tree.Negative(item):
            return -evaluate(item, w)
        case tree.If(condition, then, otherwise):
            return evaluate(then if evaluate(condition, w) else otherwise, w)
        case tree.Call():
            return call(e, w)
        case tree.Fold():
            return fold(e, w)
    raise TypeError(e)


def surely(path: tree.Path, value: object, w: World) -> object:
    """An attribute the checker takes for known must be known: a directory that has none cannot be decided upon."""
    meaning = w.checked.resolve(path)
    if isinstance(meaning, AttributeAt) and not w.checked.maybe_absent(path):
        return outside.known(value, meaning.hops[-1])
    return value


def read(meaning: Meaning, w: World) -> object:
    """What a path stands for; None for an absent value."""
    match meaning:
        case FieldAt(path):
            return from_units(w.answers.get(path), w.checked.fields[path].type)
        case ColumnAt(rows, name):
            return from_units(w.row.get(name), w.checked.fields[f"{rows}.{name}"].type)
        case LoopAt(variable, rows, column):
            return from_units(w.loops[variable].get(column), w.checked.fields[f"{rows}.{column}"].type)
        case OptionAt(name):
            return name
        case FactAt("today"):
            return w.facts.today()
        case FactAt("now"):
            return w.facts.now
        case FactAt("requester"):
            return w.facts.requester
        case AttributeAt(base, hops):
            value = read(base, w)
            for hop in hops:
                value = outside.attribute(w.facts, hop, value)
            return from_units(value, hops[-1].attribute.type)
    raise TypeError(meaning)


def compare(op: str, left: object, right: object) -> bool:
    match op:
        case "=":
            return left == right
        case "!=":
            return left != right
        case "<":
            return left < right
        case "<=":
            return left <= right
        case ">":
            return left > right
        case ">=":
            return left >= right
    raise ValueError(op)


def total(terms: tuple[tree.Term, ...], w: World) -> Fraction | int:
    """A sum; durations are seconds, business durations minutes."""
    return sum(evaluate(term.value, w) * (-1 if term.op == "-" else 1) for term in terms)


def product(terms: tuple[tree.Term, ...], w: World) -> object:
    """A product from left to right; a quotient is rounded to its six more places, twelve at most."""
    value, places = evaluate(terms[0].value, w), types.scale_of(w.checked.type_of(terms[0].value))
    for term in terms[1:]:
        other, more = evaluate(term.value, w), types.scale_of(w.checked.type_of(term.value))
        if term.op == "*":
            value, places = value * other, places + more
        else:
            places = min(places + 6, 12)
            value = nearest(Fraction(value) / other, places)
    return value


def nearest(value: Fraction, places: int) -> Fraction:
    """The number with so many places next to `value`, halves to the even one."""
    return Fraction(round(value * 10**places), 10**places)


def call(e: tree.Call, w: World) -> object:
    """The built-in functions."""
    if e.name == "divide":
        return divide(e, w)
    places = [types.scale_of(w.checked.type_of(argument)) for argument in e.arguments]
    match e.name, [evaluate(argument, w) for argument in e.arguments]:
        case "team" | "person", [name]:
            return name
        case "days", [start, end]:
            return (end - start).days
        case "length", [item]:
            return len(item)
        case "round", [value, keep]:
            return nearest(Fraction(value), min(int(keep), places[0]))
        case "round", [value]:
            return nearest(Fraction(value), min(types.scale_of(w.checked.type_of(e)), places[0]))
        case "lower", values:
            return min(values)
        case "higher", values:
            return max(values)
        case "starts_with", [text, start]:
            return text.startswith(start)
        case "contains", [whole, part]:
            return part in whole
        case "weekday", [date]:
            return date.isoweekday()
        case "year" | "month" | "day", [date]:
            return getattr(date, e.name)
    raise TypeError(e)


def divide(e: tree.Call, w: World) -> object:
    """`divide(a, b, c)`: the divisor is looked at first, then one of the other two."""
    top, bottom, instead = e.arguments
    divisor = evaluate(bottom, w)
    if not divisor:
        return evaluate(instead, w)
    return nearest(Fraction(evaluate(top, w)) / divisor, min(types.scale_of(w.checked.type_of(top)) + 6, 12))


def fold(e: tree.Fold, w: World) -> object:
    """`sum count any all min max` over the rows for which `where` holds; `any` and `all` stop where they are settled."""
    found = []
    for row in w.answers[w.checked.resolve(e.over).path]:
        inside = replace(w, loops={**w.loops, e.name: row})
        if e.where is None or evaluate(e.where, inside):
            found.append(None if e.body is None else evaluate(e.body, inside))
            if (e.kind == "any" and found[-1]) or (e.kind == "all" and not found[-1]):
                break
    match e.kind:
        case "count":
            return len(found)
        case "sum":
            return sum(found)
        case "any":
            return any(found)
        case "all":
            return all(found)
    return (min if e.kind == "min" else max)(found, default=None)


def people(e: tree.Expression, w: World) -> tuple[str, ...]:
    """What an expression stands for where a group or people are asked for: options chosen, or ids; absent is nobody."""
    if isinstance(e, tree.If):
        return people(e.then if evaluate(e.condition, w) else e.otherwise, w)
    if isinstance(e, tree.Call) and e.name == "role":
        return outside.holders(w.facts, e.arguments[0].value)
    value, kind = evaluate(e, w), w.checked.type_of(e)
    if isinstance(kind, types.Team):
        return outside.members(w.facts, value)
    if isinstance(kind, types.Choices):
        return value
    return () if value is None else (value,)


def from_units(value: object, kind: types.Type) -> object:
    """A stored value as the interpreter computes with it: scaled integers become fractions."""
    scaled = value is not None and isinstance(kind, types.Decimal | types.Money)
    return Fraction(value, 10 ** types.scale_of(kind)) if scaled else value


def to_units(value: object, kind: types.Type) -> object:
    """The opposite: a value as answers keep it; the checker saw to it that it fits exactly."""
    if not isinstance(value, Fraction):
        return value * 10 ** types.scale_of(kind) if isinstance(value, int) and types.scale_of(kind) else value
    units = value * 10 ** types.scale_of(kind)
    if units.denominator != 1:
        raise ArithmeticError(f"{value} does not fit {kind}")
    return units.numerator
