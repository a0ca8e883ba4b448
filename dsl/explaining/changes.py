"""The smallest changes that lead elsewhere: values next to the edges of a table, each tried by running the table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dsl import types
from dsl.edges import FAR, ON_A_LINE, Edge, allowed, allows, ends, point, spans_of, value_at
from dsl.engine.facts import Facts
from dsl.explaining.literals import is_value, within
from dsl.explaining.supposing import Subject, Supposing
from dsl.program import Program, Row, Table

Answers = Mapping[str, object]
MOST_TRIED = 200
"""Values tried for one subject."""
MOST_TOLD = 12
STEPS = {types.Duration: 60, types.BusinessDuration: 60, types.Moment: 60_000_000}
"""Minutes, hours and minutes: between these a text can name no value."""


@dataclass(frozen=True, slots=True)
class Change:
    """If `condition` held (about `subjects`), the table would come to `outcome`; a `collect` table to all of several."""

    outcome: str | tuple[str, ...]
    condition: str
    subjects: tuple[str, ...]


def changes(program: Program, table: Table, now: tuple[str, ...], answers: Answers, facts: Facts) -> list[Change]:
    """The smallest change of each single subject for each outcome but `now`; of several subjects where one is not enough."""
    if table.near is None:
        supposing = Supposing(program, table, answers, facts, table.rows)
        found = [change for subject in supposing.subjects.values() for change in of_one(supposing, subject, now)]
        found += of_rows(supposing, {now, *(each.outcome for each in found), *((each.outcome,) for each in found)})
    else:
        found = in_large(program, table, now, answers, facts)
    if table.policy == "collect":
        return found[:MOST_TOLD]
    order = {outcome: at for at, outcome in enumerate(table.outcomes)}
    return sorted(found, key=lambda change: order.get(change.outcome, len(order)))[:MOST_TOLD]


def came_to(table: Table, outcomes: tuple[str, ...]) -> str | tuple[str, ...]:
    """One outcome, or all of a `collect` table."""
    return outcomes if table.policy == "collect" or not outcomes else outcomes[0]


def in_large(program: Program, table: Table, now: tuple[str, ...], answers: Answers, facts: Facts) -> list[Change]:
    """Changes of single subjects in a large table: about each, only the rows matter in which nothing else fails."""
    near = table.near(answers, facts)
    won = [table.rows[table.rows.numbers[rule]] for rule in table.choose(answers, facts)[0] if rule in table.rows.numbers]
    found = []
    for name, numbers in near.items():
        rows = [*(table.rows[number] for number in numbers[:MOST_TRIED]), *won]
        supposing = Supposing(program, table, answers, facts, rows, near, len(numbers) > MOST_TRIED)
        if name in supposing.subjects:
            found += of_one(supposing, supposing.subjects[name], now)
    return found


def of_rows(supposing: Supposing, reached: set) -> Iterator[Change]:
    """For each outcome that no single change reaches, the changes that make one of its rows win alone."""
    for row in supposing.rows:
        if (row.outcome,) not in reached:
            change = of_several(supposing, row)
            if change is not None:
                reached.add((row.outcome,))
                yield change


def of_one(supposing: Supposing, subject: Subject, now: tuple[str, ...]) -> Iterator[Change]:
    """The nearest change of one subject for each other outcome."""
    value = supposing.value(subject)
    if value is None:
        return
    if not isinstance(subject.kind, ON_A_LINE):
        yield from by_name(supposing, subject, value, now)
        return
    alone, at, seen = supposing.is_alone(subject), point(subject.kind, value), {now}
    places = [(place, _at(supposing, subject, nearest(subject.kind, place, at))) for place in cells(subject, at)]
    for place, outcomes in sorted(places, key=lambda each: abs(nearest(subject.kind, each[0], at) - at)):
        near = nearest(subject.kind, place, at)
        if outcomes is None or outcomes in seen or (not alone and near % STEPS.get(type(subject.kind), 1)):
            continue
        seen.add(outcomes)
        span = widened(places, place, outcomes) if alone else (near, near)
        condition = within(subject.name, subject.kind, span, subject.edges)
        yield Change(came_to(supposing.table, outcomes), condition, (subject.name,))


def _at(supposing: Supposing, subject: Subject, at: int) -> tuple[str, ...] | None:
    return supposing.outcomes({subject.name: value_at(subject.kind, at)})


def cells(subject: Subject, at: int) -> list[tuple[int, int]]:
    """The places of a line (first, last) between all its edges, in order; of very many a stretch around `at`."""
    first, last = ends(subject.kind)
    breaks = {end for edge in subject.edges for span in spans_of(edge) for end in span if first < end <= last}
    starts = sorted({first, *breaks})
    places = [(start, end - 1) for start, end in zip(starts, [*starts[1:], last + 1], strict=True)]
    here = max(0, bisect_right(starts, at) - 1 - MOST_TRIED // 2)
    return places[here : here + MOST_TRIED]


def nearest(kind: types.Type, place: tuple[int, int], at: int) -> int:
    """The point of a place that is closest to `at`; if possible one that a text can name."""
    near, step = min(max(at, place[0]), place[1]), STEPS.get(type(kind), 1)
    if near != at and near % step:
        named = near // step * step if near == place[1] else -(-near // step) * step
        return named if place[0] <= named <= place[1] else near
    return near


def widened(places: list, place: tuple[int, int], outcomes: tuple[str, ...]) -> tuple[int, int]:
    """A place together with its neighbours of the same outcomes."""
    number = next(number for number, (each, _) in enumerate(places) if each == place)
    low = high = number
    while low > 0 and places[low - 1][1] == outcomes:
        low -= 1
    while high + 1 < len(places) and places[high + 1][1] == outcomes:
        high += 1
    return places[low][0][0], places[high][0][1]


def by_name(supposing: Supposing, subject: Subject, value: object, now: tuple[str, ...]) -> Iterator[Change]:
    """The first other name for each outcome."""
    seen = {now}
    for name in names(subject):
        outcomes = supposing.outcomes({subject.name: name}) if name != value else None
        if outcomes is not None and outcomes not in seen:
            seen.add(outcomes)
            condition = is_value(subject.name, subject.kind, name)
            yield Change(came_to(supposing.table, outcomes), condition, (subject.name,))


def names(subject: Subject) -> list[object]:
    """What a subject could be: its options, or the constants in the text."""
    match subject.kind:
        case types.Choice(options):
            return list(options)
        case types.YesNo():
            return [True, False]
    return list(dict.fromkeys(value for edge in subject.edges for value in edge.values))[:MOST_TRIED]


def of_several(supposing: Supposing, row: Row) -> Change | None:
    """The change of several subjects at once that makes `row` win; None when there is none."""
    edges: dict[str, list[Edge]] = {}
    for condition in row.conditions:
        if condition.edge is None:
            return None
        edges.setdefault(condition.edge.subject, []).append(condition.edge)
    changed = {}
    for name, many in edges.items():
        subject, what = supposing.subjects[name], allowed(many)
        value = supposing.value(subject)
        at = None if value is None else point(subject.kind, value) if what.spans is not None else value
        if allows(what, at):
            continue
        other = closest(subject, what, at)
        if other is None:
            return None
        changed[name] = other
    if not changed or supposing.outcomes(changed) != (row.outcome,):
        return None
    texts = (is_value(name, supposing.subjects[name].kind, value) for name, value in changed.items())
    return Change(came_to(supposing.table, (row.outcome,)), " and ".join(texts), tuple(changed))


def closest(subject: Subject, what, at: int | None) -> object:
    """An allowed value, on a line the one closest to `at`; None when there is none."""
    if what.spans is None:
        return next((name for name in names(subject) if allows(what, name)), None)
    first, last = ends(subject.kind)
    spans = [(max(low, first), min(high - 1, last)) for low, high in what.spans]
    points = [nearest(subject.kind, span, first if at is None else at) for span in spans if span[0] <= span[1]]
    best = min(points, key=lambda each: abs(each - (at or 0)), default=None)
    return None if best is None or abs(best) >= FAR else value_at(subject.kind, best)
