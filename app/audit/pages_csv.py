"""Tables as CSV that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BEGINS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫")
"""What a spreadsheet may take for the beginning of a formula; wide and small forms too."""
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def cell(value: object) -> str:
    """A value that is text and nothing else: an apostrophe goes before what could begin a formula; numbers stay."""
    text = "" if value is None else str(value)
    begins = text.startswith(BEGINS) or text.lstrip().startswith(BEGINS)
    return f"'{text}" if begins and not NUMBER.fullmatch(text) else text


def sheet(rows: Iterable[Sequence[object]]) -> str:
    """The rows, with a mark by which spreadsheets know that it is UTF-8."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()
