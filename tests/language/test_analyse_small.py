"""Small tables, told as every one of their tickets shows them, one by one."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest

from dsl.analyse import analyse
from dsl.check import check
from dsl.messages_findings import FINDINGS
from dsl.parse import parse

DOMAIN = {
    "n": range(4),
    "kind": ("red", "green", "blue"),
    "urgent": (False, True),
    "extra": (None, 0, 1, 2),
    "day": tuple(datetime.date(2026, 3, day) for day in (1, 2, 3)),
}
FORM = """
process p {{
  form {{
    n: whole [0 .. 3]
    kind: choice {{ red, green, blue }}
    urgent: yes/no
    extra: whole [0 .. 2] optional
    day: date [2026-03-01 .. 2026-03-03]
  }}
  {table}
  flow {{ approve boss {{ by role("x") }} }}
  ends {{ done, rejected }}
}}
"""
TICKETS = [dict(zip(DOMAIN, values, strict=True)) for values in itertools.product(*DOMAIN.values())]


def atom(r: random.Random):
    """A condition, as text and as Python."""
    number, day, extra = r.randrange(4), r.choice(DOMAIN["day"]), r.randrange(3)
    some = r.sample(DOMAIN["kind"], 2)
    return r.choice([
        (f"n <= {number}", lambda t: t["n"] <= number),
        (f"n = {number}", lambda t: t["n"] == number),
        (f"n in [1 .. {number}]", lambda t: 1 <= t["n"] <= number),
        (f"kind in {{{some[0]}, {some[1]}}}", lambda t: t["kind"] in some),
        (f"kind != {some[0]}", lambda t: t["kind"] != some[0]),
        ("urgent", lambda t: t["urgent"]),
        ("not urgent", lambda t: not t["urgent"]),
        ("extra is absent", lambda t: t["extra"] is None),
        (f"extra is present and extra >= {extra}", lambda t: t["extra"] is not None and t["extra"] >= extra),
        (f"day > {day}", lambda t: t["day"] > day),
    ])  # fmt: skip


def some_row(r: random.Random):
    parts = [atom(r) for _ in range(r.randint(1, 3))]
    if r.random() < 0.3:
        return " or ".join(f"({each})" for each, _ in parts), lambda t: any(holds(t) for _, holds in parts)
    return " and ".join(f"({each})" for each, _ in parts), lambda t: all(holds(t) for _, holds in parts)


ABOUT_ROWS = {"needs-otherwise", "row-never-wins", "row-never-matches", "rows-overlap"}


def some_table(r: random.Random):
    """A process with one table whose conditions, each for itself, have no mistake."""
    while True:
        rows = [some_row(r) for _ in range(r.randint(1, 7))]
        outcomes = [r.choice("abc") for _ in rows]
        otherwise, policy = r.choice(["a", None]), r.choice(["first", "first", "unique"])
        lines = "\n".join(f"r{n} when {when} -> {outcomes[n]}" for n, (when, _) in enumerate(rows))
        last = f"otherwise -> {otherwise}" if otherwise else ""
        process = parse(FORM.format(table=f"table t {policy} -> {{ a, b, c }} {{\n{lines}\n{last}\n}}")).process
        if {each.code for each in check(process).problems if each.level == "problem"} <= ABOUT_ROWS:
            return process, rows, outcomes, otherwise, policy


def by_hand(rows, outcomes, otherwise):
    """What every ticket shows: whether there are gaps, which rows never win, which change nothing, which meet."""
    matching = [[n for n, (_, holds) in enumerate(rows) if holds(ticket)] for ticket in TICKETS]
    gap = any(not each for each in matching) and otherwise is None
    winners = {each[0] for each in matching if each}
    matched = {n for each in matching for n in each}
    differs = {
        each[0] for each in matching if each and outcomes[each[0]] != (outcomes[each[1]] if len(each) > 1 else otherwise)
    }
    pairs = {pair for each in matching for pair in itertools.combinations(each, 2)}
    return gap, matched - winners, winners - differs, {n for n in range(len(rows))} - matched, pairs


@pytest.mark.parametrize("seed", range(120))
def test_small_tables_are_told_as_every_ticket_shows_them(seed: int):
    process, rows, outcomes, otherwise, policy = some_table(random.Random(seed))
    findings = analyse(process).findings
    told = {code: [each for each in findings if each.code == code] for code in FINDINGS}
    gap, never, equal, empty, pairs = by_hand(rows, outcomes, otherwise)

    def names(code: str) -> set[int]:
        return {int(each.values["row"][1:]) for each in told[code]}

    assert all(each.surely for each in findings)
    assert bool(told["gap"]) == gap
    assert names("row-never-matches") == empty
    if policy == "unique":
        assert {(int(each.values["one"][1:]), int(each.values["other"][1:])) for each in told["overlap"]} <= pairs
        assert len(told["overlap"]) == min(10, len(pairs))
        return
    assert names("row-never-wins") == never
    assert names("row-equal") <= equal and len(names("row-equal")) == min(3, len(equal))
    differing = [(a, b) for a, b in sorted(pairs) if outcomes[a] != outcomes[b] and b not in never]
    assert len(told["order-matters"]) == min(3, len(differing))
    if len(differing) > 1:
        assert told["order-matters"][0].values["count"] == str(len(differing))
