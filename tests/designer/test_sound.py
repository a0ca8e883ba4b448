"""Gestures that fit nowhere: whatever a page or a program sends, it is refused with a sentence, and the text stays."""

from __future__ import annotations

import pytest

from designer.edit import CannotEdit, from_json
from designer.edits import EDITS
from designer.journey import edited
from designer.sound import is_sound
from dsl.fragments import read_people
from dsl.parse import parse
from tests.designer.desk import EVERY, ROOT

TEXTS = sorted([*(ROOT / "examples").rglob("*.way"), ROOT / "tests/designer/everything.way"])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_what_the_parser_reads_is_sound(path):
    assert is_sound(None, parse(path.read_text("utf-8")).process)


@pytest.mark.parametrize(
    "edit",
    [
        {"edit": "duplicate", "address": "items.2.items.²"},
        {"edit": "move", "address": "items.5.items.1", "list": "items.2.items", "index": 0},  # an end among the fields
        {"edit": "move", "address": "items.2.items.1", "list": "items.6.items", "index": 0},  # a field among translations
        {"edit": "move", "address": "items.6.items.0", "list": "items.3.rows.0.when", "index": 0},
        {"edit": "remove", "address": "items.3.rows.0.when.left"},
        {"edit": "remove", "address": "items.2.items.٣"},
        {"edit": "move", "address": "items.5.items.1", "list": "items.2.items.0", "index": 9999999},
        {"edit": "set-text", "address": "items.2.items.1.name", "part": "label", "text": "x"},
        {"edit": "set-people", "address": "items.4.steps.0.arms.1.steps.0.clauses.0.people", "text": "not " * 300 + "ana"},
    ],
    ids=lambda edit: f"{edit['edit']} {edit['address']}",
)
def test_a_gesture_that_fits_nowhere_is_refused(edit):
    with pytest.raises(CannotEdit):
        edited(EVERY, (from_json(EDITS[edit["edit"]], edit),))


def test_people_that_are_nested_too_deep_are_a_problem():
    [problem] = read_people("not " * 300 + "ana")
    assert problem.code == "too-deep"
