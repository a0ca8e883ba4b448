"""Gestures in the flow: each changes exactly the lines a person would change in the text by hand."""

from __future__ import annotations

import difflib

import pytest

from designer.edit import CannotEdit
from designer.edits import EDITS
from designer.journey import edited
from designer.look import libraries_of
from dsl.check import check
from dsl.parse import parse

TRIP = """\
process trip "Trip" {
  title "To {place}"
  started by team("staff")

  form {
    place: text 80 "Where to?"
    cost: money EUR [0.00 .. 4000.00] "Cost"
    kind: choice "Kind" { train "Train", plane "Plane" }
    note: long text 500 "Note" optional
    booking: text 40 "Booking" optional
  }

  # Cheap trips need nobody.
  table desk first -> { free, boss } {
    cheap when cost <= 100.00 EUR -> free
    otherwise -> boss
  }

  flow {
    branch by desk {
      free {
      }
      boss {
        # Her word is final.
        approve manager "Manager" {
          by requester.manager
          may return
        }
      }
    }
    task book "Book it" {
      by role("office")
      fills booking required
    }
    notify requester "Booked: {place}"
  }

  ends {
    done "Booked"
    rejected "No trip"
  }

  words zh {
    trip "出差"
    desk.boss "上级"
    manager "上级审批"
    notify "已预订：{place}"
  }
}
"""
FLOW = "items.4.steps"
BRANCH, TASK = f"{FLOW}.0", f"{FLOW}.1"
MANAGER = f"{BRANCH}.arms.1.steps.0"


def do(kind: str, text: str = TRIP, /, **values) -> str:
    """The text after one edit."""
    return edited(text, (EDITS[kind](**values),))[0]


def changes(kind: str, text: str = TRIP, /, **values) -> list[str]:
    """The lines an edit takes out (-) and puts in (+), without their indent; empty lines and closing braces are left out."""
    found = difflib.ndiff(text.splitlines(), do(kind, text, **values).splitlines())
    return [line[:2] + line[2:].strip() for line in found if line[0] in "+-" and line[2:].strip() not in ("", "}")]


def selected(kind: str, /, **values) -> str | None:
    return edited(TRIP, (EDITS[kind](**values),))[1]


def problems(text: str) -> list[str]:
    found = check(parse(text).process, libraries_of({})).problems
    return [problem.code for problem in found if problem.level == "problem"]


def test_a_new_approval_is_complete():
    added = changes("add-step", list=FLOW, index=1, kind="approve", label="Approval")
    assert added == ['+ approve approval "Approval" {', "+ by requester.manager"]
    assert selected("add-step", list=FLOW, index=1, kind="approve") == f"{FLOW}.1"


def test_a_new_approval_says_where_a_reject_leads_when_there_is_no_end_rejected():
    text = TRIP.replace('    rejected "No trip"\n', "")
    assert "+ reject return to request" in changes("add-step", text, list=FLOW, index=1, kind="approve")


@pytest.mark.parametrize("kind", ["approve", "task", "call", "parallel", "notify", "branch"])
@pytest.mark.parametrize(
    "place", [(FLOW, 0), (FLOW, 1), (FLOW, 3), (f"{BRANCH}.arms.0.steps", 0), (f"{BRANCH}.arms.1.steps", 1)]
)
def test_what_is_added_anywhere_leaves_the_process_without_problems(kind, place):
    text = do("add-step", list=place[0], index=place[1], kind=kind, label="New", inner="Inside")
    assert problems(text) == []


def test_a_new_branch_brings_its_table_along():
    assert changes("add-step", list=FLOW, index=3, kind="branch") == [
        "+ table route first -> { over_2000, usual } {",
        "+ over_2000 when cost > 2000.00 EUR -> over_2000",
        "+ otherwise -> usual",
        "+ branch by route {",
        "+ over_2000 {",
        "+ usual {",
    ]
    assert selected("add-step", list=FLOW, index=3, kind="branch") == "items.5.steps.3"


