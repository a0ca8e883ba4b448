"""The index of a large table: hash levels and bands on top, sets of rows as bits at the bottom.

`Index.first(values)` finds the first row that allows the values, in about the same time for 100 rows and for 10 000:
each level divides the rows by one subject, and a leaf intersects, subject by subject, the bits of the rows that allow it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dsl.edges import FAR, Allowed

LEAF = 96
"""So many rows are no longer divided."""
BANDS = 64
"""Into so many bands a line is divided at most."""
SPREAD = 3
"""A division may repeat rows up to so many times their number."""

Rows = Mapping[int, Mapping[int, Allowed]]
"""Row number -> subject number -> what the row allows; rows in order."""


@dataclass(frozen=True, slots=True)
class Names:
    """A level that divides by a name."""

    subject: int
    nodes: Mapping[object, Node]
    others: Node


@dataclass(frozen=True, slots=True)
class Line:
    """A level that divides a line at `breaks` into `nodes`."""

    subject: int
    breaks: list[int]
    nodes: list[Node]
    absent: Node


@dataclass(frozen=True, slots=True)
class Leaf:
    """Rows `numbers`; each column is (subject, breaks or None, bits by place or by name, bits of others, bits of absent)."""

    numbers: tuple[int, ...]
    every: int
    columns: tuple[tuple, ...]


Node = Names | Line | Leaf


def build(rows: Rows) -> Node:
    """The index of `rows`. Recursion is as deep as there are subjects, or bands within bands."""
    if len(rows) > LEAF:
        best = min((plan for subject in subjects(rows) if (plan := divide(rows, subject))), key=cost, default=None)
        if best is not None:
            return level(best)
    return leaf(rows)


def subjects(rows: Rows) -> list[int]:
    """The subjects that any row is about."""
    return sorted({subject for row in rows.values() for subject in row})


@dataclass(slots=True)
class Plan:
    """A way to divide rows by one subject: parts by name or by band, the rows for other names and for an absent value."""

    subject: int
    size: int
    breaks: list[int] | None
    parts: Mapping[object, Rows]
    others: Rows
    absent: Rows


def cost(plan: Plan) -> float:
    """How large a part is that a value falls into, on average over the rows."""
    sizes = [len(part) for part in plan.parts.values()]
    return sum(size * size for size in sizes) / max(sum(sizes), 1)


def divide(rows: Rows, subject: int) -> Plan | None:
    """A plan by `subject`; None when it would not help."""
    on_line = next(row[subject].spans is not None for row in rows.values() if subject in row)
    plan = by_band(rows, subject) if on_line else by_name(rows, subject)
    if plan is None:
        return None
    repeated = sum(map(len, plan.parts.values()))
    largest = max(map(len, [*plan.parts.values(), plan.others]))
    return plan if repeated <= SPREAD * plan.size and largest <= 0.7 * plan.size else None


def without(row: Mapping[int, Allowed], subject: int) -> Mapping[int, Allowed]:
    return {key: value for key, value in row.items() if key != subject}


def by_name(rows: Rows, subject: int) -> Plan | None:
    """One part for each name; a row goes into each part that it allows, and is no longer about the subject there."""
    names = {name for row in rows.values() if subject in row for name in row[subject].names}
    free = sum(1 for row in rows.values() if subject not in row or row[subject].others)
    if free * len(names) > SPREAD * len(rows):
        return None
    parts: dict[object, dict] = {name: {} for name in names}
    others, absent = {}, {}
    for number, row in rows.items():
        rest, what = without(row, subject), row.get(subject)
        inside = names if what is None else names - what.names if what.others else what.names
        for name in inside:
            parts[name][number] = rest
        if what is None or what.others:
            others[number] = rest
        if what is None or what.absent:
            absent[number] = rest
    return Plan(subject, len(rows), None, parts, others, absent)


def by_band(rows: Rows, subject: int) -> Plan | None:
    """Parts between breaks of the line, with about the same number of ends in each."""
    spans = [span for row in rows.values() if subject in row for span in row[subject].spans]
    ends = sorted({end for span in spans for end in span} - {-FAR, FAR})
    if len(ends) < 4:
        return None
    step = max(1, len(ends) // min(BANDS, max(2, len(rows) // 32)))
    breaks = ends[step // 2 :: step]
    parts: dict[int, dict] = {band: {} for band in range(len(breaks) + 1)}
    absent, repeated = {}, 0
    for number, row in rows.items():
        what = row.get(subject)
        spans = ((-FAR, FAR),) if what is None else what.spans
        for low, high in spans:
            for band in range(bisect_right(breaks, low), bisect_right(breaks, high - 1) + 1):
                whole = low <= (breaks[band - 1] if band else -FAR) and high >= (breaks[band] if band < len(breaks) else FAR)
                parts[band][number] = without(row, subject) if whole else row
                repeated += 1
        if repeated > SPREAD * len(rows):
            return None
        if what is None or what.absent:
            absent[number] = without(row, subject)
    return Plan(subject, len(rows), breaks, parts, {}, absent)


def level(plan: Plan) -> Node:
    """A level from a plan."""
    absent = build(plan.absent)
    if plan.breaks is not None:
        return Line(plan.subject, plan.breaks, [build(part) for part in plan.parts.values()], absent)
    parts = {name: build(part) for name, part in plan.parts.items()}
    return Names(plan.subject, {None: absent, **parts}, build(plan.others))


def leaf(rows: Rows) -> Leaf:
    """The rows as bits, bit 0 the first one."""
    numbers = tuple(rows)
    return Leaf(numbers, (1 << len(numbers)) - 1, tuple(column(rows, subject) for subject in subjects(rows)))


def column(rows: Rows, subject: int) -> tuple:
    """One subject's bits."""
    cells = [(1 << bit, row.get(subject)) for bit, row in enumerate(rows.values())]
    free = sum(bit for bit, what in cells if what is None)
    absent = free | sum(bit for bit, what in cells if what is not None and what.absent)
    on_line = any(what is not None and what.spans is not None for _, what in cells)
    if not on_line:
        bits, others = name_bits(cells, free)
        return subject, None, bits, others, absent
    breaks, places = line_bits(cells, free)
    return subject, breaks, places, 0, absent


