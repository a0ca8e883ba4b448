"""Reading processes: which there are, their versions, and who may read all tickets of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select

from app.people.queries import Person
from app.processes.rows import process, reader, version

PLAIN = tuple(each for each in version.c if each.name != "evidence")
"""What is read of a version; its evidence is large, and asked for by itself."""


@dataclass(frozen=True, slots=True)
class Version:
    """A published version; `number` counts from 1 within its process. `new` when it was published a moment ago: the same
    text again is the version it is already, with the reason that one was given."""

    id: int
    process: str
    number: int
    text: str
    files: dict[str, str]
    hash: str
    by: str
    at: datetime
    reason: str
    author: str | None = None
    new: bool = False


@dataclass(frozen=True, slots=True)
class Process:
    """A process with the version new tickets get; nobody starts a retired one."""

    id: str
    label: str
    version: int
    number: int
    four_eyes: bool = False
    retired: datetime | None = None
    covered: bool = False


def version_of(row: Row) -> Version:
    """A row as a value."""
    columns = row.id, row.process, row.number, row.text, row.files, row.hash, row.by, row.at, row.reason, row.author
    return Version(*columns)


def process_of(row: Row) -> Process:
    """A row as a value."""
    return Process(row.id, row.label, row.version, row.number, row.four_eyes, row.retired, row.covered)


def every_process(c: Connection) -> list[Process]:
    """All processes, by label."""
    rows = c.execute(select(process).order_by(process.c.label, process.c.id))
    return [process_of(row) for row in rows]


FIND = select(process).where(process.c.id == bindparam("name"))


def find(c: Connection, id: str) -> Process | None:
    """The process with this name."""
    row = c.execute(FIND, {"name": id}).first()
    return process_of(row) if row else None


def versions(c: Connection, id: str) -> list[Version]:
    """All versions of a process, the newest first."""
    newest_first = select(*PLAIN).where(version.c.process == id).order_by(version.c.number.desc())
    return [version_of(row) for row in c.execute(newest_first)]


def find_version(c: Connection, id: int) -> Version | None:
    """The version with this key."""
    row = c.execute(select(*PLAIN).where(version.c.id == id)).first()
    return version_of(row) if row else None


def numbers(c: Connection, process: str) -> dict[int, int]:
    """The numbers of a process's versions by their keys."""
    rows = c.execute(select(version.c.id, version.c.number).where(version.c.process == process))
    return {row.id: row.number for row in rows}


def numbered(c: Connection, process: str, number: int | None) -> Version | None:
    """The version of a process with this number."""
    row = c.execute(select(*PLAIN).where(version.c.process == process, version.c.number == number)).first()
    return version_of(row) if row else None


READABLE = select(reader.c.version).where(reader.c.principal.in_(bindparam("principals", expanding=True))).distinct()


def readable_versions(c: Connection, person: Person) -> list[int]:
    """Versions whose tickets `seen by` opens to the person's roles and teams."""
    return list(c.scalars(READABLE, {"principals": person.principals}))
