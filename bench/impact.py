"""Which tickets go elsewhere when a table of fifty rows and six columns is edited, with the checks of both versions."""

from __future__ import annotations

from dataclasses import replace

from bench.analyse import table
from bench.measure import Line, interleaved, plain, show
from dsl import tree
from dsl.check import examined
from dsl.impact import impact

AIM = 0.1


def lines() -> list[Line]:
    old, _rows, _outcomes = table()
    versions = {"three": edited(old), "all": turned(old)}
    for new in versions.values():
        found = impact(old, new)
        assert found.decided and found.regions and all(each.surely for each in found.regions)
    times = interleaved(
        {
            "check": lambda: bool(examined(old) and examined(versions["three"])) or 1,
            "three": lambda: bool(impact(old, versions["three"]).regions) or 1,
            "all": lambda: bool(impact(old, versions["all"]).regions) or 1,
        }
    )
    beside = {name: f"{times[name] / times['check']:.1f} × check" for name in versions}
    return [
        plain("impact", "checking both versions, which impact does as well", times["check"]),
        Line("impact", "three of 50 rows of 6 columns edited: all regions with tickets", show(times["three"]),
             beside["three"], f"≤ {show(AIM)}", times["three"] <= AIM),
        Line("impact", "all 50 outcomes changed", show(times["all"]), beside["all"]),
    ]  # fmt: skip


def turned(process: tree.Process) -> tree.Process:
    """Every row gives something else."""
    (old,) = process.all(tree.Table)
    rows = tuple(replace(row, outcome={"a": "b", "b": "c", "c": "a"}[row.outcome]) for row in old.rows)
    return with_table(process, old, replace(old, rows=rows))


def edited(process: tree.Process) -> tree.Process:
    """One row gives something else, one is gone, and two have changed places."""
    (old,) = process.all(tree.Table)
    rows = list(old.rows)
    rows[7] = replace(rows[7], outcome="b" if rows[7].outcome != "b" else "c")
    rows[20], rows[21] = rows[21], rows[20]
    del rows[40]
    return with_table(process, old, replace(old, rows=tuple(rows)))


def with_table(process: tree.Process, old: tree.Table, new: tree.Table) -> tree.Process:
    return replace(process, items=tuple(new if each is old else each for each in process.items))
