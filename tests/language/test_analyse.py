"""Findings a customer can read: what is wrong with the tables of a process, and the ticket that shows it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from click.testing import CliRunner

from app.cli import main
from dsl.analyse import analyse
from dsl.analysing.findings import LEVELS
from dsl.format import format_line
from dsl.parse import parse
from tests.language.analysed import BRANCH, DESK, PAYMENT, found, text


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


def test_levels_are_known():
    assert {"problem", "note", "proved"} == set(LEVELS)


class TestCommand:
    def waybill(self, *words: object):
        return CliRunner().invoke(main, ["analyse", *map(str, words)])

    def test_it_ends_with_1_and_the_ticket_when_a_rule_forgets_one(self, tmp_path: Path):
        table = DESK.replace("otherwise -> small", "small when amount < 5000.00 CNY -> small")
        file = tmp_path / "refund.way"
        file.write_text(text(table, BRANCH), "utf-8")
        result = self.waybill(file)
        assert result.exit_code == 1 and "amount 5000.00 CNY" in result.output and "example gap {" in result.output
        (told,) = json.loads(self.waybill("--json", file).output)["files"]
        (gap,) = [each for each in told["findings"] if each["code"] == "gap"]
        assert gap["surely"] and "amount 5000.00 CNY" in gap["example"] and gap["line"] > 1

    def test_it_ends_with_0_when_there_are_only_notes_and_claims_that_hold(self, tmp_path: Path):
        file = tmp_path / "refund.way"
        file.write_text(
            text(DESK, BRANCH + PAYMENT, "always { a: finance before payment when amount > 5000.00 CNY }"), "utf-8"
        )
        result = self.waybill(file, "--language", "zh")
        assert result.exit_code == 0 and "claim-proved: `a` 对所有单据都成立" in result.output

    def test_it_ends_with_2_without_a_file(self):
        assert self.waybill("/there/is/none.way").exit_code == 2
