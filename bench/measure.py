"""Runs several ways of doing the same work in interleaved rounds and gives the median of each."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 9
"""Rounds of a measurement; each round runs every way once, beginning with another one each time."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the printed table; `figure` as text, `aim` what was promised, `met` None when nothing was."""

    bench: str
    what: str
    figure: str
    ratio: str = ""
    aim: str = ""
    met: bool | None = None


def interleaved(ways: Mapping[str, Callable[[], int]], rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds per piece of work of each way, the median of the rounds. A way does its work and says how many pieces."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    names = list(ways)
    for way in ways.values():
        way()
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                began = perf_counter()
                pieces = ways[name]()
                taken[name].append((perf_counter() - began) / pieces)
    finally:
        gc.enable()
    return {name: median(times) for name, times in taken.items()}


def show(seconds: float) -> str:
    """A duration as people read it."""
    for limit, factor, unit in ((1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1.0, 1e3, "ms")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.3g} s"


def at_most(bench: str, what: str, value: float, limit: float) -> Line:
    """A duration that must not exceed a limit."""
    return Line(bench, what, show(value), "", f"≤ {show(limit)}", value <= limit)


def times(bench: str, what: str, value: float, base: float, limit: float) -> Line:
    """A duration that may be at most `limit` times the base."""
    return Line(bench, what, show(value), f"{value / base:.2f} ×", f"≤ {limit:g} ×", value <= limit * base)


def faster(bench: str, what: str, value: float, ours: float, factor: float) -> Line:
    """A peer's duration, which ours must beat by a factor."""
    return Line(bench, what, show(value), f"{value / ours:.1f} × ours", f"≥ {factor:g} ×", value >= factor * ours)


def plain(bench: str, what: str, value: float) -> Line:
    return Line(bench, what, show(value))