def name_bits(cells: list[tuple[int, Allowed | None]], free: int) -> tuple[dict[object, int], int]:
    """Bits by name, and those for every other name."""
    others = free | sum(bit for bit, what in cells if what is not None and what.others)
    bits: dict[object, int] = {}
    for bit, what in cells:
        for name in what.names if what is not None else ():
            bits[name] = bits.get(name, others) ^ bit
    return bits, others


def line_bits(cells: list[tuple[int, Allowed | None]], free: int) -> tuple[list[int], list[int]]:
    """Breaks of a line and the bits of each place between them."""
    turns: dict[int, int] = defaultdict(int)
    for bit, what in cells:
        for low, high in what.spans if what is not None else ():
            turns[low] ^= bit
            turns[high] ^= bit
    now, breaks, places = free | turns.pop(-FAR, 0), [], []
    turns.pop(FAR, None)
    places.append(now)
    for at in sorted(turns):
        now ^= turns[at]
        breaks.append(at)
        places.append(now)
    return breaks, places


def matching(node: Node, values: Sequence[object]) -> tuple[int, tuple[int, ...]]:
    """The bits of the rows that allow `values` (points, names, None when absent), and the numbers of those rows."""
    while not isinstance(node, Leaf):
        value = values[node.subject]
        if isinstance(node, Names):
            node = node.nodes.get(value, node.others)
        else:
            node = node.absent if value is None else node.nodes[bisect_right(node.breaks, value)]
    bits = node.every
    for subject, breaks, places, others, absent in node.columns:
        value = values[subject]
        if value is None:
            bits &= absent
        elif breaks is None:
            bits &= places.get(value, others)
        else:
            bits &= places[bisect_right(breaks, value)]
        if not bits:
            break
    return bits, node.numbers


def first(node: Node, values: Sequence[object]) -> int:
    """The number of the first row that allows `values`, or -1."""
    bits, numbers = matching(node, values)
    return numbers[(bits & -bits).bit_length() - 1] if bits else -1


def each(node: Node, values: Sequence[object]) -> Iterator[int]:
    """The numbers of all rows that allow `values`, in order."""
    bits, numbers = matching(node, values)
    while bits:
        low = bits & -bits
        yield numbers[low.bit_length() - 1]
        bits ^= low
