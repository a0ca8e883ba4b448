"""Which tickets go elsewhere when a table of fifty rows and six columns is edited, with the checks of both versions."""

from __future__ import annotations

from dataclasses import replace

from bench.analyse import table
from bench.measure import Line, at_most, interleaved
from dsl import tree
from dsl.impact import impact


def lines() -> list[Line]:
    old, _rows, _outcomes = table()
    new = edited(old)
    found = impact(old, new)
    assert found.decided and found.regions and all(each.surely for each in found.regions)
    times = interleaved({"impact": lambda: len(impact(old, new).regions)})
    return [at_most("impact", "three of 50 rows of 6 columns edited: all regions with tickets", times["impact"], 0.1)]


def edited(process: tree.Process) -> tree.Process:
    """One row gives something else, one is gone, and two have changed places."""
    (old,) = process.all(tree.Table)
    rows = list(old.rows)
    rows[7] = replace(rows[7], outcome="b" if rows[7].outcome != "b" else "c")
    rows[20], rows[21] = rows[21], rows[20]
    del rows[40]
    new = replace(old, rows=tuple(rows))
    return replace(process, items=tuple(new if each is old else each for each in process.items))
