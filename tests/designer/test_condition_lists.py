"""What the lists of the builder offer, and in whose words."""

from __future__ import annotations

from designer.conditions.choices import Choice
from designer.conditions.people import people_shapes
from designer.conditions.shapes import condition_shape, value_shape
from tests.designer.desk import EVERY, TOTAL, WHEN, scene_of, with_condition


def labels(several: tuple[Choice, ...]) -> list[str]:
    return [one.label for one in several]


def test_a_test_offers_what_it_can_be_about_and_how_it_can_be_compared():
    shape = condition_shape(scene_of(EVERY), WHEN)
    assert shape.kind == "test" and [one.label for one in shape.what if one.selected] == ["Amount"]
    assert {"Course", "Total", "The requester's level", "Receipts: how many", "The sum of Net"} <= set(labels(shape.what))
    assert labels(shape.operators)[:6] == ["is", "is not", "is less than", "is at most", "is more than", "is at least"]
    assert (shape.parts[0].shape.input.kind, shape.parts[0].shape.input.value) == ("money", "5000.00")


def test_an_amount_stays_when_another_amount_is_asked_for():
    shape = condition_shape(scene_of(EVERY), WHEN)
    assert next(one.text for one in shape.what if one.label == "Total") == "total > 5000.00 CNY"
    assert next(one.text for one in shape.what if one.label == "Course") == "course = english"
    assert next(one.text for one in shape.operators if one.label == "is between") == "amount in [5000.00 CNY .. 5000.00 CNY]"


def test_a_field_offers_only_what_stands_before_it():
    shape = condition_shape(scene_of(EVERY), "items.2.items.0.fields.2.when")
    assert shape.kind == "none"
    assert {"Purpose", "Note", "The requester"} <= set(labels(shape.new)) and "Nights" not in labels(shape.new)


def test_options_have_their_labels_in_the_readers_language():
    shape = condition_shape(scene_of(with_condition("course in {english}"), "zh"), WHEN)
    assert [(one.text, one.label, one.selected) for one in shape.input.choices] == [
        ("english", "英语", True), ("maths", "数学", False), ("art", "Art", False),
    ]  # fmt: skip


def test_a_computed_value_offers_things_and_calculations_of_its_type():
    shape = value_shape(scene_of(EVERY), TOTAL)
    assert shape.kind == "fold"
    assert {"Amount", "Hotel", "A sum: … + …", "The sum of Price", "Rounded"} <= set(labels(shape.what))
    assert "Nights" not in labels(shape.what)


def test_people_are_offered_from_the_ticket_and_the_directory():
    (shape,) = people_shapes(scene_of(EVERY), "items.4.steps.0.arms.1.steps.0.clauses.0.people")
    offered = {one.label: one.text for one in shape.what}
    assert offered["The requester's manager"] == "requester.manager"
    assert offered["The requester's manager's manager"] == "requester.manager.manager"
    assert offered["The requester's department's head"] == "requester.department.head"
    assert offered["Unit's head"] == "unit.head"
    assert offered["The members of Unit"] == "unit"
    assert offered["Owner"] == "owner"
    assert offered["Everyone with a role"] == 'role("finance")'
    assert offered["One person"] == 'person("ana")'
    assert [one.label for one in shape.input.choices] == ["Finance", "Cashier"]


def test_who_may_start_is_nobody_of_the_ticket():
    shape, *_ = people_shapes(scene_of(EVERY), "items.1.people")
    assert labels(shape.what) == ["Everyone with a role", "The members of a team", "One person"]
