"""Merging two changed texts line by line: what both made of one base, or nothing when their changes touch."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

COMPARED = 4_000_000
"""Pairs of lines compared one by one, where no line tells by itself what became of it; beyond that it counts as changed."""

Lines = list[str]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """The lines `start` to `end` of the base became `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def in_place(self) -> bool:
        """Whether no line came or went."""
        return len(self.lines) == self.end - self.start


def merge(base: str, mine: str, theirs: str) -> str | None:
    """The text with both changes; None when they touch: the same lines, or neighbours of which one came or went.
    A change that both made counts once."""
    if mine == theirs or base == theirs:
        return mine
    if base == mine:
        return theirs
    lines = base.split("\n")
    chosen = together(changes(lines, mine.split("\n")), changes(lines, theirs.split("\n")))
    return None if chosen is None else "\n".join(applied(lines, chosen))


def together(mine: list[Change], theirs: list[Change]) -> list[Change] | None:
    """All changes in order; None when two of them touch that are not the same."""
    chosen: list[Change] = []
    for change in sorted({*mine, *theirs}, key=lambda each: (each.start, each.end)):
        if chosen and touch(chosen[-1], change):
            return None
        chosen.append(change)
    return chosen


def touch(one: Change, next: Change) -> bool:
    """Whether two changes are about one place. Two neighbouring lines that were changed each for itself are not; where a
    line came or went between them, nobody can tell what belongs to it."""
    if next.start == one.end:
        return not (one.in_place and next.in_place)
    return next.start < one.end


def applied(lines: Lines, chosen: list[Change]) -> Lines:
    """The base with the changes made."""
    made, at = [], 0
    for change in chosen:
        made += lines[at : change.start]
        made += change.lines
        at = change.end
    return made + lines[at:]


def changes(before: Lines, after: Lines) -> list[Change]:
    """What was changed, in order; between two changes there is at least one line that both texts have."""
    found, old, new = [], 0, 0
    for left, right in [*same(before, after), (len(before), len(after))]:
        if left > old or right > new:
            found.append(Change(old, left, tuple(after[new:right])))
        old, new = left + 1, right + 1
    return found


def same(before: Lines, after: Lines) -> list[Pair]:
    """Pairs of lines, in order, that are the same line: equal edges first, then lines that both texts have just once, and
    between those again. The time grows with the number of lines, not with its square."""
    found: list[Pair] = []
    budget = COMPARED
    left_over = [(0, len(before), 0, len(after))]
    while left_over:
        a, b, x, y = left_over.pop()
        while a < b and x < y and before[a] == after[x]:
            found.append((a, x))
            a, x = a + 1, x + 1
        while a < b and x < y and before[b - 1] == after[y - 1]:
            b, y = b - 1, y - 1
            found.append((b, y))
        if a == b or x == y:
            continue
        if anchors := sure(before, after, a, b, x, y):
            found += anchors
            left_over += between(anchors, a, b, x, y)
        elif (b - a) * (y - x) <= budget:
            budget -= (b - a) * (y - x)
            found += longest(before, after, a, b, x, y)
    return sorted(found)


def between(anchors: list[Pair], a: int, b: int, x: int, y: int) -> list[tuple[int, int, int, int]]:
    """The stretches before, between and behind pairs."""
    starts = [(a, x), *((left + 1, right + 1) for left, right in anchors)]
    return [(s, left, t, right) for (s, t), (left, right) in zip(starts, [*anchors, (b, y)], strict=True)]


def sure(before: Lines, after: Lines, a: int, b: int, x: int, y: int) -> list[Pair]:
    """Lines that stand once in either stretch, as many as keep their order."""
    here, there = Counter(before[a:b]), Counter(after[x:y])
    places = {after[at]: at for at in range(x, y) if there[after[at]] == 1}
    pairs = [(at, places[before[at]]) for at in range(a, b) if here[before[at]] == 1 and before[at] in places]
    return rising(pairs)


def rising(pairs: list[Pair]) -> list[Pair]:
    """The longest choice of pairs, given by their left side, whose right sides rise as well."""
    ends: list[int] = []
    last: list[int] = []
    came: list[int] = []
    for number, (_left, right) in enumerate(pairs):
        at = bisect_left(ends, right)
        came.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [right], [number]
    chosen, at = [], last[-1] if last else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = came[at]
    return chosen[::-1]


def longest(before: Lines, after: Lines, a: int, b: int, x: int, y: int) -> list[Pair]:
    """The longest common sequence of two small stretches."""
    width = y - x + 1
    table = [[0] * width]
    for left in range(b - 1, a - 1, -1):
        below, row = table[-1], [0] * width
        for at in range(width - 2, -1, -1):
            row[at] = below[at + 1] + 1 if before[left] == after[x + at] else max(below[at], row[at + 1])
        table.append(row)
    return walked(table[::-1], before, after, a, x)


def walked(table: list[list[int]], before: Lines, after: Lines, a: int, x: int) -> list[Pair]:
    """The pairs on the way through the table."""
    found, i, j = [], 0, 0
    while i < len(table) - 1 and j < len(table[0]) - 1:
        if before[a + i] == after[x + j]:
            found.append((a + i, x + j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
