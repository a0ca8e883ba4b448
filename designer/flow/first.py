"""Conditions to begin with: what a new row of a table may ask, made from the fields that are surely there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from designer.snippets import free_name
from dsl import tree, types
from dsl.checking.names import all_steps, fields_of
from dsl.format_expression import format_expression

COUNTED = ("money", "whole", "decimal")
MIDDLE = 1000
"""Where a number without bounds is cut in two."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A condition and what to call a row and an outcome for it."""

    name: str
    when: tree.Expression


def beginning(process: tree.Process, rows: tuple[tree.Row, ...] = ()) -> Beginning:
    """A condition that the rows above do not ask yet."""
    asked = {format_expression(row.when) for row in rows}
    for one in beginnings(process, rows):
        if format_expression(one.when) not in asked:
            return one
    return Beginning("special", tree.Present(tree.Path(("requester", "manager"))))


def beginnings(process: tree.Process, rows: tuple[tree.Row, ...]) -> Iterator[Beginning]:
    """Candidates, the most telling first: amounts, choices, yes or no, and how long a text is."""
    fields = sure_fields(process)
    for field in fields:
        if field.kind.word in COUNTED:
            yield from over(field, rows)
    for field in fields:
        if field.kind.word == "choice":
            for option in field.options:
                yield Beginning(option.name, tree.Compare("=", tree.Path((field.name,)), tree.Path((option.name,))))
    for field in fields:
        if field.kind.word == "yes/no":
            yield Beginning(field.name, tree.Compare("=", tree.Path((field.name,)), tree.Truth(True)))
    for field in fields:
        if field.kind.word in ("text", "long text"):
            length = tree.Call("length", (tree.Path((field.name,)),))
            yield Beginning("long", tree.Compare(">", length, tree.Number((field.kind.size or 2) // 2)))


def sure_fields(process: tree.Process) -> list[tree.Field]:
    """The fields every ticket has: asked from the requester, always shown, not optional."""
    hidden = {
        field.name
        for form in process.all(tree.Form)
        for item in form.items
        if isinstance(item, tree.Section) and item.when is not None
        for field in item.fields
    }
    late = filled_later(process)
    fields = [field for form in process.all(tree.Form) for field in fields_of(form)]
    return [f for f in fields if not (f.optional or f.when or f.value or f.name in hidden or f.name in late)]


def filled_later(process: tree.Process) -> set[str]:
    """The fields that some step fills."""
    steps = [step for flow in process.all(tree.Flow) for step in all_steps(flow.steps)]
    clauses = [each for step in steps for each in getattr(step, "clauses", ()) if isinstance(each, tree.Access)]
    return {need.name for clause in clauses for need in clause.fills}


def over(field: tree.Field, rows: tuple[tree.Row, ...]) -> Iterator[Beginning]:
    """More than half of the field's bounds, or of what a row above asks already: a row below a larger one still wins."""
    places = places_of(field)
    low, high = bounds(field, places)
    cut = min([rounded((low + high) // 2), *(rounded((low + used) // 2) for used in asked_of(field, rows, places))])
    if not low <= cut < high:
        return
    name = f"over_{cut // 10**places}" if cut >= 0 else "more"
    yield Beginning(name, tree.Compare(">", tree.Path((field.name,)), number(field, cut, places)))


def places_of(field: tree.Field) -> int:
    """Digits behind the point of a counted field."""
    if field.kind.word == "money":
        return types.places_of(field.kind.currency or "")
    return field.kind.size or 0 if field.kind.word == "decimal" else 0


def bounds(field: tree.Field, places: int) -> tuple[int, int]:
    """The bounds of a counted field in its smallest unit."""
    kept = field.kind.bounds
    if kept is None:
        return 0, 2 * MIDDLE * 10**places
    ends = [scaled(end, places) for end in (kept.low, kept.high)]
    return (ends[0] or 0, ends[1] if ends[1] is not None else 2 * MIDDLE * 10**places)


def scaled(node: tree.Expression, places: int) -> int | None:
    """A literal in the smallest unit."""
    match node:
        case tree.Number(units, own) | tree.Amount(units, own, _):
            return units * 10 ** (places - own) if own <= places else units // 10 ** (own - places)
        case tree.Negative(item):
            inner = scaled(item, places)
            return None if inner is None else -inner
    return None


def asked_of(field: tree.Field, rows: tuple[tree.Row, ...], places: int) -> Iterator[int]:
    """What rows compare the field with by `>` and `>=`, wherever in their condition."""
    waiting: list[tree.Expression] = [row.when for row in rows]
    while waiting:
        match waiting.pop():
            case tree.And(items) | tree.Or(items):
                waiting += items
            case tree.Compare(">" | ">=", tree.Path((name,)), right) if name == field.name:
                value = scaled(right, places)
                if value is not None:
                    yield value


def rounded(value: int) -> int:
    """To one digit that counts, downwards."""
    if value < 10:
        return max(value, 0)
    unit = 10 ** (len(str(value)) - 1)
    return value // unit * unit


def number(field: tree.Field, cut: int, places: int) -> tree.Expression:
    """The constant as the field's kind writes it."""
    if field.kind.word == "money":
        return tree.Amount(cut, places, field.kind.currency or "CNY")
    return tree.Number(cut, places)


def new_table(process: tree.Process) -> tree.Table:
    """A table with one row and `otherwise`, under a free name."""
    one = beginning(process)
    taken = frozenset(table.name for table in process.all(tree.Table))
    rest = free_name("usual", {one.name})
    return tree.Table(
        free_name("route", taken), "first", (one.name, rest), (tree.Row(one.name, one.when, one.name),), tree.Otherwise(rest)
    )