def test_a_branch_by_a_table_there_is_gets_all_its_arms():
    assert changes("add-step", list=FLOW, index=3, kind="branch", table="desk") == [
        "+ branch by desk {", "+ free {", "+ boss {",
    ]  # fmt: skip


def test_a_new_arm_is_an_outcome_of_the_table_and_has_a_row_that_can_win():
    added = changes("add-arm", address=BRANCH)
    assert added == [
        "- table desk first -> { free, boss } {",
        "+ table desk first -> { free, boss, over_2000 } {",
        "+ over_2000 when cost > 2000.00 EUR -> over_2000",
        "+ over_2000 {",
    ]
    assert problems(do("add-arm", address=BRANCH)) == []


def test_arm_after_arm_every_row_can_win():
    text = TRIP
    for _ in range(5):
        text = do("add-arm", text, address=BRANCH)
    assert problems(text) == []
    assert "train when kind = train -> train" in text or "over_200 when" in text


def test_an_arm_goes_with_its_outcome_its_rows_and_its_translations():
    assert changes("remove-arm", address=f"{BRANCH}.arms.0") == [
        "- table desk first -> { free, boss } {",
        "+ table desk first -> { boss } {",
        "- cheap when cost <= 100.00 EUR -> free",
        "- free {",
    ]
    gone = changes("remove-arm", address=f"{BRANCH}.arms.1")
    assert "- otherwise -> boss" in gone and "+ otherwise -> free" in gone
    assert '- desk.boss "上级"' in gone and '- manager "上级审批"' in gone


def test_the_last_arm_stays():
    text = do("remove-arm", address=f"{BRANCH}.arms.0")
    with pytest.raises(CannotEdit, match="delete the whole branch"):
        do("remove-arm", text, address=f"{BRANCH}.arms.0")


def test_a_branch_can_go_with_its_rules():
    gone = changes("remove-step", address=BRANCH, with_table=True)
    assert "- table desk first -> { free, boss } {" in gone and "- branch by desk {" in gone
    assert problems(do("remove-step", address=BRANCH, with_table=True)) == []
    assert "table desk" in do("remove-step", address=BRANCH)


def test_a_parallel_of_one_arm_is_no_parallel_any_more():
    text = do("add-step", list=FLOW, index=1, kind="parallel", label="Both", inner="One")
    text = do("remove-arm", text, address=f"{FLOW}.1.arms.0")
    assert "parallel" not in text and 'approve approval_2 "One"' in text
    assert problems(text) == []


def test_moving_a_step_moves_its_lines_and_its_comments():
    assert changes("shift-step", address=TASK, way="down") == [
        '+ notify requester "Booked: {place}"', '- notify requester "Booked: {place}"',
    ]  # fmt: skip
    lines = [line.strip() for line in do("shift-step", address=MANAGER, way="left").splitlines()]
    assert lines.index("# Her word is final.") + 1 == lines.index('approve manager "Manager" {') < lines.index("boss {")
    assert selected("shift-step", address=MANAGER, way="left") == f"{BRANCH}.arms.0.steps.0"
    assert selected("shift-step", address=MANAGER, way="up") == f"{FLOW}.0"
    assert selected("shift-step", address=MANAGER, way="down") == f"{FLOW}.1"
    assert selected("shift-step", address=TASK, way="down") == f"{FLOW}.2"
    with pytest.raises(CannotEdit):
        do("shift-step", address=MANAGER, way="right")


def test_a_step_goes_into_the_branch_beside_it():
    assert selected("shift-step", address=TASK, way="right") == f"{BRANCH}.arms.0.steps.0"


def test_there_and_back_again_is_the_same_text():
    moved = do("shift-step", address=TASK, way="up")
    assert do("shift-step", moved, address=f"{FLOW}.0", way="down") == TRIP


def test_arms_change_places():
    text = do("shift-step", address=f"{BRANCH}.arms.1", way="left")
    assert text.index("boss {") < text.index("free {\n")
    assert sorted(text) == sorted(TRIP)


