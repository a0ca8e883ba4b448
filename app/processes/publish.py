"""Publishing: a text without problems whose examples pass becomes the next version; what is published never changes.

This is the one door: pages, programs and commands come through it, with a draft or with a text of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import Connection, insert, select, update

from app.db import insert_once, now, reading, transaction
from app.i18n import translate as _
from app.journal import admin, chain
from app.processes import draft_rows
from app.processes.draft_rows import Kept
from app.processes.evidence import Examined, checks, digest, evidence
from app.processes.exercised import lacking
from app.processes.principals import parts
from app.processes.programs import libraries
from app.processes.queries import Process, Version, find, find_version, process_of
from app.processes.rows import process, reader, version
from dsl.analyse import Analysis, Finding, analyse
from dsl.compile import compile_text
from dsl.examples import Result, examples
from dsl.parse import parse
from dsl.problems import Problem
from dsl.program import Program

LONGEST_REASON = 1000
"""Characters of the reason for a version."""


@dataclass(frozen=True, slots=True)
class NotPublished:
    """Why a text cannot be published: problems of the text, findings with the tickets that show them, examples that do not
    pass, or a rule of publishing: its `code` (no-reason, changed, newer-version, unchanged, name-taken, other-name,
    four-eyes, not-covered) with a sentence."""

    problems: tuple[Problem, ...] = ()
    failed: tuple[Result, ...] = ()
    findings: tuple[Finding, ...] = ()
    code: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What shall be published: a text with its tables, by whom and why. `authors` are all who wrote it, `author` who did
    last. With `draft` it must be as it was looked at, and its process must not have moved on."""

    text: str
    by: str
    reason: str
    files: Mapping[str, str]
    authors: frozenset[str]
    author: str
    draft: Kept | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a text: the evidence, and the version it was found out `beside`; `lacking` says what its examples
    do not exercise, None when nobody wanted to know."""

    beside: int | None
    evidence: Mapping[str, object]
    lacking: str | None = None


class Refused(Exception):
    """A rule of publishing says no; the transaction is given up."""

    def __init__(self, code: str, told: str):
        super().__init__(told)
        self.answer = NotPublished(code=code, told=told)


def publish(text: str, by: str, reason: str, files: Mapping[str, str] | None = None) -> Version | NotPublished:
    """Publish a text that `by` answers for; the same text again is the version it already is,
    which is not `new` then and keeps its own reason."""
    return issue(Wanted(text, by, reason, dict(files or {}), frozenset({by}), by))


def issue(wanted: Wanted) -> Version | NotPublished:
    """The next version, or why there is none."""
    made = examined(wanted.text, wanted.files)
    if isinstance(made, NotPublished):
        return made
    if not wanted.reason.strip():
        return NotPublished(code="no-reason", told=_("say why this version: it is kept with it for ever"))
    known = known_of(made, wanted)
    try:
        with transaction() as c:
            return write(c, made, wanted, known, now())
    except Refused as refused:
        return refused.answer


def examined(text: str, files: Mapping[str, str]) -> Examined | NotPublished:
    """What was found out about a text that may be published: no problems, no ticket that gets lost, every example passes."""
    outside, mistakes = libraries(files)
    made = compile_text(text, outside) if not mistakes else list(mistakes)
    source = parse(text)
    readable = source.process is not None and not source.problems
    analysis = analyse(source.process, outside) if readable else Analysis()
    if not isinstance(made, Program):
        return NotPublished(problems=tuple(made), findings=analysis.problems)
    results = examples(made, outside)
    failed = tuple(result for result in results if not result.passed)
    if failed or analysis.problems:
        return NotPublished(failed=failed, findings=analysis.problems)
    return Examined(made, source.process, outside, analysis, results)


def known_of(made: Examined, wanted: Wanted) -> Known:
    """What is known about the text beside the newest version."""
    with reading() as c:
        before = find(c, made.program.name)
        newest = find_version(c, before.version) if before and before.number else None
    if wanted.draft and newest and wanted.draft.draft.process != made.program.name:
        return Known(newest.id, {})  # it is refused
    lacks = lacking(made.process, made.program, made.libraries) if before and before.covered else None
    return Known(newest.id if newest else None, evidence(made, newest, wanted.files, tried_of(wanted)), lacks)


def tried_of(wanted: Wanted) -> Mapping[str, object] | None:
    """What came of trying just this draft on recorded tickets; the rooms of tickets hand it in."""
    hands = current_app.extensions.get("waybill.backtested")
    return hands(wanted.draft.draft) if hands and wanted.draft else None


def write(c: Connection, made: Examined, wanted: Wanted, known: Known, at: datetime) -> Version:
    """Look at the process with its lock taken, then add the version and close the draft: all of it or nothing."""
    name = made.program.name
    before = locked(c, made.program)
    if wanted.draft:
        require_place(wanted.draft, name, before)
    newest = find_version(c, before.version) if before.number else None
    if newest and (newest.text, newest.files) == (wanted.text, wanted.files):
        if wanted.draft:
            told = _("this is just the text of version {number}: there is nothing to publish", number=newest.number)
            raise Refused("unchanged", told)
        return newest
    if before.four_eyes and wanted.by in wanted.authors:
        told = _("this process needs four eyes: who wrote the text does not publish it; ask another process admin")
        raise Refused("four-eyes", told)
    if before.covered:
        # Where that was switched on a moment ago nobody has looked yet.
        lacks = lacking(made.process, made.program, made.libraries) if known.lacking is None else known.lacking
        if lacks:
            raise Refused("not-covered", lacks)
    if (newest and newest.id) != known.beside:
        # Somebody published meanwhile: what goes elsewhere is another question now.
        known = Known(newest.id, evidence(made, newest, wanted.files, known.evidence["backtest"]))
    added = add(c, made.program, wanted, known.evidence | {"checks": checks(c, name)}, at)
    if wanted.draft and not draft_rows.close(c, wanted.draft, at, name, added.number):
        raise Refused("changed", _("somebody changed this draft meanwhile: look at it again before you publish it"))
    return added


def locked(c: Connection, made: Program) -> Process:
    """The process, held until the transaction ends; number 0 when this is its first version."""
    insert_once(c, process, {"id": made.name, "label": made.label, "number": 0})
    return process_of(c.execute(select(process).where(process.c.id == made.name).with_for_update()).one())


def require_place(kept: Kept, name: str, before: Process) -> None:
    """A draft continues the process it was made of, from the newest version."""
    continues = kept.draft.process
    if continues is None and before.number:
        told = _("there is a process `{name}` already: give this one another name, or open a draft of that one", name=name)
        raise Refused("name-taken", told)
    if continues is not None and continues != name:
        values = {"process": continues, "name": name}
        told = _("this draft continues `{process}`, but its text is called `{name}`: keep the name, or copy it", **values)
        raise Refused("other-name", told)
    if continues is not None and before.number != kept.draft.base:
        told = _("version {number} was published meanwhile: bring its changes into this draft first", number=before.number)
        raise Refused("newer-version", told)


def add(c: Connection, made: Program, wanted: Wanted, known: Mapping[str, object], at: datetime) -> Version:
    """The next version of a process that is locked, so that numbers have no gaps and no doubles."""
    counted = update(process).where(process.c.id == made.name).values(number=process.c.number + 1, label=made.label)
    number = c.execute(counted.returning(process.c.number)).scalar_one()
    row = {"process": made.name, "number": number, "text": wanted.text, "files": dict(wanted.files), "hash": made.hash}
    row |= {"by": wanted.by, "at": at, "reason": wanted.reason.strip()[:LONGEST_REASON], "author": wanted.author}
    id = c.execute(insert(version).values(row | {"evidence": dict(known)}).returning(version.c.id)).scalar_one()
    c.execute(update(process).where(process.c.id == made.name).values(version=id))
    for principal in sorted(parts(made.seen_by)[0]):
        c.execute(insert(reader).values(version=id, principal=principal))
    added = Version(id=id, new=True, **row)
    note_published(c, added, digest(known))
    return added


def note_published(c: Connection, added: Version, known: str) -> None:
    """Keep in the log what was published: its hashes, that of what was `known`, and `again`, the number of an earlier
    version with the same text."""
    body = {"number": added.number, "hash": added.hash, "reason": added.reason, "author": added.author, "version": added.id}
    body |= {"text": chain.of_text(added.text), "files": chain.of_files(added.files), "evidence": known}
    earlier = select(version.c.number, version.c.files).where(
        version.c.process == added.process, version.c.number < added.number, version.c.text == added.text
    )
    again = [number for number, files in c.execute(earlier.order_by(version.c.number)) if files == added.files]
    admin.note(c, "published", added.by, added.process, body | ({"again": again[-1]} if again else {}), at=added.at)
