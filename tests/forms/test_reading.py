"""Reading a submission: everything that is wrong at once, hidden means absent, computed is computed."""

from __future__ import annotations

import datetime

import pytest

from forms.form import read, read_draft
from tests.forms.made import GOOD, facts, refund
from tests.forms.texts import example, form

REFUND = {
    "student": "Li Hua",
    "course": "english",
    "paid_on": "2026-03-02",
    "amount": "5000.01 CNY",
    "reason": "quality",
    "lines": [{"item": "Book", "quantity": 2, "price": "10.50"}],
}


def test_a_good_submission_becomes_typed_answers():
    answers, problems = read(example("refund"), REFUND, facts())
    assert problems == {}
    assert answers == {
        "student": "Li Hua",
        "course": "english",
        "paid_on": datetime.date(2026, 3, 2),
        "amount": 500001,
        "reason": "quality",
        "receipts": (),
        "lines": ({"item": "Book", "quantity": 2, "price": 1050, "net": 2100},),
        "listed": 2100,
    }


def test_every_mistake_is_said_at_once_at_its_place():
    bad = {
        "course": "latin",
        "paid_on": "2026-02-30",
        "amount": "5000.01 EUR",
        "reason": "other",
        "receipts": "a.pdf",
        "lines": [{"item": "Book", "price": "1"}, {"item": "", "quantity": 1000, "price": "1.005"}],
    }
    answers, problems = read(example("refund"), bad, facts())
    assert problems == {
        "student": "this is needed: please fill it in",
        "course": "`latin` is not an option: choose one of `english`, `maths`, `art`",
        "paid_on": "`2026-02-30` is not a day of the calendar: write it as `2026-03-31`",
        "amount": "`5000.01 EUR` is another currency: give the amount in `CNY`",
        "details": "this is needed: please fill it in",
        "receipts": "`a.pdf` is not a list: write it as `[…]`",
        "lines.1.item": "this is needed: please fill it in",
        "lines.1.quantity": "`1000` is out of range: choose from `1` to `999`",
        "lines.1.price": "`1.005` has too many digits behind the point: at most `2`",
    }
    assert "listed" not in answers


def test_problems_are_said_in_chinese():
    problems = read(example("refund"), REFUND | {"amount": "0"}, facts(), "zh")[1]
    assert problems == {"amount": "`0` 超出范围：请填写 `0.01` 到 `200000.00`"}


def test_a_failed_check_stands_at_its_field():
    problems = read(example("refund"), REFUND | {"paid_on": "2026-03-06"}, facts())[1]
    assert problems == {"paid_on": "This date is in the future"}


def test_hidden_means_absent_even_when_posted():
    answers, problems = read(example("refund"), REFUND | {"details": "typed before the reason changed"}, facts())
    assert problems == {}
    assert "details" not in answers


def test_a_hidden_field_may_hold_anything():
    assert read(example("refund"), REFUND | {"details": 7}, facts())[1] == {}


def test_what_depends_on_a_mistake_is_left_alone():
    problems = read(example("refund"), REFUND | {"reason": "latin", "details": "…"}, facts())[1]
    assert list(problems) == ["reason"]


@pytest.mark.parametrize(
    ("more", "problems"),
    [
        ({"listed": "21.00"}, {"listed": "`listed` is computed: leave it out"}),
        ({"payment_ref": "P-1"}, {"payment_ref": "`payment_ref` is not filled in here: leave it out"}),
        ({"amont": 1}, {"amont": "unknown field `amont`: did you mean `amount`?"}),
        ({"xyz": 1}, {"xyz": "unknown field `xyz`: leave it out or correct its name"}),
        (
            {"lines": [{"item": "Book", "price": "1", "net": "1", "prise": 2}]},
            {
                "lines.0.net": "`net` is computed: leave it out",
                "lines.0.prise": "unknown field `prise`: did you mean `price`?",
            },
        ),
        ({"lines": [7]}, {"lines.0": "`7` is not a row: write it as `{…}`"}),
        ({"lines": {"item": "Book"}}, {"lines": "`{…}` is not a list of rows: write it as `[{…}]`"}),
    ],
)
def test_json_names_what_it_may_not_hold(more, problems):
    assert read(example("refund"), REFUND | more, facts())[1] == problems


@pytest.mark.parametrize("raw", [[], None, "amount", 7])
def test_a_form_is_an_object(raw):
    assert list(read(example("refund"), raw, facts())[1]) == [""]


