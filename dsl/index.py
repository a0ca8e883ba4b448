"""The index of a large table: hash levels and bands on top, sets of rows as bits at the bottom.

`first(node, values)` finds the first row that allows the values, in about the same time for 100 rows and for 10 000: each
level divides the rows by one subject, and a leaf intersects, subject by subject, the bits of the rows that allow it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dsl.bits import bits_of
from dsl.edges import FAR, Allowed

LEAF = 96
"""So many rows are no longer divided."""
BANDS = 64
"""Into so many bands a line is divided at most."""
SPREAD = 3
"""A division may repeat rows up to so many times their number."""
WORTH = 0.7
"""A division is worth it when its largest part has at most this share of the rows."""

Column = Sequence[Allowed | None]
"""What each row, by number, allows one subject; None for anything."""


@dataclass(frozen=True, slots=True)
class Names:
    """A level that divides by a name; None stands for an absent value."""

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
    """Rows `numbers`; each column is (subject, breaks or None, bits by place or by name, bits of others, bits of absent).

    With one column only, `firsts` is that column with the number of the first row instead of bits, -1 for no row.
    """

    numbers: tuple[int, ...]
    every: int
    columns: tuple[tuple, ...]
    firsts: tuple | None = None


Node = Names | Line | Leaf


@dataclass(slots=True)
class Plan:
    """A way to divide rows by one subject: parts by name or by band, the rows for other names and for an absent value."""

    subject: int
    breaks: list[int] | None
    parts: Mapping[object, list[int]]
    others: list[int]
    absent: list[int]

    def cost(self) -> float:
        """How large a part is that a value falls into, on average over the rows."""
        sizes = [len(part) for part in self.parts.values()]
        return sum(size * size for size in sizes) / max(sum(sizes), 1)


def build(columns: Sequence[Column], numbers: Sequence[int], settled: frozenset[int] = frozenset()) -> Node:
    """The index of the rows `numbers`, in order; nothing is left to ask about `settled` subjects.

    The recursion is as deep as there are subjects, and bands within bands get smaller each time.
    """
    if len(numbers) > LEAF:
        plans = (divide(column, subject, numbers) for subject, column in enumerate(columns) if subject not in settled)
        best = min((plan for plan in plans if plan), key=Plan.cost, default=None)
        if best is not None:
            return level(columns, best, settled)
    return leaf(columns, numbers, settled)


def divide(column: Column, subject: int, numbers: Sequence[int]) -> Plan | None:
    """A plan by `subject`; None when it would not help."""
    some = next((what for number in numbers if (what := column[number]) is not None), None)
    if some is None:
        return None
    plan = by_band(column, subject, numbers) if some.spans is not None else by_name(column, subject, numbers)
    if plan is None:
        return None
    largest = max(map(len, [*plan.parts.values(), plan.others]))
    return plan if largest <= WORTH * len(numbers) else None


def by_name(column: Column, subject: int, numbers: Sequence[int]) -> Plan | None:
    """One part for each name; a row goes into each part that it allows, and is then settled about the subject."""
    names = {name for number in numbers if (what := column[number]) is not None for name in what.names}
    free = sum(1 for number in numbers if (what := column[number]) is None or what.others)
    listed = sum(len(what.names) for number in numbers if (what := column[number]) is not None and not what.others)
    if free * len(names) + listed > SPREAD * len(numbers):
        return None
    parts: dict[object, list[int]] = {name: [] for name in names}
    others, absent = [], []
    for number in numbers:
        what = column[number]
        for name in names if what is None else names - what.names if what.others else what.names:
            parts[name].append(number)
        if what is None or what.others:
            others.append(number)
        if what is None or what.absent:
            absent.append(number)
    return Plan(subject, None, parts, others, absent)


def by_band(column: Column, subject: int, numbers: Sequence[int]) -> Plan | None:
    """Parts between breaks of the line, with about the same number of ends in each."""
    found = (what for number in numbers if (what := column[number]) is not None)
    ends = sorted({end for what in found for span in what.spans for end in span} - {-FAR, FAR})
    if len(ends) < 4:
        return None
    step = max(1, len(ends) // min(BANDS, max(2, len(numbers) // 32)))
    breaks = ends[step // 2 :: step]
    parts: dict[int, list[int]] = {band: [] for band in range(len(breaks) + 1)}
    absent, repeated = [], 0
    for number in numbers:
        what = column[number]
        bands = {
            band
            for low, high in (((-FAR, FAR),) if what is None else what.spans)
            for band in range(bisect_right(breaks, low), bisect_right(breaks, high - 1) + 1)
        }
        for band in bands:
            parts[band].append(number)
        repeated += len(bands)
        if repeated > SPREAD * len(numbers):
            return None
        if what is None or what.absent:
            absent.append(number)
    return Plan(subject, breaks, parts, [], absent)


def level(columns: Sequence[Column], plan: Plan, settled: frozenset[int]) -> Node:
    """A level from a plan."""
    known = settled | {plan.subject}
    absent = build(columns, plan.absent, known)
    if plan.breaks is not None:
        return Line(plan.subject, plan.breaks, [build(columns, part, settled) for part in plan.parts.values()], absent)
    nodes = {name: build(columns, part, known) for name, part in plan.parts.items()}
    return Names(plan.subject, {None: absent, **nodes}, build(columns, plan.others, known))


def leaf(columns: Sequence[Column], numbers: Sequence[int], settled: frozenset[int]) -> Leaf:
    """The rows as bits, bit 0 the first one."""
    found = []
    for subject, column in enumerate(columns):
        if subject not in settled:
            cells = [column[number] for number in numbers]
            if any(what is not None for what in cells):
                found.append((subject, *bits_of(cells)))
    firsts = firsts_of(found[0], numbers) if len(found) == 1 and len(numbers) <= LEAF else None
    return Leaf(tuple(numbers), (1 << len(numbers)) - 1, tuple(found), firsts)


def firsts_of(column: tuple, numbers: Sequence[int]) -> tuple:
    """A column with numbers of first rows instead of bits."""

    def one(bits: int) -> int:
        return numbers[(bits & -bits).bit_length() - 1] if bits else -1

    subject, breaks, places, others, absent = column
    if breaks is None:
        return subject, None, {name: one(bits) for name, bits in places.items()}, one(others), one(absent)
    return subject, breaks, [one(bits) for bits in places], -1, one(absent)


def matching(node: Node, values: Sequence[object]) -> tuple[int, tuple[int, ...]]:
    """The bits of the rows that allow `values` (points, names, None when absent), and the numbers of those rows."""
    while node.__class__ is not Leaf:
        value = values[node.subject]
        if node.__class__ is Names:
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
