"""What is constant in an expression: literals, options and fixed people as the values they stand for at run time."""

from __future__ import annotations

from dsl import tree, types
from dsl.checked import Checked, OptionAt
from dsl.lengths import units_of

VARIES = object()
"""The answer of `constant` for an expression that is none."""


def constant(checked: Checked, e: tree.Expression) -> object:
    """The run-time value of a constant, scaled as its type says; VARIES for anything else."""
    match e:
        case tree.Number(units, places) | tree.Amount(units, places):
            return units * 10 ** (types.scale_of(checked.type_of(e)) - places)
        case tree.Text(value) | tree.Truth(value) | tree.Day(value) | tree.Clock(value) | tree.Instant(value):
            return value
        case tree.Length(count, unit, business):
            return units_of(count, unit, business)
        case tree.Negative(item):
            value = constant(checked, item)
            return VARIES if value is VARIES else -value
        case tree.Path():
            meaning = checked.resolve(e)
            return meaning.name if isinstance(meaning, OptionAt) else VARIES
        case tree.Call("person" | "team", (tree.Text(value),)):
            return value
    return VARIES


def scale_up(value: object, by: int) -> object:
    """A constant number with `by` more places; other values as they are."""
    return value * 10**by if by else value
