"""Values that a spreadsheet shows and never runs: what could begin a formula, and what is put before it."""

from __future__ import annotations

import re

BEGINS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫")
"""What a spreadsheet may take for the beginning of a formula; wide and small forms too."""
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet might run this instead of showing it; numbers are numbers."""
    begins = text.startswith(BEGINS) or text.lstrip().startswith(BEGINS)
    return begins and not NUMBER.fullmatch(text)


def shown(text: str) -> str:
    """A cell of a file that people look at: an apostrophe goes before what could begin a formula."""
    return f"'{text}" if begins_formula(text) else text


def read_back(text: str) -> str:
    """A cell of a table that is read back from its file. An apostrophe would become part of the rule, so a blank goes
    before what could begin a formula: spreadsheets take the cell for text, and whoever reads the file strips it."""
    return f" {text}" if begins_formula(text) else text
