"""Lists as CSV and as workbooks: cells are values and never formulas, a piece at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from forms.spreadsheet import shown

PIECE = 500
"""Rows that are sent together."""
MOST_ROWS = 1_048_576
"""Rows of a sheet; what is more goes on in another one."""
LONGEST = 32_767
"""Characters of a cell."""
EXACT = 15
"""Digits that a spreadsheet keeps of a number; longer ones are texts, so that none is changed."""
MADE = datetime(1980, 1, 1)
"""When every workbook says it was made, so that the same rows are the same bytes."""
WIDTH = 18
Row = Sequence[object]


def cell(value: object) -> str:
    """A value as a cell of a CSV file."""
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value:f}"
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return shown(str(value))


def lines(rows: Iterable[Row], end: str = "\r\n") -> Iterator[str]:
    """CSV, some rows at a time."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    for number, row in enumerate(rows, 1):
        writer.writerow([cell(value) for value in row])
        if number % PIECE == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def sheet(rows: Iterable[Row]) -> Iterator[str]:
    """CSV with a mark by which spreadsheets know that it is UTF-8."""
    yield "\ufeff"
    yield from lines(rows)


def workbook(out: IO[bytes], sheets: Iterable[tuple[str, Iterable[Row]]], most: int = MOST_ROWS) -> None:
    """Write sheets of a name and rows, the first row being the heads; rows are not kept in memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, options)
    book.set_properties({"created": MADE})
    formats = {"head": book.add_format({"bold": True}), "date": book.add_format({"num_format": "yyyy-mm-dd"})}
    formats["moment"] = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for name, rows in sheets:
        filled(book, name, iter(rows), formats, most)
    book.close()


def filled(book: Workbook, name: str, rows: Iterator[Row], formats: dict, most: int) -> None:
    """A sheet, and others behind it when it has too many rows."""
    heads, part, page, number = next(rows), 1, None, most
    for row in [heads] if (first := next(rows, None)) is None else chained(first, rows):
        if number >= most:
            page = book.add_worksheet(name if part == 1 else f"{name} {part}")
            page.freeze_panes(1, 0)
            page.set_column(0, len(heads) - 1, WIDTH)
            for column, head in enumerate(heads):
                page.write_string(0, column, str(head), formats["head"])
            part, number = part + 1, 1
        if row is not heads:
            for column, value in enumerate(row):
                put(page, number, column, value, formats)
            number += 1


def chained(first: Row, rows: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rows


def put(page: Worksheet, row: int, column: int, value: object, formats: dict) -> None:
    """A value by its sort: a text is never anything else."""
    match value:
        case None | "":
            return
        case bool():
            page.write_boolean(row, column, value)
        case int() | Decimal() if len(str(value).lstrip("-").replace(".", "").lstrip("0")) <= EXACT:
            page.write_number(row, column, value)
        case Decimal():
            page.write_string(row, column, f"{value:f}")
        case datetime():
            page.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None, microsecond=0), formats["moment"])
        case date():
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["date"])
        case _:
            page.write_string(row, column, str(value)[:LONGEST])
