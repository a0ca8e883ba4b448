"""The built-in functions of expressions: names, arguments, results and what they are for; one row per function."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """`arguments` and `result` are words for people and for the checker's rule of the same name; `least` are required."""

    name: str
    arguments: tuple[str, ...]
    result: str
    about: str
    least: int


def _row(name: str, arguments: str, result: str, about: str, least: int | None = None) -> tuple[str, Function]:
    parts = tuple(arguments.split(", "))
    return name, Function(name, parts, result, about, len(parts) if least is None else least)


FUNCTIONS: dict[str, Function] = dict(
    [
        _row("days", "date, date", "whole", "whole days from the first date to the second; negative when it is earlier"),
        _row(
            "length", "text or rows or files or choices", "whole", "characters of a text, or how many rows, files or choices"
        ),
        _row(
            "round",
            "number or money, places",
            "number or money",
            "rounded half to even; without places to whole numbers, or to the currency's own places",
            1,
        ),
        _row(
            "divide",
            "number or money, number, number or money",
            "number or money",
            "the first divided by the second, or the third when the second is 0",
        ),
        _row("lower", "value, value", "value", "the smaller of two numbers, amounts, durations, dates, times or moments"),
        _row("higher", "value, value", "value", "the larger of two numbers, amounts, durations, dates, times or moments"),
        _row("starts_with", "text, literal text", "yes/no", "whether a text begins with these characters"),
        _row(
            "contains",
            "text or choices, literal text or option",
            "yes/no",
            "whether a text holds these characters, or an option is among the choices",
        ),
        _row("year", "date", "whole", "the year of a date"),
        _row("month", "date", "whole", "the month of a date, 1 to 12"),
        _row("day", "date", "whole", "the day of the month of a date, 1 to 31"),
        _row("weekday", "date", "whole", "the day of the week of a date: Monday is 1, Sunday is 7"),
        _row("role", "literal text", "people", "everyone who holds a role"),
        _row("team", "literal text", "team", "a team; where people are asked for, its members"),
        _row("person", "literal text", "person", "one person by id"),
    ]
)
