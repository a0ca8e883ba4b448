"""Publishing: a text without problems whose examples pass becomes the next version; what is published never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from app.db import insert_once, now, transaction
from app.processes.principals import parts
from app.processes.programs import libraries
from app.processes.queries import Version, find_version
from app.processes.rows import process, reader, version
from dsl.compile import compile_text
from dsl.examples import Result, examples
from dsl.problems import Problem
from dsl.program import Program

LONGEST_REASON = 1000
"""Characters of the reason for a version."""


@dataclass(frozen=True, slots=True)
class NotPublished:
    """Why a text cannot be published: problems of the text, or examples that do not pass."""

    problems: tuple[Problem, ...] = ()
    failed: tuple[Result, ...] = ()


def publish(text: str, by: str, reason: str, files: Mapping[str, str] | None = None) -> Version | NotPublished:
    """Publish `text` as the next version of its process; the same text again is the version it already is."""
    beside = dict(files or {})
    outside, mistakes = libraries(beside)
    if mistakes:
        return NotPublished(problems=mistakes)
    made = compile_text(text, outside)
    if not isinstance(made, Program):
        return NotPublished(problems=tuple(made))
    if failed := tuple(result for result in examples(made, outside) if not result.passed):
        return NotPublished(failed=failed)
    with transaction() as c:
        return same(c, made.name, text, beside) or add(c, made, text, beside, by, reason[:LONGEST_REASON], now())


def same(c: Connection, name: str, text: str, files: dict[str, str]) -> Version | None:
    """The newest version, when it has just this text."""
    row = c.execute(select(process.c.version).where(process.c.id == name)).first()
    newest = find_version(c, row.version) if row else None
    return newest if newest and (newest.text, newest.files) == (text, files) else None


def add(c: Connection, made: Program, text: str, files: dict, by: str, reason: str, at: datetime) -> Version:
    """The next version. The update of the process takes its lock, so that numbers have no gaps and no doubles."""
    insert_once(c, process, {"id": made.name, "label": made.label, "number": 0})
    counted = update(process).where(process.c.id == made.name).values(number=process.c.number + 1, label=made.label)
    number = c.execute(counted.returning(process.c.number)).scalar_one()
    row = {"process": made.name, "number": number, "text": text, "files": files, "hash": made.hash}
    row |= {"by": by, "at": at, "reason": reason}
    id = c.execute(insert(version).values(row).returning(version.c.id)).scalar_one()
    c.execute(update(process).where(process.c.id == made.name).values(version=id))
    for principal in sorted(parts(made.seen_by)[0]):
        c.execute(insert(reader).values(version=id, principal=principal))
    return Version(id=id, **row)
