"""How comparisons, functions and folds are said, one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from designer.conditions.kinds import kind_of
from designer.conditions.labels import named
from dsl import tree, types
from dsl.format_expression import format_expression

if TYPE_CHECKING:
    from designer.conditions.sentences import Speaker

Say = Callable[..., str]
IN_TIME = types.Date | types.Time | types.Moment


def quoted(language: str, text: str) -> str:
    """A text in quotation marks, shortened when it is long."""
    short = text if len(text) <= 60 else text[:59] + "…"
    return f"“{short}”"


def comparison(say: Say, op: str, kind: types.Type | None, left: str, right: str) -> str:
    """A comparison; of days and times with before and after."""
    in_time = isinstance(kind, IN_TIME)
    match op:
        case "=":
            return say("{left} is {right}", left=left, right=right)
        case "!=":
            return say("{left} is not {right}", left=left, right=right)
        case "<" if in_time:
            return say("{left} is before {right}", left=left, right=right)
        case "<=" if in_time:
            return say("{left} is not after {right}", left=left, right=right)
        case ">" if in_time:
            return say("{left} is after {right}", left=left, right=right)
        case ">=" if in_time:
            return say("{left} is not before {right}", left=left, right=right)
        case "<":
            return say("{left} is less than {right}", left=left, right=right)
        case "<=":
            return say("{left} is at most {right}", left=left, right=right)
        case ">":
            return say("{left} is more than {right}", left=left, right=right)
    return say("{left} is at least {right}", left=left, right=right)


def call(speaker: Speaker, name: str, arguments: tuple[tree.Expression, ...]) -> str:
    """A built-in function; one that does not exist as it is written."""
    plain = speaker.tight if name == "round" else speaker.value
    say, told = speaker.say, [plain(each) for each in arguments]
    match name, told:
        case (("role" | "team" | "person"), [_]) if isinstance(arguments[0], tree.Text):
            return somebody(speaker, name, arguments[0].value)
        case "days", [start, end]:
            return say("days from {start} to {end}", start=start, end=end)
        case "length", [thing]:
            return size(speaker, arguments[0], thing)
        case "round", [thing]:
            return say("{thing} rounded", thing=thing)
        case "round", [thing, places]:
            return say("{thing} rounded to {places} places", thing=thing, places=places)
        case "divide", [top, bottom, instead]:
            return say("{top} ÷ {bottom} (or {instead} when {bottom} is 0)", top=top, bottom=bottom, instead=instead)
        case "lower", [one, other]:
            return say("the smaller of {one} and {other}", one=one, other=other)
        case "higher", [one, other]:
            return say("the larger of {one} and {other}", one=one, other=other)
        case "starts_with", [thing, start]:
            return say("{thing} starts with {start}", thing=thing, start=start)
        case "contains", [thing, part]:
            return say("{thing} contains {part}", thing=thing, part=part)
    return of_a_date(say, name, told) or format_expression(tree.Call(name, arguments))


def of_a_date(say: Say, name: str, told: list[str]) -> str | None:
    """The year, month, day or weekday of a date."""
    match name, told:
        case "year", [date]:
            return say("the year of {date}", date=date)
        case "month", [date]:
            return say("the month of {date}", date=date)
        case "day", [date]:
            return say("the day of the month of {date}", date=date)
        case "weekday", [date]:
            return say("the weekday of {date} (Monday is 1)", date=date)
    return None


def size(speaker: Speaker, node: tree.Expression, thing: str) -> str:
    """How long or how many."""
    say = speaker.say
    match kind_of(speaker.scene, node):
        case types.Rows():
            return say("the number of rows of {thing}", thing=thing)
        case types.Files():
            return say("the number of files of {thing}", thing=thing)
        case types.Choices():
            return say("the number of choices of {thing}", thing=thing)
    return say("the number of characters of {thing}", thing=thing)


def somebody(speaker: Speaker, kind: str, id: str) -> str:
    """A role, a team or a person of the directory."""
    say = speaker.say
    name = named(speaker.scene, kind, id)
    match kind:
        case "role":
            return say("everyone with the role {role}", role=name)
        case "team":
            return say("team {team}", team=name)
    return name


def fold(speaker: Speaker, node: tree.Fold) -> str:
    """Something worked out over line items."""
    say = speaker.say
    rows = speaker.value(node.over)
    if node.where is not None:
        rows = say("{rows} where {condition}", rows=rows, condition=speaker.inner(node.where))
    body = None if node.body is None else speaker.tell(node.body)
    return folded(speaker.say, node.kind, rows, body)


def folded(say: Say, kind: str, rows: str, body: str | None) -> str:
    """One of the six folds over what is called `rows`."""
    match kind:
        case "count":
            return say("the number of {rows}", rows=rows)
        case "sum":
            return say("the sum of {body} over {rows}", rows=rows, body=body)
        case "min":
            return say("the smallest {body} of {rows}", rows=rows, body=body)
        case "max":
            return say("the largest {body} of {rows}", rows=rows, body=body)
        case "any":
            return say("for at least one of {rows}: {body}", rows=rows, body=body)
    return say("for all of {rows}: {body}", rows=rows, body=body)
