"""Conditions, values and people in the builder: what its edits write, one gesture each."""

from __future__ import annotations

import pytest

from designer.conditions.typed import typed_text
from designer.edit import CannotEdit
from dsl.parse import parse
from tests.designer.desk import EVERY, REFUND, WHEN, done, with_condition, written

CONTROLLERS = "items.7.steps.0.arms.2.steps.0.arms.1.steps.0.clauses.0.people"


def refused(condition: str, kind: str, /, **values: object) -> str:
    with pytest.raises(CannotEdit) as found:
        written(condition, kind, **values)
    return found.value.sentence


def test_a_condition_is_replaced_and_no_other_line():
    after = done(with_condition("abroad"), "set-condition", address=WHEN, text="nights > 3")
    assert after == with_condition("nights > 3")


def test_conditions_are_joined_by_and_or_or():
    assert written("abroad", "add-condition", text="nights > 3") == "abroad and nights > 3"
    assert written("abroad", "add-condition", text="nights > 3", word="or") == "abroad or nights > 3"
    assert written("abroad or urgent", "add-condition", text="nights > 3") == "(abroad or urgent) and nights > 3"
    assert written("abroad and urgent", "add-condition", text="nights > 3") == "abroad and urgent and nights > 3"


def test_a_condition_is_added_where_none_stood():
    address = "items.2.items.0.fields.2.when"
    assert 'nights: whole [1 .. 60] "Nights" when abroad' not in EVERY
    after = done(EVERY, "add-condition", address=address, text='purpose = "x"')
    assert 'nights: whole [1 .. 60] "Nights" when purpose = "x"' in after
    assert done(after, "remove-part", address=address) == EVERY


def test_line_items_are_narrowed_and_no_longer():
    every, some = "count(each line in lines) > 2", "count(each line in lines where line.kind = paper) > 2"
    assert written(every, "add-condition", "left.where", text="line.kind = paper") == some
    assert written(some, "remove-part", "left.where") == every


def test_the_word_of_a_group_is_switched_and_groups_of_one_word_become_one():
    assert written("abroad and nights > 3", "join-conditions", word="or") == "abroad or nights > 3"
    assert written("abroad and (urgent or nights > 3)", "join-conditions", word="or") == "abroad or urgent or nights > 3"


def test_conditions_are_grouped_and_groups_dissolved():
    assert written("abroad and urgent and nights > 3", "group-conditions", "items.1") == "abroad and (urgent or nights > 3)"
    assert (
        written("abroad and (urgent or nights > 3)", "ungroup-conditions", "items.1") == "abroad and urgent and nights > 3"
    )
    assert written("abroad and urgent", "group-conditions", "items.0") == "abroad or urgent"


def test_a_condition_is_turned_into_its_contrary_and_back():
    assert written("abroad and nights > 3", "negate-condition") == "not (abroad and nights > 3)"
    assert written("not (abroad and nights > 3)", "negate-condition") == "abroad and nights > 3"
    assert (
        written("urgent and not (abroad and nights > 3)", "negate-condition", "items.1")
        == "urgent and abroad and nights > 3"
    )


def test_conditions_are_moved_and_removed():
    assert written("abroad and urgent", "move-part", "items.1", up=True) == "urgent and abroad"
    assert written("abroad and urgent", "remove-part", "items.0") == "urgent"
    assert written("abroad and (urgent or nights > 3)", "remove-part", "items.1.items.0") == "abroad and nights > 3"
    assert refused("abroad", "remove-part") == "a condition or a value has to stand here: change it instead"


def test_terms_are_added_counted_otherwise_and_removed():
    assert written("nights > 3", "add-part", "left", op="+", text="1") == "nights + 1 > 3"
    assert written("nights + 1 > 3", "set-sign", "left.terms.1", op="-") == "nights - 1 > 3"
    assert written("nights - 1 > 3", "remove-part", "left.terms.1") == "nights > 3"
    assert written("nights - 1 > 3", "remove-part", "left.terms.0") == "-(1) > 3"
    assert written("10 / nights > 3", "remove-part", "left.terms.0") == "1 / nights > 3"


