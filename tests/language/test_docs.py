"""The language page: every process on it is a real one that passes the check and its examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dsl.compile import compile_text
from dsl.examples import examples
from dsl.format import format_text
from dsl.program import Program

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text("utf-8")
TEXTS = re.findall(r"```\n(process .*?)```", PAGE, re.S)


def test_the_tutorial_has_processes():
    assert len(TEXTS) >= 3


@pytest.mark.parametrize("text", TEXTS)
def test_a_process_of_the_tutorial_is_sound_and_keeps_its_promises(text: str):
    program = compile_text(text)
    assert isinstance(program, Program), program
    assert [result.message for result in examples(program) if not result.passed] == []
    assert format_text(text) == text
