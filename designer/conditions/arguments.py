"""What the arguments of the built-in functions are called, and of what type they are."""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType

from designer.conditions.kinds import ANY_WHOLE, TEXTS
from dsl import types

COUNTABLE = TEXTS | types.Rows | types.Files | types.Choices


def argument_label(say: Callable[..., str], name: str, number: int) -> str:
    """What an argument is to its function."""
    match name, number:
        case "days", 0:
            return say("From")
        case "days", 1:
            return say("To")
        case "round", 1:
            return say("Decimal places")
        case "divide", 1:
            return say("Divided by")
        case "divide", 2:
            return say("When that is 0")
        case (("lower" | "higher"), 1):
            return say("And")
        case (("starts_with" | "contains"), 1):
            return say("The characters")
    return say("Of")


def argument_type(name: str, number: int, result: object, first: types.Type | None) -> types.Type | UnionType | None:
    """The type an argument has to have; `first` is that of the first one."""
    match name, number:
        case (("days" | "year" | "month" | "day" | "weekday"), _):
            return types.Date()
        case "length", _:
            return COUNTABLE
        case (("starts_with" | "contains"), 0):
            return TEXTS | types.Choices
        case (("starts_with" | "contains"), 1):
            return first if isinstance(first, types.Choices) else types.Text(2000)
        case ("round", 1) | ("divide", 1):
            return ANY_WHOLE
    return first
