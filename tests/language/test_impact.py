"""What a change changes: regions that are complete and true, tried with random tickets on the engine."""

from __future__ import annotations

import datetime
import json
import random

import pytest
from click.testing import CliRunner

from app.cli import main
from dsl.analysing.probe import HARMLESS, Probe, Ticket
from dsl.analysing.routes import in_line
from dsl.analysing.twins import Twins
from dsl.check import check, examined
from dsl.format_expression import format_expression
from dsl.impact import Impact, Region, impact
from dsl.parse import parse
from tests.conftest import EXAMPLES
from tests.language import random_answers
from tests.language.random_versions import versions

PAIRS, BATCHES, TICKETS = 400, 8, 12
REFUND = """
process refund {{
  form {{
    amount: money CNY [0.00 .. 9000.00]
    kind: choice {{ {kinds} }}
    note: text 20
    extra: {extra}
    total: money CNY = amount * {times}
  }}
  table desk first -> {{ a, b }} {{
    large when amount > {limit}.00 CNY -> a
    blues when kind = blue and note = "{blue}" -> a
    reds when extra is present and extra > 3 and note = "{red}" -> a
    totals when total > 500.00 CNY and kind = green -> a
    otherwise -> b
  }}
  flow {{ branch by desk {{ a {{ approve one {{ by role("one") }} {more} }} b {{ approve two {{ by role("two") }} }} }} }}
  ends {{ done, rejected }}
}}
"""
PLAINEST = """
process p {{
  form {{ n: whole [0 .. 99] }}
  table t first -> {{ a, b }} {{ x when n > {n} -> a otherwise -> b }}
  flow {{ branch by t {{ a {{ approve one {{ by role("one") }} }} b {{ }} }} }}
  ends {{ done, rejected }}
}}
"""
PLAIN = {
    "kinds": "red, green, blue", "extra": "whole [0 .. 9] optional", "times": 2, "limit": 5000, "blue": "x", "red": "y",
    "more": "",
}  # fmt: skip


def changed(**new: object) -> Impact:
    """The impact of a change of the process above."""
    old, new = (parse(REFUND.format(**each)) for each in (PLAIN, PLAIN | new))
    assert not old.problems and not new.problems
    return impact(old.process, new.process)


def said(region: Region) -> list[str]:
    return [format_expression(each) if each else "always" for each in region.conditions]


def test_nothing_changed_sends_no_ticket_elsewhere():
    assert changed() == Impact()


def test_another_threshold_moves_exactly_the_amounts_between():
    before, after = (parse(PLAINEST.format(n=n)).process for n in (50, 40))
    (region,) = impact(before, after).regions
    assert (region.before, region.after) == (("done",), ("one", "done"))
    assert said(region) == ["n in [41 .. 50]"]
    assert region.surely and 41 <= region.ticket.answers["n"] <= 50


def test_options_and_texts_are_told_by_name_wherever_they_stand():
    assert changed(kinds="blue, red, green").regions == ()
    found = changed(blue="y", red="x")
    assert {(each.before[0], each.after[0]) for each in found.regions} == {("one", "two"), ("two", "one")}
    assert all(each.surely for each in found.regions)


def test_another_formula_of_a_computed_field_is_another_thing():
    found = changed(times=3)
    assert found.regions[0].surely
    amount = found.regions[0].ticket.answers["amount"]
    assert 2 * amount <= 50000 < 3 * amount


def test_a_step_that_is_new_in_an_arm_moves_all_its_tickets():
    found = changed(more='approve three { by role("three") }')
    assert {(each.before, each.after) for each in found.regions} == {(("one", "done"), ("one", "three", "done"))}


def test_another_policy_sends_elsewhere_what_two_rows_match():
    two = PLAINEST.replace("x when n > {n} -> a", "x when n > 50 -> a\n    y when n > 20 -> b").replace(
        " otherwise", "\n    otherwise"
    )
    two = two.replace("b {{ }}", 'b {{ approve two {{ by role("two") }} }}')
    before, after = (parse(each.format(n=0)).process for each in (two, two.replace("first ->", "collect ->")))
    (region,) = impact(before, after).regions
    assert (region.before, region.after) == (("one", "done"), ("one", "two", "done"))
    assert said(region) == ["n >= 51"]


def test_what_runs_side_by_side_is_told_with_its_arms_apart():
    both = PLAINEST.replace("a {{ approve one", "a {{ parallel both join all {{ arm {{ approve one").replace(
        "}} }} b {{ }}", '}} }} arm {{ approve two {{ by role("two") }} {more} }} }} }} b {{ }}'
    )
    more = 'approve three { by role("three") }'
    before, after = (parse(both.format(n=50, more=each)).process for each in ("", more))
    (region,) = impact(before, after).regions
    assert region.before == ("(", "one", "|", "two", ")", "done")
    assert region.after == ("(", "one", "|", "two", "three", ")", "done")
    assert in_line(region.after, str, " → ", "; ") == "(one; two → three) → done"


