"""Solving: answers changed so that what is computed from them comes to a wanted number, where one answer moves it evenly."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from dsl import types
from dsl.edges import point, value_at
from dsl.pretend import some_value
from dsl.program import Form

Answers = dict[str, object]
Number = int | Fraction
Value = Callable[[Mapping[str, object]], Number | None]
Spans = tuple[tuple[Number, Number], ...]
MOVABLE = types.Whole | types.Decimal | types.Money | types.Date
MOST_CELLS = 24


def solved(form: Form, answers: Answers, spans: Spans, value: Value, fixed: frozenset[str] = frozenset()) -> Answers | None:
    """The answers with one of them moved so that `value` of them lies in the spans; None when none does it. Those `fixed`
    stay."""
    for given in (answers, *with_rows(form, answers)):
        now = value(given)
        if now is None:
            continue
        if any(low <= now <= high for low, high in spans):
            return given
        for place in places(form, given):
            found = moved(form, given, place, spans, now, value) if place[0] not in fixed else None
            if found is not None:
                return found
    return None


def moved(form: Form, given: Answers, place: tuple, spans: Spans, now: Number, value: Value) -> Answers | None:
    """The answers with the one at `place` moved as far as is needed, and no further."""
    kind, at = kind_at(form, place), point(kind_at(form, place), taken(given, place))
    for step in (1, -1):
        then = value(put(given, place, value_at(kind, at + step))) if within(kind, at + step) else None
        slope = None if then is None else then - now
        for low, high in spans if slope else ():
            steps = math.ceil(Fraction(low - now) / slope) if slope > 0 else math.ceil(Fraction(now - high) / -slope)
            aim = at + step * steps
            found = put(given, place, value_at(kind, aim)) if steps > 0 and within(kind, aim) else None
            reached = value(found) if found is not None else None
            if reached is not None and low <= reached <= high:
                return found
    return None


def within(kind: types.Type, at: int) -> bool:
    low, high = point(kind, kind.low), point(kind, kind.high)
    return low <= at <= high


def places(form: Form, answers: Mapping[str, object]) -> Iterator[tuple]:
    """Where numbers and days stand among the answers: (field,) or (field, row, column)."""
    found = []
    for name, answer in answers.items():
        kind = form.fields[name].type
        if isinstance(kind, MOVABLE) and answer is not None:
            found.append((name,))
        elif isinstance(kind, types.Rows):
            columns = [name for name, each in kind.columns if isinstance(each, MOVABLE)]
            rows = enumerate(answer or ())
            found += [(name, at, each) for at, row in rows for each in columns if row.get(each) is not None]
    yield from found[:MOST_CELLS]


def kind_at(form: Form, place: tuple) -> types.Type:
    kind = form.fields[place[0]].type
    return kind if len(place) == 1 else dict(kind.columns)[place[2]]


def taken(answers: Mapping[str, object], place: tuple) -> object:
    return answers[place[0]] if len(place) == 1 else answers[place[0]][place[1]][place[2]]


def put(answers: Answers, place: tuple, value: object) -> Answers:
    """The answers with another one at a place."""
    if len(place) == 1:
        return {**answers, place[0]: value}
    name, at, column = place
    rows = [{**row, column: value} if number == at else row for number, row in enumerate(answers[name])]
    return {**answers, name: tuple(rows)}


def with_rows(form: Form, answers: Answers) -> Iterator[Answers]:
    """The same with one row in each table of lines that has none, and more of them where one is not enough."""
    for name in form.requested:
        field = form.fields[name]
        if not isinstance(field.type, types.Rows):
            continue
        row = {c.name: some_value(c.type, c.name) for c in field.columns if c.computed is None}
        first = tuple(answers.get(name) or (row,))
        for count in (1, 2, 5):
            if len(first) < count <= field.type.high:
                yield {**answers, name: (*first, *(first[:1] * (count - len(first))))}
            elif not answers.get(name) and count == 1:
                yield {**answers, name: first}
