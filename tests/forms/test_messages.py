"""The catalogue of sentences: in both languages, with the same places, and each of them said somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forms.messages import PLACE, SENTENCES, WORDS, Wrong, say, words

SOURCE = "".join(path.read_text("utf-8") for path in Path("forms").rglob("*.py") if path.name != "messages.py")
OUTSIDE = {"file-refused"}
"""Said by whoever keeps the files."""


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_have_the_same_places(code):
    english, chinese = SENTENCES[code]
    assert sorted(PLACE.findall(english)) == sorted(PLACE.findall(chinese))
    assert re.search("[一-鿿]", chinese) and english.isascii() | ("…" in english)


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_begins_small_and_says_what_to_do(code):
    english, chinese = SENTENCES[code]
    assert english[0].islower() or english[0] == "`"
    assert re.search("[:?,]", english) and re.search("[：？]", chinese)
    assert not english.endswith(".") and not chinese.endswith("。")


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_is_said_somewhere(code):
    assert f'"{code}"' in SOURCE or code in OUTSIDE or code in {"too-many-digits", "too-many-places"}


def test_places_are_filled_once_and_never_again():
    """A word that looks like a place stays a word."""
    assert say(Wrong("not-a-date", {"word": "{word}{code}"})).startswith("`{word}{code}` is not a day")


@pytest.mark.parametrize("language", ["zh", "zh-CN", "zh_Hans"])
def test_chinese_by_any_of_its_names(language):
    assert say(Wrong("required"), language) == "此项必填：请填写"
    assert words(language)["yes"] == "是"


def test_other_languages_are_answered_in_english():
    assert say(Wrong("required"), "fr") == "this is needed: please fill it in"


def test_every_word_of_the_widgets_is_used():
    templates = "".join(path.read_text("utf-8") for path in Path("forms").rglob("*.html")) + SOURCE
    units = {"minutes", "hours", "days", "weeks", "business hours", "business days", "business minutes"}
    assert [word for word in WORDS if f'"{word}"' not in templates and word not in units] == []
