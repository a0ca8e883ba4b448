"""What a step sees, edits and fills: every change of the matrix is the shortest line that says it."""

from __future__ import annotations

import pytest

from designer.edit import CannotEdit
from designer.edits.access import LEVELS, level_of
from dsl import tree
from dsl.parse import parse
from tests.designer.test_steps import MANAGER, TASK, TRIP, changes, do

ALL = ("place", "cost", "kind", "note", "booking")


def level(text: str, address: str, name: str) -> str:
    """What a step of the text may do with a field."""
    from designer.address import get

    return level_of([one for one in get(parse(text).process, address).clauses if isinstance(one, tree.Access)], name)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"fields": ("cost",), "level": "edits"}, ["+ edits cost"]),
        ({"fields": ("note", "booking"), "level": "fills"}, ["+ fills note, booking"]),
        ({"fields": ("note",), "level": "required"}, ["+ fills note required"]),
        ({"fields": ("cost",), "level": "hidden"}, ["+ sees place, kind, note, booking"]),
        ({"fields": ("cost",), "level": "sees"}, []),
    ],
)
def test_a_step_without_such_a_line_gets_one(values, wanted):
    assert changes("set-access", steps=(MANAGER,), **values) == wanted


def test_the_line_there_is_grows_and_shrinks():
    more = do("set-access", steps=(TASK,), fields=("cost",), level="edits")
    assert "edits cost, fills booking required" in more
    assert do("set-access", more, steps=(TASK,), fields=("cost",), level="sees") == TRIP
    assert changes("set-access", steps=(TASK,), fields=("booking",), level="sees") == ["- fills booking required"]


def test_sees_all_stays_where_somebody_wrote_it():
    text = TRIP.replace("may return", "sees all, edits cost")
    assert changes("set-access", text, steps=(MANAGER,), fields=("cost",), level="sees") == [
        "- sees all, edits cost", "+ sees all",
    ]  # fmt: skip


def test_hiding_and_showing_again_keeps_nothing_behind():
    hidden = do("set-access", steps=(MANAGER,), fields=("cost", "note"), level="hidden")
    assert do("set-access", hidden, steps=(MANAGER,), fields=("cost", "note"), level="sees") == TRIP


def test_a_row_or_a_column_is_set_at_once():
    assert changes("set-access", steps=(MANAGER, TASK), fields=("note",), level="edits") == [
        "+ edits note", "- fills booking required", "+ edits note, fills booking required",
    ]  # fmt: skip
    text = do("set-access", steps=(MANAGER,), fields=ALL, level="edits")
    assert "edits place, cost, kind, note, booking" in text


def test_a_step_sees_at_least_one_field():
    with pytest.raises(CannotEdit, match="at least one field"):
        do("set-access", steps=(MANAGER,), fields=ALL, level="hidden")


def test_every_level_is_read_back_as_it_was_set():
    for wanted in LEVELS:
        assert level(do("set-access", steps=(MANAGER,), fields=("note",), level=wanted), MANAGER, "note") == wanted


def test_without_script_a_cell_goes_round():
    text, seen = TRIP, []
    for _ in LEVELS:
        text = do("turn-access", text, cell=f"{MANAGER}|note")
        seen.append(level(text, MANAGER, "note"))
    assert seen == ["edits", "fills", "required", "hidden", "sees"]
    assert text == TRIP


def test_what_is_worked_out_is_only_seen_or_hidden():
    text = TRIP.replace('"Cost"\n', '"Cost"\n    twice: money EUR "Twice" = cost * 2\n')
    assert do("set-access", text, steps=(MANAGER,), fields=("twice",), level="edits") == text
    hidden = changes("set-access", text, steps=(MANAGER,), fields=("twice",), level="hidden")
    assert hidden == ["+ sees place, cost, kind, note, booking"]
