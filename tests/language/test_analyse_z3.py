"""A thousand random tables, decided by us and by the prover z3: gaps, hidden rows, overlaps and needless rows agree."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest
import z3

from dsl.analyse import analyse
from dsl.check import check, examined
from dsl.parse import parse

TABLES, BATCHES = 1_000, 20
FORM = """
process p {{
  form {{
    n: whole [-50 .. 100000]
    rate: decimal 2 [0.00 .. 9.99]
    amount: money CNY [0.01 .. 200000.00]
    kind: choice {{ red, green, blue, grey }}
    urgent: yes/no
    extra: whole [0 .. 500] optional
    day: date [2026-01-01 .. 2026-12-31]
  }}
  {table}
  flow {{ approve boss {{ by role("x") }} }}
  ends {{ done, rejected }}
}}
"""
KINDS = ("red", "green", "blue", "grey")
FIRST = datetime.date(2026, 1, 1).toordinal()
N, RATE, AMOUNT, KIND, EXTRA, DAY = (z3.Int(name) for name in ("n", "rate", "amount", "kind", "extra", "day"))
URGENT, THERE = z3.Bool("urgent"), z3.Bool("there")
POSSIBLE = z3.And(
    *[z3.And(low <= name, name <= high) for name, low, high in (
        (N, -50, 100_000), (RATE, 0, 999), (AMOUNT, 1, 20_000_000), (KIND, 0, 3), (EXTRA, 0, 500), (DAY, FIRST, FIRST + 364),
    )]
)  # fmt: skip
COMPARE = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


def atom(r: random.Random):
    """A condition as text, and as z3 reads it."""
    op = r.choice(list(COMPARE))
    holds = COMPARE[op]
    few = r.sample(KINDS, r.randint(1, 3))
    n, rate, cents, extra, day = (
        r.choice([0, 1, 7, 8, 99]),
        r.choice([100, 250]),
        r.choice([500_000, 500_001, 1]),
        3,
        FIRST + 60,
    )
    return r.choice([
        (f"n {op} {n}", holds(N, n)),
        (f"n in [{n} .. 50]", z3.And(n <= N, N <= 50)),
        (f"rate {op} {rate // 100}.{rate % 100:02}", holds(RATE, rate)),
        (f"amount {op} {cents // 100}.{cents % 100:02} CNY", holds(AMOUNT, cents)),
        (f"kind in {{{', '.join(few)}}}", z3.Or(*[KINDS.index(each) == KIND for each in few])),
        (f"kind != {few[0]}", KINDS.index(few[0]) != KIND),
        ("urgent", URGENT),
        ("not urgent", z3.Not(URGENT)),
        ("extra is absent", z3.Not(THERE)),
        (f"extra is present and extra {op} {extra}", z3.And(THERE, holds(EXTRA, extra))),
        (f"day {op} {datetime.date.fromordinal(day)}", holds(DAY, day)),
    ])  # fmt: skip


def row(r: random.Random):
    parts = [atom(r) for _ in range(r.randint(1, 3))]
    word, join = (" or ", z3.Or) if r.random() < 0.25 else (" and ", z3.And)
    return word.join(f"({each})" for each, _ in parts), join(*[holds for _, holds in parts])


def some_table(r: random.Random):
    while True:
        rows = [row(r) for _ in range(r.randint(2, 6))]
        outcomes = [r.choice("abc") for _ in rows]
        otherwise, policy = r.choice(["a", None]), r.choice(["first", "first", "first", "unique"])
        lines = "\n".join(f"r{n} when {when} -> {outcomes[n]}" for n, (when, _) in enumerate(rows))
        last = f"otherwise -> {otherwise}" if otherwise else ""
        process = parse(FORM.format(table=f"table t {policy} -> {{ a, b, c }} {{\n{lines}\n{last}\n}}")).process
        wrong = {each.code for each in check(process).problems if each.level == "problem"}
        if wrong <= {"needs-otherwise", "row-never-wins", "row-never-matches", "rows-overlap"}:
            return process, [holds for _, holds in rows], outcomes, otherwise, policy


class Prover:
    """z3, asked whether some ticket is as said."""

    def __init__(self) -> None:
        self.solver = z3.Solver()
        self.solver.add(POSSIBLE)

    def some(self, *conditions) -> bool:
        self.solver.push()
        self.solver.add(*conditions)
        found = self.solver.check()
        self.solver.pop()
        assert found != z3.unknown
        return found == z3.sat


def proved(prover: Prover, rows, outcomes, otherwise):
    """What z3 says: a gap, rows that match nothing, that never win, that change nothing, and pairs that meet."""
    none = z3.Not(z3.Or(*rows))
    empty = {n for n, row in enumerate(rows) if not prover.some(row)}
    first = [z3.And(row, z3.Not(z3.Or(*rows[:n])) if n else True) for n, row in enumerate(rows)]
    never = {n for n in range(len(rows)) if n not in empty and not prover.some(first[n])}
    equal = set()
    for n in set(range(len(rows))) - empty - never:
        same, above = otherwise == outcomes[n], []
        instead = []
        for later in range(n + 1, len(rows)):
            if outcomes[later] != outcomes[n]:
                instead.append(z3.And(rows[later], z3.Not(z3.Or(*above)) if above else True))
            above.append(rows[later])
        if not same:
            instead.append(z3.Not(z3.Or(*above)) if above else z3.BoolVal(True))
        if not instead or not prover.some(first[n], z3.Or(*instead)):
            equal.add(n)
    pairs = {(a, b) for a, b in itertools.combinations(range(len(rows)), 2) if prover.some(rows[a], rows[b])}
    return otherwise is None and prover.some(none), empty, never, equal, pairs


def told(process):
    findings = analyse(process, book=examined(process)).findings
    assert all(each.surely for each in findings)
    return {code: [each.values for each in findings if each.code == code] for code in {each.code for each in findings}}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_prover_says_the_same(batch: int):
    r, prover = random.Random(f"z3 {batch}"), Prover()
    for _ in range(TABLES // BATCHES):
        process, rows, outcomes, otherwise, policy = some_table(r)
        gap, empty, never, equal, pairs = proved(prover, rows, outcomes, otherwise)
        found = told(process)
        names = {code: {int(each["row"][1:]) for each in found.get(code, ())} for code in
                 ("row-never-matches", "row-never-wins", "row-equal")}  # fmt: skip
        assert ("gap" in found, names["row-never-matches"]) == (gap, empty)
        if policy == "unique":
            overlaps = {(int(each["one"][1:]), int(each["other"][1:])) for each in found.get("overlap", ())}
            assert overlaps == pairs or (len(pairs) > 10 and overlaps < pairs)
            continue
        assert names["row-never-wins"] == never
        assert names["row-equal"] <= equal and len(names["row-equal"]) == min(3, len(equal))
        differing = [(a, b) for a, b in pairs if outcomes[a] != outcomes[b] and b not in never]
        notes = found.get("order-matters", ())
        assert len(notes) == min(3, len(differing))
        assert all(each.get("count", "1") == str(len(differing)) for each in notes)
