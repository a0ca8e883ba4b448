"""Findings about a table of fifty rows and six columns, beside the prover z3 asked the same questions."""

from __future__ import annotations

import random

import z3

from bench.measure import Line, at_most, faster, interleaved, plain
from dsl.analyse import analyse
from dsl.check import examined
from dsl.parse import parse

ROWS = 50
FORM = """
process p {{
  form {{
    amount: money CNY [0.01 .. 200000.00]
    course: choice {{ c0, c1, c2, c3, c4, c5, c6, c7 }}
    urgent: yes/no
    people: whole [1 .. 500]
    extra: whole [0 .. 100] optional
    day: date [2026-01-01 .. 2026-12-31]
  }}
  table desk first -> {{ a, b, c, d }} {{
{rows}
    otherwise -> d
  }}
  flow {{
    branch by desk {{
      a {{ approve one {{ by role("one") }} }}
      b {{ approve two {{ by role("two") }} }}
      c {{ approve three {{ by role("three") }} }}
      d {{
      }}
    }}
  }}
  ends {{ done, rejected }}
}}
"""
AMOUNT, COURSE, PEOPLE, EXTRA, MONTH = (z3.Int(name) for name in ("amount", "course", "people", "extra", "month"))
URGENT, THERE = z3.Bool("urgent"), z3.Bool("there")
POSSIBLE = [
    AMOUNT >= 1, AMOUNT <= 20_000_000, COURSE >= 0, COURSE <= 7, PEOPLE >= 1, PEOPLE <= 500, EXTRA >= 0, EXTRA <= 100,
    MONTH >= 1, MONTH <= 12,
]  # fmt: skip


def row(r: random.Random) -> tuple[str, z3.BoolRef]:
    """A row over all six columns: as the text says it, and as z3 reads it; days by their months."""
    low = r.randrange(0, 180_000)
    high = low + r.randrange(5_000, 60_000)
    course, other = r.sample(range(8), 2)
    people, extra, month = r.randrange(1, 300), r.randrange(80), r.randrange(1, 10)
    urgent = r.random() < 0.5
    text = (
        f"amount in [{low}.00 CNY .. {high}.00 CNY] and course in {{c{course}, c{other}}} "
        f"and {'' if urgent else 'not '}urgent and people >= {people} and extra is present "
        f"and extra <= {extra + 20} and day >= 2026-{month:02}-01"
    )
    holds = z3.And(
        low * 100 <= AMOUNT, high * 100 >= AMOUNT, z3.Or(course == COURSE, other == COURSE), urgent == URGENT,
        people <= PEOPLE, THERE, extra + 20 >= EXTRA, month <= MONTH,
    )  # fmt: skip
    return text, holds


def table(seed: int = 1):
    r = random.Random(seed)
    rows = [row(r) for _ in range(ROWS)]
    outcomes = [r.choice("abc") for _ in rows]
    lines = "\n".join(f"    r{n} when {text} -> {outcomes[n]}" for n, (text, _) in enumerate(rows))
    return parse(FORM.format(rows=lines)).process, [holds for _, holds in rows], outcomes


def lines() -> list[Line]:
    process, rows, outcomes = table()
    book = examined(process)
    assert ours(process, book) == theirs(rows, outcomes)
    found = interleaved(
        {
            "analyse": lambda: bool(analyse(process, book=book)) or 1,
            "check": lambda: bool(examined(process)) or 1,
            "z3": lambda: bool(theirs(rows, outcomes)) or 1,
        }
    )
    return [
        at_most("analyse", "findings with their tickets, 50 rows of 6 columns", found["analyse"], 0.02),
        plain("analyse", "what the checker does before", found["check"]),
        faster("analyse", "z3, the same rows and pairs without tickets", found["z3"], found["analyse"], 5),
    ]


def ours(process, book) -> tuple[set[int], int]:
    """The rows that never win, and how many pairs depend on their order."""
    findings = analyse(process, book=book).findings
    never = {int(each.values["row"][1:]) for each in findings if each.code == "row-never-wins"}
    counts = [int(each.values.get("count", "1")) for each in findings if each.code == "order-matters"]
    return never, counts[0] if counts else 0


def theirs(rows, outcomes) -> tuple[set[int], int]:
    """The same by z3: one solver, asked again and again."""
    solver = z3.Solver()
    solver.add(*POSSIBLE)

    def some(*conditions) -> bool:
        solver.push()
        solver.add(*conditions)
        found = solver.check() == z3.sat
        solver.pop()
        return found

    never = {n for n, each in enumerate(rows) if not some(each, *[z3.Not(above) for above in rows[:n]])}
    pairs = [(a, b) for a in range(ROWS) for b in range(a + 1, ROWS) if outcomes[a] != outcomes[b] and b not in never]
    return never, sum(some(rows[a], rows[b]) for a, b in pairs)
