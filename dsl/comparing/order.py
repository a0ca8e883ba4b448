"""Order: which of some things moved, so that as few as possible did."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def out_of_order(turns: Sequence[int]) -> set[int]:
    """The places in `turns` outside of one longest rising run: all others kept their order."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for place, turn in enumerate(turns):
        length = bisect_left(tails, turn)
        if length == len(tails):
            tails.append(turn)
            ends.append(place)
        else:
            tails[length], ends[length] = turn, place
        before.append(ends[length - 1] if length else None)
    kept: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return set(range(len(turns))) - kept
