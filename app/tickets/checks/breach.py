"""What a check finds, and how a whole run is looked at: from one moment, piece by piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from app.db import db


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that must be true and is not: which check found it, the place, and what is wrong there."""

    check: str
    place: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.check}: {self.place}: {self.wrong}"


@dataclass(frozen=True, slots=True)
class Look:
    """What checks look at: the database as it was at one moment, and anchored notes from outside. They count what they
    saw in `seen`, and tell of each ticket by `step`."""

    c: Connection
    anchored: tuple[tuple[str, str], ...] = ()
    seen: Counter = field(default_factory=Counter)
    step: Callable[[], object] = lambda: None


@contextmanager
def moment() -> Iterator[Connection]:
    """A connection on which everything is read as it is now, whatever happens meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def notes_in(file: Path) -> Iterator[tuple[str, str]]:
    """(where, text) of each checkpoint that was appended to an anchor file."""
    lines: list[str] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if lines or line:
            lines.append(line)
        if line.startswith("\u2014 "):
            yield f"{file.name}, line {number}", "\n".join(lines) + "\n"
            lines = []
    if lines:
        yield f"{file.name}, at its end", "\n".join(lines)
