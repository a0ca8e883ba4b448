"""What the form's view says about each question, and the form on trial of texts with and without mistakes."""

from __future__ import annotations

import pytest

from designer.address import walk
from designer.edits.fields import KINDS
from designer.form.canvas import parts_of
from designer.form.kinds import by_word
from designer.form.panel import panel_of
from designer.form.trial import Trials
from dsl import tree
from forms.answers import Raw
from tests.designer.desk import EVERY, REFUND, say_in, scene_of


def rows(text: str, language: str = "en") -> dict:
    """Every row of the canvas by its field's name."""
    parts = parts_of(scene_of(text, language, "form"))
    several = [row for part in parts for row in (part.rows or (part.row,)) if row]
    return {row.node.name: row for one in several for row in (one, *one.columns)}


def told(row) -> list[str]:
    return [chip.text for chip in row.chips]


def at(text: str, name: str) -> str:
    """The address of what is called so in the form."""
    scene = scene_of(text)
    return next(a for a, node in walk(scene.process) if isinstance(node, tree.Section | tree.Field) and node.name == name)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_kind_of_the_language_has_a_picture_and_a_name(language):
    known = by_word(say_in(language))
    assert set(known) == {*KINDS, "computed", "section"}
    assert len({sort.label for sort in known.values()}) == len(known)


def test_a_question_says_who_must_answer_it_when_and_where():
    found = rows(REFUND)
    assert (found["student"].mark, found["receipts"].mark, found["payment_ref"].mark) == ("required", "optional", "")
    assert told(found["details"]) == ["shown when Reason is Something else"]
    assert told(found["listed"]) == ["the sum of Net over Items"]
    assert told(found["quantity"]) == ["starts with 1"]
    assert told(found["payment_ref"]) == ["filled at Pay out"]
    assert told(found["paid_on"]) == ["1 check"]
    assert [one.node.name for one in found["lines"].columns] == ["item", "quantity", "price", "net"]


def test_labels_are_in_the_readers_language():
    found = rows(REFUND, "zh")
    assert (found["student"].label, found["course"].options) == ("学生", ("英语", "数学", "美术"))


def test_a_question_with_a_mistake_carries_its_sentence():
    found = rows(REFUND.replace("when reason = other", "when reason = others"))
    assert found["details"].level == "problem"
    assert "`others`" in found["details"].problems[0]


def test_the_panel_tells_who_uses_a_question_and_what_could_take_its_place():
    panel = panel_of(scene_of(REFUND, view="form", at=at(REFUND, "amount")))
    assert [use.label for use in panel.uses()][:4] == [
        "title and notices", "rules: desk, small", "rules: desk, large", "step: Finance",
    ]  # fmt: skip
    assert (panel.measure.currency, panel.measure.low, panel.measure.high) == ("CNY", "0.01", "200000.00")
    assert [(one.name, one.text) for one in panel.tongues(panel.path)] == [("中文", "退费金额")]
    every = panel_of(scene_of(EVERY, view="form", at=at(EVERY, "pause")))
    assert (every.measure.low, every.measure.low_unit, every.measure.high_unit) == ("15", "minutes", "days")
    assert panel_of(scene_of(EVERY, view="form", at=at(EVERY, "amount"))).replacements == ("hotel", "total")


def test_an_option_that_is_selected_shows_the_panel_of_its_question():
    scene = scene_of(REFUND, view="form", at=at(REFUND, "course") + ".options.1")
    assert panel_of(scene).node.name == "course"


# -- the form on trial


def names(view) -> list[str]:
    return [field.name for section in view.sections for field in section.fields]


def test_questions_come_and_go_and_sums_follow_while_one_types():
    trial = Trials().of(scene_of(REFUND), "en")
    assert trial.current and trial.whole
    empty = trial.view()
    assert "details" not in names(empty)
    assert trial.hidden(empty) == (("Tell us more", "Reason is Something else"),)
    raw = Raw({"reason": "other", "lines": [{"item": "Desk", "quantity": "2", "price": "3.50"}]}, page=True)
    shown = trial.view(raw)
    assert "details" in names(shown) and trial.hidden(shown) == ()
    assert next(f.text for s in shown.sections for f in s.fields if f.name == "listed") == "7.00 CNY"


def test_what_would_be_filed_is_read_like_a_real_request():
    trial = Trials().of(scene_of(REFUND), "zh")
    _, problems = trial.read(Raw({"reason": "other"}, page=True))
    assert set(problems) == {"student", "course", "paid_on", "amount", "details"}
    assert trial.answers({"student": "Li Hua"})[0].answers[0].label == "学生"


def test_a_step_asks_what_it_fills_in():
    trial = Trials().of(scene_of(REFUND), "en", "payment")
    assert names(trial.view()) == ["payment_ref"]
    assert Trials().of(scene_of(REFUND), "en", "nowhere").step == ""


def test_mistakes_elsewhere_do_not_keep_anybody_from_trying_the_form():
    trial = Trials().of(scene_of(REFUND.replace('by role("cashier")', "by nobody_known")), "en")
    assert trial.current and not trial.whole
    assert "student" in names(trial.view())


def test_a_form_with_mistakes_is_shown_as_it_was_before():
    trials, broken = Trials(), REFUND.replace("when reason = other", "when reason = others")
    assert trials.of(scene_of(broken), "en") is None
    trials.of(scene_of(REFUND), "en")
    before = trials.of(scene_of(broken), "en")
    assert not before.current
    assert "student" in names(before.view())
