"""Sets of whole numbers as sorted, disjoint, inclusive intervals: the values a thing can still have at some place."""

from __future__ import annotations

Set = tuple[tuple[int, int], ...]

EMPTY: Set = ()
NO: Set = ((0, 0),)
YES: Set = ((1, 1),)
BOTH: Set = ((0, 1),)
FAR = 10**60
"""Further away than any value of any type."""
ANYTHING: Set = ((-FAR, FAR),)


def span(low: int, high: int) -> Set:
    """All numbers from `low` to `high`."""
    return ((low, high),) if low <= high else EMPTY


def joined(intervals: list[tuple[int, int]]) -> Set:
    """Any intervals as one set."""
    result: list[tuple[int, int]] = []
    for low, high in sorted(intervals):
        if result and low <= result[-1][1] + 1:
            if high > result[-1][1]:
                result[-1] = (result[-1][0], high)
        elif low <= high:
            result.append((low, high))
    return tuple(result)


def union(left: Set, right: Set) -> Set:
    return joined([*left, *right])


def both(left: Set, right: Set) -> Set:
    """The numbers in `left` and in `right`."""
    if len(left) == 1 and len(right) == 1:
        return span(max(left[0][0], right[0][0]), min(left[0][1], right[0][1]))
    result, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        low, high = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if low <= high:
            result.append((low, high))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return tuple(result)


def without(left: Set, right: Set) -> Set:
    """The numbers in `left` but not in `right`."""
    return both(left, outside(right))


def outside(values: Set) -> Set:
    """All numbers that are not in `values`."""
    result, low = [], -FAR
    for start, end in values:
        if low < start:
            result.append((low, start - 1))
        low = end + 1
    if low <= FAR:
        result.append((low, FAR))
    return tuple(result)


def within(inner: Set, outer: Set) -> bool:
    """Every number of `inner` is in `outer`."""
    return both(inner, outer) == inner


def compared(op: str, units: int, drop: int = 0) -> Set:
    """The numbers x with `x op units / 10**drop`."""
    floor, rest = divmod(units, 10**drop)
    match op:
        case "=":
            return EMPTY if rest else ((floor, floor),)
        case "!=":
            return ANYTHING if rest else outside(((floor, floor),))
        case "<":
            return ((-FAR, floor if rest else floor - 1),)
        case "<=":
            return ((-FAR, floor),)
        case ">":
            return ((floor + 1, FAR),)
    return ((floor + 1 if rest else floor, FAR),)