def test_a_default_holds_when_nothing_is_said():
    answers, _ = read(example("fault"), {}, facts())
    assert answers["affected"] == 1
    assert answers["data_lost"] is False


def test_an_optional_field_may_be_null_or_left_out():
    made = form('note: text 10 "Note" optional\n size: whole [1 .. 9] "Size" optional default 3')
    assert read(made, {}, facts()) == ({"size": 3}, {})
    assert read(made, {"note": None, "size": None}, facts()) == ({}, {})


def test_a_default_may_read_earlier_fields():
    made = form('first: whole [1 .. 9] "First"\n second: whole [1 .. 9] "Second" default first')
    assert read(made, {"first": 4}, facts())[0] == {"first": 4, "second": 4}
    assert list(read(made, {"first": 10}, facts())[1]) == ["first"]


def test_columns_have_conditions_checks_and_defaults_of_their_own():
    made = form("""
      most: whole [1 .. 9] "Most"
      lines: rows [1 .. 3] "Lines" {
        kind: choice "Kind" { book "Book", other "Other" }
        which: text 20 "Which?" when kind = other
        count: whole [1 .. 9] "Count" check count <= most else "More than allowed"
      }
    """)
    answers, problems = read(
        made, {"most": 2, "lines": [{"kind": "other", "count": 3}, {"kind": "book", "count": 1}]}, facts()
    )
    assert problems == {"lines.0.which": "this is needed: please fill it in", "lines.0.count": "More than allowed"}
    assert answers["lines"][1] == {"kind": "book", "count": 1}
    assert read(made, {"most": 1, "lines": []}, facts())[1] == {"lines": "`0` are too few: at least `1`"}


class TestAtAStep:
    def ticket(self):
        return read(example("refund"), REFUND, facts())[0]

    def test_only_what_it_fills_is_read(self):
        assert read(example("refund"), {"payment_ref": " P-1 "}, facts(), step="payment", before=self.ticket()) == (
            {"payment_ref": "P-1"},
            {},
        )
        problems = read(example("refund"), {"student": "Eve"}, facts(), step="payment", before=self.ticket())[1]
        assert problems == {
            "payment_ref": "this is needed: please fill it in",
            "student": "`student` is not filled in here: leave it out",
        }

    def test_only_changes_come_back(self):
        same = {"amount": "5000.01"}
        assert read(example("refund"), same, facts(), step="controllers", before=self.ticket()) == ({}, {})
        less = {"amount": "20.00"}
        assert read(example("refund"), less, facts(), step="controllers", before=self.ticket()) == (
            {"amount": 2000},
            {},
        )

    def test_what_is_computed_from_a_change_changes_too(self):
        made = form(
            'a: whole [0 .. 9] "A"\n b: whole [0 .. 99] = a * 2\n c: text 9 "C" when a > 5 optional',
            'approve ok "OK" { by role("staff")\n sees all, edits a }',
        )
        assert read(made, {"a": 2}, facts(), step="ok", before={"a": 7, "b": 14, "c": "x"}) == (
            {"a": 2, "b": 4, "c": None},
            {},
        )

    def test_a_change_that_uncovers_a_field_nobody_can_fill_here_is_a_problem(self):
        """The checker refuses such a text where it can see it; a program put together by hand shows our own guard."""
        problems = read(refund(), {"reason": "other"}, facts(), step="controllers", before=self.ticket())[1]
        assert problems == {
            "reason": "`details` would be needed after this change, and cannot be filled in here: change `reason` back"
        }

    def test_what_was_asked_may_not_be_blanked(self):
        problems = read(example("refund"), {"amount": ""}, facts(), step="controllers", before=self.ticket())[1]
        assert list(problems) == ["amount"]


class TestDrafts:
    def test_what_is_typed_is_kept_and_what_is_missing_is_no_problem(self):
        answers, problems = read_draft(
            example("refund"), {"student": "Li", "details": "typed", "lines": [{"item": "Pen"}]}, facts()
        )
        assert problems == {}
        assert answers == {
            "student": "Li",
            "details": "typed",
            "receipts": (),
            "lines": ({"item": "Pen", "quantity": 1},),
        }

    def test_what_cannot_be_read_is_left_out_and_said(self):
        answers, problems = read_draft(example("refund"), {"student": "Li", "amount": "much"}, facts())
        assert list(problems) == ["amount"]
        assert answers == {"student": "Li", "receipts": (), "lines": (), "listed": 0}

    def test_checks_wait_until_it_is_filed(self):
        assert read_draft(example("refund"), GOOD | {"paid_on": "2026-03-06"}, facts())[1] == {}
