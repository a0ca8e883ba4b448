"""Findings a customer can read: what is wrong with a process, and the ticket that shows it."""

from __future__ import annotations

import datetime
import itertools
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
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


BRANCH = """
branch by desk {
  small { approve boss "Manager" { by role("manager") } }
  large { approve finance "Finance" { by role("finance") } }
}
"""
DESK = """table desk first -> { small, large } {
  large when amount > 5000.00 CNY -> large
  otherwise -> small
}"""
PAYMENT = 'task payment "Pay out" { by role("cashier") }'


class TestFlow:
    def test_an_arm_that_no_ticket_reaches_because_of_what_was_decided_before(self):
        (never,) = found(
            "never-reached",
            DESK
            + """ table again first -> { few, many } {
                    many when amount > 8000.00 CNY -> many
                    otherwise -> few
                  }""",
            f"""branch by desk {{
                  large {{ {MANAGER} }}
                  small {{
                    branch by again {{
                      few {{ }}
                      many {{ approve director "Director" {{ by role("director") }} }}
                    }}
                  }}
                }}""",
        )
        assert never.values["what"] == "`many`" and never.level == "note"

    def test_what_somebody_may_change_on_the_way_is_forgotten(self):
        again = " table again first -> { few, many } { many when amount > 8000.00 CNY -> many otherwise -> few }"
        inner = 'branch by again { few { } many { approve director "Director" { by role("director") } } }'
        flow = """branch by desk {
                    large { approve boss "Manager" { by role("manager") } }
                    small { task clerk "Clerk" { by role("clerk") EDITS }
                      INNER
                    }
                  }""".replace("INNER", inner)
        edits = "edits amount"
        assert found("never-reached", DESK + again, flow.replace("EDITS", "\n sees all\n"))
        assert not found("never-reached", DESK + again, flow.replace("EDITS", f"\n {edits}\n"))

    def test_a_task_that_can_only_send_back_holds_its_tickets_for_ever(self):
        (stuck,) = found(
            "stuck",
            flow=MANAGER
            + """
            task payment "Pay out" {
              by role("cashier")
              outcome bounced "Bounced" -> return to request at most 2 times
              outcome unclear "Unclear" -> return to boss at most 1 times
            }""",
        )
        assert stuck.level == "problem" and stuck.surely and stuck.values["limit"] == "3"

    def test_a_return_without_a_limit_is_told_with_the_limit_it_has(self):
        flow = (
            MANAGER
            + '\ntask payment "Pay" {\n by role("cashier")\n outcome ok "Ok"\n outcome bad "No" -> return to request\n}'
        )
        (note,) = found("no-limit", flow=flow)
        assert (note.values["limit"], note.level) == ("20", "note")
        assert not found("no-limit", flow=flow.replace("to request", "to request at most 3 times"))

    def test_arms_that_write_the_same_field_at_the_same_time(self):
        arm = 'arm {{ approve {0} "{0}" {{\n by role("{0}")\n edits amount\n}} }}'
        flow = f'parallel both "Both" join all {{\n{arm.format("left")}\n{arm.format("right")}\n}}'
        one, *_ = found("both-write", flow=MANAGER + "\n" + flow)
        assert (one.values["one"], one.values["other"], one.path) == ("left", "right", ("boss", "both"))

    def test_a_field_that_is_read_before_it_is_surely_filled_with_the_way_there(self):
        (one,) = found(
            "read-before-filled",
            'table bank first -> { a, b } { known when iban = "X" -> a otherwise -> b }',
            MANAGER + '\nbranch by bank { a { } b { } }\ntask payment "Pay" {\n by role("cashier")\n fills iban required\n}',
            fields='iban: text 40 "IBAN"',
        )
        assert one.path == ("boss", "bank") and one.values["name"] == "iban"

    def test_a_manager_the_directory_may_not_know(self):
        by_manager = 'approve boss "Manager" { by requester.manager }'
        (note,) = found("may-find-nobody", flow=by_manager)
        assert note.surely and note.ticket.told["person:ana:manager"] is None and note.path == ("boss",)
        assert not found("may-find-nobody", flow=by_manager, always='nobody ask role("process-admin")')
        assert not found("may-find-nobody", flow='approve boss "Manager" { by requester.manager, role("finance") }')


class TestClaims:
    def claim(self, when: str = "", flow: str = BRANCH + PAYMENT, tables: str = DESK) -> Finding:
        analysis = analysed(tables, flow, f"always {{ sees: finance before payment {when} }}")
        (finding,) = [each for each in analysis.findings if each.code.startswith("claim")]
        return finding

    def test_a_claim_that_the_tables_keep_is_proved(self):
        assert self.claim("when amount > 5000.00 CNY").code == "claim-proved"

    def test_a_claim_whose_limit_is_another_one_is_refuted_by_a_ticket_and_its_path(self):
        finding = self.claim("when amount > 4000.00 CNY")
        assert (finding.code, finding.level, finding.surely) == ("claim-refuted", "problem", True)
        assert 400_000 < finding.ticket.answers["amount"] <= 500_000
        assert finding.path == ("boss", "payment")

    def test_a_claim_about_every_ticket_is_refuted_where_one_way_goes_around(self):
        assert self.claim().code == "claim-refuted"
        assert self.claim(flow='approve finance "Finance" { by role("finance") }\n' + PAYMENT).code == "claim-proved"

    def test_a_claim_fails_when_the_answer_may_be_changed_behind_the_table(self):
        flow = BRANCH.replace('by role("manager")', '\nby role("manager")\nedits amount\n') + PAYMENT
        finding = self.claim("when amount > 5000.00 CNY", flow)
        assert finding.code == "claim-refuted" and finding.ticket.answers["amount"] <= 500_000

    def test_sending_back_to_a_step_before_the_table_changes_nothing_when_nobody_edits(self):
        first = 'task look "Look" { by role("clerk") }\n'
        back = 'task payment "Pay" {\n by role("cashier")\n outcome ok "Ok"\n'
        back += 'outcome bad "No" -> return to look at most 2 times\n}'
        assert self.claim("when amount > 5000.00 CNY", first + BRANCH + back).code == "claim-proved"

    def test_of_arms_at_the_same_time_only_a_join_of_all_puts_one_first(self):
        arms = 'arm {\napprove finance "F" { by role("finance") }\n}\narm {\napprove boss "B" { by role("boss") }\n}'
        both = (
            f'parallel both "Both" join {{}} {{{{\n{arms.replace("{", "{{").replace("}", "}}")}\n}}}}\n'
            + PAYMENT.replace("{", "{{").replace("}", "}}")
        )
        assert self.claim(flow=both.format("all"), tables="").code == "claim-proved"
        assert self.claim(flow=both.format("any"), tables="").code == "claim-refuted"

    def test_a_role_that_never_decides_is_shown_somebody_who_is_left_out(self):
        (finding,) = [
            each
            for each in analysed(
                flow=MANAGER, always='always { never_buyers: never role("buyer") decides any step }'
            ).findings
            if each.code == "claim-kept"
        ]
        assert finding.level == "proved" and finding.ticket.told["role:buyer"] == ["manager-1"]
        assert finding.values["who"] == "`manager-1`"

    def test_the_requester_never_approves_anyway(self):
        (finding,) = found("claim-proved", always="always { own: never requester decides any step }")
        assert finding.values["name"] == "own"


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
