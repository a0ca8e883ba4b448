"""What several benches need: compiled texts, facts, and where things lie."""

from __future__ import annotations

import datetime
from pathlib import Path

from dsl.compile import compile_text
from dsl.engine.facts import Facts
from dsl.libraries import DEFAULT, Libraries
from dsl.program import Program

ROOT = Path(__file__).parent.parent
NOW = datetime.datetime(2026, 3, 5, 9, 0, tzinfo=datetime.UTC)


def program_of(text: str, libraries: Libraries = DEFAULT) -> Program:
    """The compiled program; a text with problems is a mistake of the bench."""
    program = compile_text(text, libraries)
    assert isinstance(program, Program), program
    return program


def facts(**about_ana: object) -> Facts:
    """Facts of a fixed moment, with ana as requester."""
    given = {"today": "2026-03-05", **{f"person:ana:{name}": value for name, value in about_ana.items()}}
    return Facts(NOW, given, None, "ana")
