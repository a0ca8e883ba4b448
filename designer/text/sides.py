"""The ways out of a conflict: where two changed the same lines either text can win, and everything else of both is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from designer.merge import Change, applied, changes


@dataclass(frozen=True, slots=True)
class Sides:
    """Whole texts: with my lines where they touch, with theirs, and with theirs and then mine."""

    mine: str
    theirs: str
    both: str


def sides(base: str | None, mine: str, theirs: str) -> Sides:
    """The texts to choose from; without the base, which is not kept for ever, the two as they are."""
    if base is None:
        return Sides(mine, theirs, both_of(mine.split("\n"), theirs.split("\n")))
    lines = base.split("\n")
    my, their = changes(lines, mine.split("\n")), changes(lines, theirs.split("\n"))
    made: tuple[list[str], list[str], list[str]] = ([], [], [])
    at = 0
    for start, end in stretches(my, their):
        before = lines[start:end]
        m, t = within(before, my, start, end), within(before, their, start, end)
        if not touches(my, start, end) or m == t:
            chosen = (t, t, t)
        elif not touches(their, start, end):
            chosen = (m, m, m)
        else:
            chosen = (m, t, [*t, *m])
        for text, part in zip(made, chosen, strict=True):
            text += [*lines[at:start], *part]
        at = end
    return Sides(*("\n".join([*text, *lines[at:]]) for text in made))


def stretches(my: list[Change], their: list[Change]) -> Iterator[tuple[int, int]]:
    """Lines of the base that changed, those that touch put together, as when merging."""
    first, *others = sorted({*my, *their}, key=lambda each: (each.start, each.end))
    start, end, in_place = first.start, first.end, first.in_place
    for change in others:
        if change.start > end or (change.start == end and in_place and change.in_place):
            yield start, end
            start, end, in_place = change.start, change.end, change.in_place
        else:
            end, in_place = max(end, change.end), in_place and change.in_place
    yield start, end


def touches(several: list[Change], start: int, end: int) -> bool:
    return any(start <= change.start and change.end <= end for change in several)


def within(before: list[str], several: list[Change], start: int, end: int) -> list[str]:
    """A stretch of the base with the changes in it."""
    inner = [
        Change(one.start - start, one.end - start, one.lines) for one in several if start <= one.start and one.end <= end
    ]
    return applied(before, inner)


def both_of(mine: list[str], theirs: list[str]) -> str:
    """Everything of both, theirs first where they differ."""
    made, at = [], 0
    for change in changes(theirs, mine):
        made += [*theirs[at : change.end], *change.lines]
        at = change.end
    return "\n".join([*made, *theirs[at:]])