def test_the_command_tells_the_ways_the_tickets_and_an_example(tmp_path):
    files = [tmp_path / "old.way", tmp_path / "new.way"]
    for file, n in zip(files, (50, 40), strict=True):
        file.write_text(PLAINEST.format(n=n), "utf-8")
    plain = CliRunner().invoke(main, ["impact", *map(str, files)])
    assert plain.exit_code == 0
    assert plain.output.splitlines()[:2] == ["done → one, done", "  when n in [41 .. 50]"]
    assert "n 41" in plain.output
    (region,) = json.loads(CliRunner().invoke(main, ["impact", *map(str, files), "--json"]).output)["regions"]
    assert (region["before"], region["after"], region["surely"]) == (["done"], ["one", "done"], True)
    same = CliRunner().invoke(main, ["impact", str(files[0]), str(files[0]), "--language", "zh"])
    assert same.output == "没有单据改变走向。\n"


def test_what_may_be_answered_is_told_apart():
    found = changed(extra="whole [0 .. 8] optional")
    assert found.regions == ()
    assert [(each.sort, each.place) for each in found.answered] == [("field", "extra")]
    assert [(each.before, each.after) for each in found.answered] == [("whole [0 .. 9]", "whole [0 .. 8]")]


def test_a_ticket_with_fewer_lines_than_one_form_wants_is_not_tried_with_it():
    """`supplies` takes the dearest of its lines, as there always is one; `refund` may have none."""
    supplies, refund = (parse((EXAMPLES / f"{name}.way").read_text("utf-8")).process for name in ("supplies", "refund"))
    found = impact(supplies, refund)
    assert all(each.ticket.answers["lines"] for each in found.regions if each.ticket)


def test_without_the_work_nothing_is_claimed():
    old, new = (parse(REFUND.format(**each)).process for each in (PLAIN, PLAIN | {"limit": 10}))
    found = impact(old, new, budget=3)
    assert not found.decided


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_versions_differ_inside_the_regions_and_nowhere_else(batch):
    tried = moved = 0
    for seed in range(batch, PAIRS, BATCHES):
        old, new = (parse(each) for each in versions(seed))
        if any(each.problems or refused(each.process) for each in (old, new)):
            continue
        tried += 1
        moved += compared(seed, old.process, new.process, versions(seed)[1])
    assert tried > PAIRS // BATCHES // 2 and moved


def refused(process) -> bool:
    """Whether tickets of it could not even be tried; rows that never match are what edits make."""
    return any(each.level == "problem" and each.code not in HARMLESS for each in check(process).problems)


def compared(seed: int, old, new, text: str) -> int:
    """Random tickets in both versions, and in a table made of the regions; how many went elsewhere."""
    found = impact(old, new)
    assert found.decided
    twins = Twins(examined(old), examined(new))
    rows = [
        f"    x{at}_{part} when {format_expression(each) if each else 'yes'} -> r{at}"
        for at, region in enumerate(found.regions)
        for part, each in enumerate(region.conditions)
    ]
    outcomes = ", ".join(["none", *(f"r{at}" for at in range(len(found.regions)))])
    table = "\n".join([f"  table regions collect -> {{ {outcomes} }} {{", *rows, "    otherwise -> none", "  }\n"])
    process = parse(text.replace("\n  flow {", "\n" + table + "  flow {")).process
    asked = Probe(process, ["regions"])
    known = {(each.before, each.after) for each in found.regions}
    if asked.program is None:
        # A condition that reads what may be absent there is no text to check; its tickets still go a way that was told.
        codes = {each.code for each in check(process).problems if each.level == "problem"}
        assert codes - HARMLESS <= {"may-be-absent", "may-be-hidden"}, (seed, table)
    r, moved = random.Random(seed), 0
    for ticket in tickets(twins, r):
        routes = twins.routes(ticket)
        if routes is None:
            continue
        assert routes[0] == routes[1] or routes in known, (seed, ticket)
        if asked.program is None:
            continue
        outcomes = {each.split("_")[0] for each in asked.rows(ticket)["regions"]}
        regions = [found.regions[int(each[1:])] for each in outcomes]
        expected = [] if routes[0] == routes[1] else [routes]
        assert [(each.before, each.after) for each in regions] == expected, (seed, ticket)
        moved += bool(regions)
    return moved


def tickets(twins: Twins, r: random.Random):
    program = twins.pair[1].probe.program
    for _ in range(TICKETS):
        told = random_answers.directory(r)
        today = datetime.date.fromisoformat(told.pop("today"))
        yield Ticket(random_answers.answers(program, r), told=told, today=today)
