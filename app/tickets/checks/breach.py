"""What a check finds, and how a whole run is looked at: from one moment, piece by piece."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from app.db import db
from app.journal.witness import Told, read


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
    """What checks look at: the database as it was at one moment, and checkpoints from outside. They count what they saw
    in `seen`, say in `told` what is no breach and must be known, and tell of each ticket by `step`."""

    c: Connection
    anchored: tuple[Told, ...] = ()
    seen: Counter = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    step: Callable[[], object] = lambda: None


@contextmanager
def moment() -> Iterator[Connection]:
    """A connection on which everything is read as it is now, whatever happens meanwhile."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def notes_in(file: Path) -> Iterator[Told]:
    """Each checkpoint that was appended to an anchor file, or that syslog wrote."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        yield from read(lines, file.name)
