"""Conditions, values and people in the builder: what it shows, and what its edits write."""

from __future__ import annotations

import pytest

from designer.edit import CannotEdit
from designer.edits import EDITS
from designer.journey import edited
from tests.designer.desk import REFUND, scene_of

CONTROLLERS = "items.7.steps.0.arms.2.steps.0.arms.1.steps.0.clauses.0.people"


def done(text: str, kind: str, /, **values: object) -> str:
    """A text after one edit."""
    return edited(text, (EDITS[kind](**values),))[0]


def test_the_people_of_a_step_are_replaced_and_nothing_else():
    after = done(REFUND, "set-people", address=CONTROLLERS, text='requester.manager, role("finance")')
    assert after == REFUND.replace('by role("finance")', 'by requester.manager, role("finance")')


def test_a_step_is_never_left_without_people():
    with pytest.raises(CannotEdit):
        done(REFUND, "set-people", address=CONTROLLERS, text="")


def test_a_scene_can_be_made_of_a_text():
    assert scene_of(REFUND).title == "Course refund"
    assert scene_of(REFUND, "zh").title == "课程退费"
