"""Every refusal has its sentences, in both languages, about the same things, and no sentence is left over."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsl.engine.refusals import ACTIONS, SENTENCES
from dsl.engine.refused import Refused, render

ENGINE = Path(__file__).parents[2] / "dsl" / "engine"
SOURCES = "\n".join(path.read_text("utf-8") for path in ENGINE.glob("*.py") if path.name != "refusals.py")


def test_every_refusal_of_the_engine_has_a_sentence_and_every_sentence_a_refusal():
    used = set(re.findall(r'Refused\(\s*"([a-z-]+)"', SOURCES)) | set(re.findall(r'"([a-z-]+)" if ', SOURCES))
    used |= set(re.findall(r' else "([a-z]+(?:-[a-z]+)+)"', SOURCES))
    assert set(SENTENCES) <= used
    assert {code for code in re.findall(r'Refused\(\s*"([a-z-]+)"', SOURCES)} <= set(SENTENCES)


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_speak_of_the_same(code: str):
    english, chinese = (sorted(set(re.findall(r"\{\w+\}", sentence))) for sentence in SENTENCES[code])
    assert [place for place in english if place != "{word}"] == [place for place in chinese if place != "{word}"]
    assert re.search(r"[\u4e00-\u9fff]", SENTENCES[code][1]) or code == "check-failed"


def test_people_are_shown_by_their_names_and_counted_right():
    one = Refused("not-asked", who="gil", step="director", asked=("dan",))
    two = Refused("not-asked", who="gil", step="director", asked=("dan", "eva"))
    names = {"gil": "Gil Martin", "dan": "Dan Wang 王丹", "eva": "Eva Novak"}.__getitem__
    assert render(one, person=names) == "`Gil Martin` is not asked at `director`; Dan Wang 王丹 is"
    assert render(two) == "`gil` is not asked at `director`; dan, eva are"
    assert render(two, "zh") == "`director` 没有请 `gil` 处理；应由 dan、eva 处理"


def test_braces_in_a_value_stay_what_they_are():
    refused = Refused("check-failed", field="amount", message="not {field} and not {{who}}")
    assert render(refused) == "`amount`: not {field} and not {{who}}"


@pytest.mark.parametrize("action", ACTIONS)
def test_actions_are_said_in_both_languages(action: str):
    refused = Refused("not-the-requester", requester="ana", who="gil", action=action)
    assert render(refused).startswith("only `ana`, who filed it, may ")
    assert render(refused, "zh").startswith("只有申请人 `ana` 可以")
