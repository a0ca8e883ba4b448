"""Findings a customer can read: what is wrong with a process, and the ticket that shows it."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest

from dsl.analyse import Analysis, Finding, analyse
from dsl.analysing.findings import LEVELS
from dsl.check import check
from dsl.format import format_line
from dsl.messages_findings import FINDINGS
from dsl.parse import parse

PROCESS = """
process refund "Course refund" {{
  form {{
    student: text 80 "Student"
    amount: money CNY [0.01 .. 200000.00] "Amount"
    reason: choice "Reason" {{ schedule "Schedule", quality "Quality", other "Other" }}
    note: text 40 "Note" optional
    paid_on: date [2026-01-01 .. 2026-12-31] "Paid on"
    {fields}
  }}
  {tables}
  flow {{
    {flow}
  }}
  ends {{ done "Refunded", rejected "Rejected" }}
  {always}
}}
"""
MANAGER = 'approve boss "Manager" { by role("manager") }'


def text(tables: str = "", flow: str = MANAGER, always: str = "", fields: str = "") -> str:
    return PROCESS.format(tables=tables, flow=flow, always=always, fields=fields)


def analysed(*parts: str, **more: str) -> Analysis:
    parsed = parse(text(*parts, **more))
    assert not parsed.problems, parsed.problems
    return analyse(parsed.process)


def found(code: str, *parts: str, **more: str) -> list[Finding]:
    return [each for each in analysed(*parts, **more).findings if each.code == code]


class TestTables:
    def test_rules_that_forget_amounts_of_exactly_5000_are_shown_that_ticket(self):
        (gap,) = found(
            "gap",
            """table desk first -> { manager, finance } {
                 small when amount < 5000.00 CNY -> manager
                 large when amount > 5000.00 CNY -> finance
               }""",
        )
        assert gap.level == "problem" and gap.surely
        assert gap.ticket.answers["amount"] == 500_000
        assert "amount 5000.00 CNY" in gap.said() and "amount 5000.00 CNY" in gap.said("zh")
        assert "amount 5000.00 CNY" in format_line(gap.example)

    def test_a_table_with_otherwise_has_no_gap(self):
        assert not found("gap", "table desk first -> { a, b } { small when amount < 5.00 CNY -> a otherwise -> b }")

    def test_a_row_that_never_wins_names_the_rows_that_cover_it(self):
        (never,) = found(
            "row-never-wins",
            """table desk first -> { a, b, c } {
                 small when amount < 100.00 CNY -> a
                 quality when reason = quality and amount >= 100.00 CNY -> b
                 rest when reason = quality -> c
                 otherwise -> a
               }""",
        )
        assert (never.values["row"], never.values["others"]) == ("rest", "`small`, `quality`")
        assert never.ticket is not None and never.surely

    def test_two_rows_whose_order_decides_are_told_with_their_number(self):
        notes = found(
            "order-matters",
            """table desk first -> { a, b } {
                 large when amount > 100.00 CNY -> a
                 quality when reason = quality -> b
                 otherwise -> b
               }""",
        )
        assert [(each.values["one"], each.values["other"], each.level) for each in notes] == [("large", "quality", "note")]
        assert notes[0].ticket.answers["reason"] == "quality" and notes[0].ticket.answers["amount"] > 10_000

    def test_rows_of_a_unique_table_that_both_match(self):
        (overlap,) = found(
            "overlap",
            """table desk unique -> { a, b } {
                 early when paid_on <= 2026-06-30 -> a
                 late when paid_on >= 2026-06-30 -> b
               }""",
        )
        assert overlap.ticket.answers["paid_on"] == datetime.date(2026, 6, 30)

    def test_a_row_that_changes_nothing(self):
        (equal,) = found(
            "row-equal",
            """table desk first -> { a, b } {
                 quality when reason = quality and amount > 7.00 CNY -> b
                 large when amount > 5.00 CNY -> b
                 otherwise -> a
               }""",
        )
        assert equal.values["row"] == "quality" and equal.level == "note" and equal.ticket.answers["reason"] == "quality"

    def test_presence_and_membership_are_told_apart(self):
        (gap,) = found(
            "gap",
            """table desk first -> { a, b } {
                 written when note is present -> a
                 staff when requester in team("staff") -> b
               }""",
        )
        assert "note" not in gap.ticket.answers and gap.ticket.told["team:staff"] != ["ana"] and gap.surely

    def test_conditions_over_several_fields_are_taken_as_they_come_and_the_finding_says_so(self):
        (gap,) = found(
            "gap",
            "table desk first -> { a } { more when twice >= other -> a }",
            fields="other: money CNY [0.01 .. 1.00]\n twice: money CNY = other + other",
        )
        assert not gap.surely and gap.ticket is None and gap.said().startswith("possibly: ")

    def test_a_table_beyond_the_budget_is_not_decided_and_says_so(self):
        process = parse(
            text("table desk first -> { a } { one when amount > 5.00 CNY and reason = other -> a otherwise -> a }")
        ).process
        analysis = analyse(process, budget=1)
        assert "desk" in analysis.undecided and [each.code for each in analysis.findings if each.code == "not-decided"]
        assert "desk" not in analyse(process).undecided


# -- every ticket of small domains, one by one ----------------------------------------------------

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


def test_levels_are_known():
    assert {"problem", "note", "proved"} == set(LEVELS)
