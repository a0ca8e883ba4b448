"""The gallery as its readers see it: the comments of its processes as paragraphs of their language."""

from __future__ import annotations

import re

import pytest

from app.processes.gallery import Piece, pieces, said


def test_a_wrapped_comment_is_read_as_paragraphs():
    text = "# One line\n# and the next.\n#\n# 课程退费，\n# 按 `desk` 表，\n# `finance` 审批。\nprocess p {\n}\n"
    assert said(text) == ("One line and the next.", "课程退费，按 `desk` 表， `finance` 审批。")


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.key)
def test_each_introduces_itself_in_the_language_of_the_reader(piece: Piece):
    for language in ("en", "zh"):
        notes = piece.notes(language)
        assert len(notes) >= 3 and {bool(re.search("[一-鿿]", note)) for note in notes} == {language == "zh"}
