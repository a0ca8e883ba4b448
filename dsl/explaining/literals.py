"""Values and ranges as the text of a process writes them: `5000.00 CNY`, `amount > 5000.00 CNY`, `not urgent`."""

from __future__ import annotations

from collections.abc import Sequence

from dsl import types
from dsl.edges import Edge, Interval, ends, point, value_at
from dsl.values import display, to_json


def literal(kind: types.Type, value: object) -> str:
    """A constant of a type."""
    match kind:
        case types.Choice():
            return value
        case types.Person():
            return f'person("{value}")'
        case types.Team():
            return f'team("{value}")'
        case types.Text() | types.Link() | types.Email() | types.Phone():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case types.Moment():
            return to_json(kind, value).replace(":00Z", "Z")
    return display(kind, value)


def is_value(subject: str, kind: types.Type, value: object) -> str:
    """The condition that a subject has a value."""
    if isinstance(kind, types.YesNo):
        return subject if value else f"not {subject}"
    return f"{subject} = {literal(kind, value)}"


FINE = types.Duration | types.BusinessDuration | types.Moment
"""Types with values between those that a text can name: an end of a range is then best named from outside."""


def within(subject: str, kind: types.Type, span: Interval, edges: Sequence[Edge]) -> str:
    """The condition that a subject lies from `span[0]` to `span[1]`, in words of the constants that are in the text."""
    (low, high), (first, last) = span, ends(kind)
    if low == high:
        return is_value(subject, kind, value_at(kind, low))
    written = {point(kind, value) for edge in edges for value in edge.values}
    above = low - 1 in written and low not in written
    below = high + 1 in written and high not in written
    lower = f"{subject} {'>' if above else '>='} {literal(kind, value_at(kind, low - above))}"
    upper = f"{subject} {'<' if below else '<='} {literal(kind, value_at(kind, high + below))}"
    if low <= first:
        return upper
    if high >= last:
        return lower
    if isinstance(kind, FINE):
        return f"{lower} and {upper}"
    return f"{subject} in [{literal(kind, value_at(kind, low))} .. {literal(kind, value_at(kind, high))}]"
