"""Reads a log, a CSV file (also .gz) with one line an act, into cases; one case in memory at a time."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from app.bring.problems import Unusable

CELL_LIMIT = 100_000
"""Characters one cell may hold."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the log holds what; `zone` is that of times without an offset."""

    case: str
    activity: str
    at: str
    actor: str
    zone: ZoneInfo | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the log: `at` in UTC, `day` as the clock on the wall showed it, `cells` the whole line by column."""

    line: int
    case: str
    activity: str
    actor: str
    at: datetime
    day: date
    cells: dict[str, str]


def cases(path: Path, columns: Columns, needed: tuple[str, ...] = ()) -> Iterator[tuple[Record, ...]]:
    """The cases of the log in the order of the file, each with its records in the order of the file.

    The lines of a case must stand together. `needed` are further columns that must be there. Raises Unusable.
    """
    seen: set[str] = set()
    for case, group in groupby(records(path, columns, needed), key=lambda record: record.case):
        together = tuple(group)
        if case in seen:
            raise Unusable(f"{path}:{together[0].line}: the lines of case `{case}` do not stand together: sort the log")
        seen.add(case)
        yield together


def records(path: Path, columns: Columns, needed: tuple[str, ...] = ()) -> Iterator[Record]:
    """The lines of the log as records. Raises Unusable with the place of the first mistake."""
    csv.field_size_limit(CELL_LIMIT)
    with opened(path) as lines:
        reader = csv.reader(lines, strict=True)
        with readable(path, reader):
            header = next(reader, None)
            check_header(path, header, columns, needed)
            for row in reader:
                if row:
                    yield record(path, reader.line_num, header, row, columns)


@contextmanager
def opened(path: Path) -> Iterator:
    """The text of the file, unpacked when its name ends in .gz."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        text = opener(path, "rt", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise Unusable(f"{path}: cannot be opened: {error.strerror or error}") from None
    with text:
        yield text


@contextmanager
def readable(path: Path, reader) -> Iterator[None]:
    """Says what is wrong with the file and where, when it cannot be read on."""
    try:
        yield
    except csv.Error as error:
        raise Unusable(f"{path}:{reader.line_num}: not a line of CSV: {error}") from None
    except UnicodeDecodeError:
        raise Unusable(f"{path}: the text after line {reader.line_num} is not UTF-8: save the log as UTF-8") from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unusable(f"{path}: the packed file is damaged after line {reader.line_num}: {error}") from None


def check_header(path: Path, header: list[str] | None, columns: Columns, needed: tuple[str, ...]) -> None:
    """Every column the map speaks of must be in the first line, once."""
    if not header:
        raise Unusable(f"{path}:1: the file is empty: the first line must name the columns")
    wanted = (columns.case, columns.activity, columns.at, columns.actor, *needed)
    there = ", ".join(f"`{name}`" for name in header)
    missing = [name for name in dict.fromkeys(wanted) if name not in header]
    double = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    mistakes = [f"{path}:1: no column `{name}`: there are {there}" for name in missing]
    mistakes += [f"{path}:1: two columns are called `{name}`" for name in double]
    if mistakes:
        raise Unusable(*mistakes)


def record(path: Path, line: int, header: list[str], row: list[str], columns: Columns) -> Record:
    """One line as a record."""
    if len(row) != len(header):
        raise Unusable(f"{path}:{line}: {len(row)} cells where the first line names {len(header)} columns")
    cells = dict(zip(header, row, strict=True))
    case, activity = cells[columns.case], cells[columns.activity]
    if not case or not activity:
        empty = columns.activity if case else columns.case
        raise Unusable(f"{path}:{line}: the column `{empty}` is empty")
    at, day = time_of(path, line, cells[columns.at], columns)
    return Record(line, case, activity, cells[columns.actor], at, day, cells)


def time_of(path: Path, line: int, text: str, columns: Columns) -> tuple[datetime, date]:
    """The time of a line in UTC, and the day on the clock it was read from."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None and columns.zone is not None:
            moment = moment.replace(tzinfo=columns.zone)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC), moment.date()
    except (ValueError, OverflowError):
        example = "2017-01-09T09:49:50+01:00"
        raise Unusable(f"{path}:{line}: `{text}` in column `{columns.at}` is not a time such as {example}") from None
    raise Unusable(f"{path}:{line}: `{text}` has no offset: name the `zone` of the log under [columns]")
