"""What may be absent is guarded: an edit that reads it asks first if it is there."""

from __future__ import annotations

import pytest

from designer import address as at
from designer.edits import EDITS
from designer.journey import edited
from dsl.check import check
from dsl.format_expression import format_expression
from dsl.libraries_toml import read_libraries
from dsl.parse import parse
from tests.designer.desk import EVERY, TOTAL, WHEN, done, with_condition, written


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("abroad", "hotel > 100.00 CNY", "hotel is present and hotel > 100.00 CNY"),
        ("abroad", "not (hotel > 100.00 CNY)", "hotel is present and not hotel > 100.00 CNY"),
        ("abroad", "abroad and visa = none", "abroad and visa = none"),
        ("abroad", "visa = none", "visa is present and visa = none"),
        ("abroad", "abroad or hotel > 1.00 CNY", "abroad or hotel is present and hotel > 1.00 CNY"),
        ("abroad", "deputy.manager.level = vip", "deputy.manager.level is present and deputy.manager.level = vip"),
        (
            "abroad",
            "any(each line in lines: line.extra > 1.00 CNY)",
            "any(each line in lines where line.extra is present: line.extra > 1.00 CNY)",
        ),
        (
            "abroad",
            "count(each line in lines where line.extra > 1.00 CNY) > 2",
            "count(each line in lines where line.extra is present and line.extra > 1.00 CNY) > 2",
        ),
    ],
)
def test_a_condition_that_reads_what_may_be_absent_asks_first_if_it_is_there(before, text, after):
    assert written(before, "set-condition", text=text) == after
    assert check(parse(with_condition(after)).process).ok


def test_what_the_directory_may_not_know_is_guarded_by_its_description():
    described, _ = read_libraries('[person]\nlimit = { type = "money", currency = "CNY", optional = true }\n', {})
    after = edited(EVERY, (EDITS["set-condition"](WHEN, "amount > requester.limit"),), described)[0]
    assert "large when requester.limit is present and amount > requester.limit -> finance" in after


def test_a_guard_joins_the_group_it_stands_in():
    found = written("abroad and nights > 3", "set-condition", "items.1", text="hotel > 1.00 CNY")
    assert found == "abroad and hotel is present and hotel > 1.00 CNY"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("hotel", "if hotel is present then hotel else 0.00 CNY"),
        ("amount + hotel", "amount + (if hotel is present then hotel else 0.00 CNY)"),
        ("sum(each line in lines: line.extra)", "sum(each line in lines where line.extra is present: line.extra)"),
        ("if hotel > 1.00 CNY then hotel else amount", "if hotel is present and hotel > 1.00 CNY then hotel else amount"),
    ],
)
def test_a_value_that_reads_what_may_be_absent_says_what_it_is_then(text, after):
    process = parse(done(EVERY, "set-condition", address=TOTAL, text=text)).process
    assert format_expression(at.get(process, TOTAL)) == after
    assert check(process).ok