def test_the_values_of_a_list_are_ticked():
    assert written("course in {english}", "set-members", members=("english", "art")) == "course in {english, art}"
    assert refused("course in {english}", "set-members", members=()) == "choose at least one"
    assert written("nights in {1}", "add-part", "members", text="2") == "nights in {1, 2}"
    assert refused("nights in {1}", "remove-part", at_="members.0") == "at least one has to stay: change it instead"


def test_an_argument_that_may_be_left_out_is_removed():
    assert written("round(rate, 1) > 0.5", "remove-part", "left.arguments.1") == "round(rate) > 0.5"
    assert refused("days(first_day, today) > 1", "remove-part", at_="left.arguments.1").startswith(
        "at least one has to stay"
    )


@pytest.mark.parametrize(
    ("kind", "value", "unit", "text"),
    [
        ("number", "5 000", "", "5000"),
        ("number", "1,250.50", "", "1250.50"),
        ("number", "１２", "", "12"),
        ("number", "-3", "", "-3"),
        ("money", "5000", "CNY", "5000.00 CNY"),
        ("money", "5,000.5", "CNY", "5000.50 CNY"),
        ("money", "¥ 12", "JPY", "12 JPY"),
        ("text", 'say "hi"', "", '"say \\"hi\\""'),
        ("date", "2026-03-02", "", "2026-03-02"),
        ("time", "14:30", "", "14:30"),
        ("moment", "2026-03-02T14:30", "", "2026-03-02T14:30Z"),
        ("length", "3", "business days", "3 business days"),
        ("role", "finance", "", 'role("finance")'),
    ],
)
def test_what_is_typed_becomes_the_text_of_a_constant(kind, value, unit, text):
    assert typed_text(kind, value, unit) == text
    assert not parse(EVERY.replace("amount > 5000.00 CNY", f"amount = {text}")).problems


@pytest.mark.parametrize(
    ("kind", "value", "unit", "sentence"),
    [
        ("number", "many", "", "`{word}` is no number: write it like 1250.50"),
        ("number", "1,25", "", "`{word}` is no number: write it like 1250.50"),
        ("money", "1.005", "CNY", "an amount of {currency} has at most {places} decimal places"),
        ("money", "1", "yuan", "`{word}` is no currency: write three capital letters such as CNY"),
        ("date", "", "", "choose a day"),
        ("moment", "2026-03-02", "", "choose a day and a time"),
        ("length", "1.5", "hours", "`{word}` is no whole number: write digits"),
        ("role", "", "", "choose one"),
    ],
)
def test_what_is_no_constant_is_refused_with_the_reason(kind, value, unit, sentence):
    with pytest.raises(CannotEdit) as found:
        typed_text(kind, value, unit)
    assert found.value.sentence == sentence


def test_the_people_of_a_step_are_replaced_and_nothing_else():
    after = done(REFUND, "set-people", address=CONTROLLERS, text='requester.manager, role("finance")')
    assert after == REFUND.replace('by role("finance")', 'by requester.manager, role("finance")')
    more = done(REFUND, "add-part", address=CONTROLLERS, text="requester.manager")
    assert 'by role("finance"), requester.manager' in more
    assert 'by requester.manager, role("finance")' in done(more, "move-part", address=f"{CONTROLLERS}.1", up=True)
    assert done(more, "remove-part", address=f"{CONTROLLERS}.1") == REFUND
    other = done(REFUND, "set-condition", address=f"{CONTROLLERS}.0", text="requester.department.head")
    assert other == REFUND.replace('by role("finance")', "by requester.department.head")


def test_a_step_is_never_left_without_people():
    with pytest.raises(CannotEdit):
        done(REFUND, "set-people", address=CONTROLLERS, text="")
    with pytest.raises(CannotEdit):
        done(REFUND, "remove-part", address=f"{CONTROLLERS}.0")


@pytest.mark.parametrize(
    "address", ["", "items.3", "items.3.name", "items.3.rows", "items.2.items.0.fields.0.help", "items.9.x"]
)
def test_what_is_no_expression_is_left_alone(address):
    for kind, values in (("set-condition", {"text": "yes"}), ("add-condition", {"text": "yes"}), ("negate-condition", {})):
        with pytest.raises(CannotEdit):
            done(EVERY, kind, address=address, **values)
