"""Every word of the language has a line of help in both languages, and the editor knows every block."""

from __future__ import annotations

import json
from pathlib import Path

from designer.text.blocks import as_json
from designer.text.keywords import ATTRIBUTES, FOLDS, FUNCTIONS_ZH, HELP
from designer.text.places import keywords
from dsl.functions import FUNCTIONS
from dsl.libraries import PERSON, TEAM

BLOCKS = Path(__file__).parents[2] / "static/src/js/designer/text_blocks.json"


def test_no_word_of_the_language_is_without_help():
    assert set(HELP) == set(keywords().values())


def test_functions_and_attributes_are_explained_in_both_languages():
    assert set(FUNCTIONS_ZH) == set(FUNCTIONS)
    assert set(ATTRIBUTES) >= {*PERSON, *TEAM} and FOLDS
    for english, chinese in (*HELP.values(), *ATTRIBUTES.values(), *FOLDS.values()):
        assert english.isascii() or "…" in english
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)


def test_the_editor_knows_the_blocks_of_the_language():
    """When this fails: python -m designer.text.blocks > static/src/js/designer/text_blocks.json"""
    assert json.loads(BLOCKS.read_text("utf-8")) == json.loads(as_json())