def test_a_step_cannot_go_into_itself():
    with pytest.raises(CannotEdit, match="into itself"):
        do("move-step", address=BRANCH, list=f"{BRANCH}.arms.0.steps", index=0)


def test_a_message_keeps_its_translation_when_another_comes_before_it():
    assert changes("add-step", list=FLOW, index=0, kind="notify", label="We have it") == [
        '+ notify requester "We have it"',
        '- notify "已预订：{place}"',
        '+ notify2 "已预订：{place}"',
    ]
    two = do("add-step", list=FLOW, index=0, kind="notify", label="We have it")
    assert do("remove-step", two, address=f"{FLOW}.0") == TRIP


def test_a_copy_has_names_of_its_own():
    assert changes("copy-step", address=TASK) == [
        '+ task book_2 "Book it" {', '+ by role("office")', "+ fills booking required",
    ]  # fmt: skip
    pasted = changes("paste-step", list=f"{BRANCH}.arms.0.steps", index=0, text="task book {\n  by requester\n}")
    assert pasted == ["+ task book_2 {", "+ by requester"]


def test_what_is_no_step_is_not_pasted():
    with pytest.raises(CannotEdit):
        do("paste-step", list=FLOW, index=0, text="Dear all, lunch is at twelve.")


@pytest.mark.parametrize(
    ("kind", "values", "wanted"),
    [
        ("set-decide", {"rule": "count", "number": "2"}, ["+ decide 2 of them"]),
        ("set-decide", {"rule": "percent"}, ["+ decide 60% of them"]),
        ("set-reject", {"target": "end rejected"}, ["+ reject end rejected"]),
        ("set-reject", {"target": "to request", "limit": "3"}, ["+ reject return to request at most 3 times"]),
        ("set-may", {"actions": ("transfer", "return")}, ["- may return", "+ may return, transfer"]),
        ("set-may", {}, ["- may return"]),
        ("set-nobody", {"how": "ask"}, ['+ nobody ask role("process-admin")']),
        ("set-nobody", {"how": "end"}, ["+ nobody end rejected"]),
        ("set-same-person", {"how": "counts"}, ["+ same person counts"]),
        ("set-void", {"fields": ("cost", "place")}, ["+ void when cost, place change"]),
        ("set-pick", {"pick": "least busy"}, ["- by requester.manager", "+ by requester.manager pick least busy"]),
        ("set-due", {"count": "2", "reminders": "50%, 90"}, ["+ due 2 business days, remind at 50%, 90%"]),
        (
            "set-due",
            {"count": "3", "unit": "weeks", "then": "escalate"},
            ["+ due 3 weeks, then escalate to requester.manager.manager"],
        ),
    ],
)
def test_each_clause_is_one_line(kind, values, wanted):
    assert changes(kind, address=MANAGER, **values) == wanted


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("set-decide", {"rule": "count", "number": "none"}),
        ("set-reject", {"target": "to request", "limit": "0"}),
        ("set-due", {"count": "soon"}),
        ("set-due", {"count": "1", "reminders": "50, 200"}),
    ],
)
def test_a_number_that_is_none_is_refused_and_says_what_to_write(kind, values):
    with pytest.raises(CannotEdit, match="write a number from"):
        do(kind, address=MANAGER, **values)


def test_outcomes_of_a_task():
    assert changes("add-outcome", address=TASK, label="Booked") == ['+ outcome done "Booked"']
    text = do("add-outcome", address=TASK, label="Booked")
    text = do("add-outcome", text, address=TASK, label="Sold out")
    assert changes("set-outcome", text, address=f"{TASK}.clauses.3", target="to request") == [
        '- outcome outcome "Sold out"', '+ outcome outcome "Sold out" -> return to request',
    ]  # fmt: skip


def test_a_flow_for_a_text_without_one():
    text = do("add-flow", 'process small "Small" {\n  title "x"\n}\n', label="Approval")
    assert 'approve approval "Approval" {' in text and "ends {" in text
