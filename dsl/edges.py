"""Edges: conditions that compare one thing with constants, as sets of values on a line or among names.

Values on a line are whole numbers here: scaled numbers and amounts, durations, days, minutes of a day, microseconds.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from dsl import types

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
FIRST = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)
LAST = datetime.datetime(2199, 12, 31, tzinfo=datetime.UTC)
"""Moments that are supposed in explanations lie between these."""
MICROSECOND = datetime.timedelta(microseconds=1)
FAR = 10**40
"""Beyond every number a process can have."""

ON_A_LINE = (
    types.Whole, types.Decimal, types.Money, types.Duration, types.BusinessDuration, types.Date, types.Time, types.Moment
)  # fmt: skip

BELOW = frozenset({"<", "<=", ">", ">="})

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edge:
    """`subject` op `values`, as in the text: op is = != < <= > >= in, not in, between, not between, present, absent.

    `subject` is a field's path or a fact's name ("requester.level"), `kind` its type, `values` are run-time values of it.
    """

    subject: str
    kind: types.Type
    op: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one row allows one subject to be: `spans` half-open on a line, or `names` (all others when `others`)."""

    spans: tuple[Interval, ...] | None
    names: frozenset = frozenset()
    others: bool = False
    absent: bool = False


def point(kind: types.Type, value: object) -> int:
    """Where a value stands on its line."""
    match kind:
        case types.Date():
            return value.toordinal()
        case types.Time():
            return value.hour * 60 + value.minute
        case types.Moment():
            return (value - EPOCH) // MICROSECOND
    return value


def value_at(kind: types.Type, at: int) -> object:
    """The opposite of `point`."""
    match kind:
        case types.Date():
            return datetime.date.fromordinal(at)
        case types.Time():
            return datetime.time(*divmod(at, 60))
        case types.Moment():
            return EPOCH + at * MICROSECOND
    return at


def ends(kind: types.Type) -> Interval:
    """The first and the last point of a type's line."""
    match kind:
        case types.Time():
            return 0, 1439
        case types.Moment():
            return point(kind, FIRST), point(kind, LAST)
    return point(kind, kind.low), point(kind, kind.high)


def allowed(edges: Sequence[Edge]) -> Allowed:
    """What all edges of one row about one subject allow together."""
    if len(edges) == 1 and edges[0].op in ("=", "in") and not isinstance(edges[0].kind, ON_A_LINE):
        return Allowed(None, frozenset(edges[0].values))
    if len(edges) == 2 and edges[0].op in BELOW and edges[1].op in BELOW and isinstance(edges[0].kind, ON_A_LINE):
        return Allowed(both(spans_of(edges[0]), spans_of(edges[1])))
    if any(edge.op == "absent" for edge in edges):
        only = all(edge.op == "absent" for edge in edges)
        return Allowed(() if isinstance(edges[0].kind, ON_A_LINE) else None, absent=only)
    if isinstance(edges[0].kind, ON_A_LINE):
        spans: tuple[Interval, ...] = ((-FAR, FAR),)
        for edge in edges:
            spans = both(spans, spans_of(edge))
        return Allowed(spans)
    names, others = frozenset(), True
    for edge in edges:
        names, others = meet(names, others, *names_of(edge))
    return Allowed(None, names, others)


def spans_of(edge: Edge) -> tuple[Interval, ...]:
    """The spans one edge allows."""
    points = [point(edge.kind, value) for value in edge.values]
    match edge.op:
        case "<":
            return ((-FAR, points[0]),)
        case "<=":
            return ((-FAR, points[0] + 1),)
        case ">":
            return ((points[0] + 1, FAR),)
        case ">=":
            return ((points[0], FAR),)
        case "=" | "in":
            return tuple((each, each + 1) for each in sorted(set(points)))
        case "!=" | "not in":
            return outside(tuple((each, each + 1) for each in sorted(set(points))))
        case "between" | "not between":
            low, high = points
            span = ((low, high + 1),) if low <= high else ()
            return span if edge.op == "between" else outside(span)
    return ((-FAR, FAR),)


def outside(spans: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Everything but `spans`, which are in order and apart."""
    found, start = [], -FAR
    for low, high in spans:
        if start < low:
            found.append((start, low))
        start = high
    return (*found, (start, FAR)) if start < FAR else tuple(found)


def both(one: tuple[Interval, ...], other: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """What both spans hold."""
    if len(one) == len(other) == 1:
        low, high = max(one[0][0], other[0][0]), min(one[0][1], other[0][1])
        return ((low, high),) if low < high else ()
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        low, high = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if low < high:
            found.append((low, high))
        i, j = (i + 1, j) if one[i][1] <= other[j][1] else (i, j + 1)
    return tuple(found)


def names_of(edge: Edge) -> tuple[frozenset, bool]:
    """The names one edge allows: these, or all others."""
    match edge.op:
        case "=" | "in":
            return frozenset(edge.values), False
        case "!=" | "not in":
            return frozenset(edge.values), True
    return frozenset(), True


def meet(names: frozenset, others: bool, more: frozenset, more_others: bool) -> tuple[frozenset, bool]:
    """What two sets of names allow together."""
    if others and more_others:
        return names | more, True
    if others:
        return more - names, False
    return (names - more if more_others else names & more), False


def allows(what: Allowed, at: object) -> bool:
    """Whether a value (a point for those on a line, None when absent) is allowed."""
    if at is None:
        return what.absent
    if what.spans is not None:
        return any(low <= at < high for low, high in what.spans)
    return (at in what.names) != what.others
