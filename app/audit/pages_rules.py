"""The rules: which version of each process was in force at a moment, and every version with who, when, why and four eyes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, and_, func, select

from app import times
from app.i18n import language
from app.people import queries as people
from app.processes.comparison import MOST_TOLD, Told, good, told_of
from app.processes.programs import program
from app.processes.queries import find_version
from app.processes.rows import draft, life, process, version
from app.recent import of_app
from dsl.compare import compare

PAGE = 25
"""Versions or processes of one page."""
KEPT = 500
"""Comparisons kept in memory: two versions differ in the same way for ever."""
COLUMNS = (version.c.id, version.c.process, version.c.number, version.c.by, version.c.at, version.c.reason, version.c.author)


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers of versions that a process should have and has not."""

    process: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A version written out. `eyes`: yes, no, or unknown when it is not recorded who wrote it; `required` four eyes then."""

    process: str
    label: str
    number: int
    by: str
    at: str
    iso: str
    reason: str
    authors: str
    eyes: str
    required: bool
    retired: str = ""
    changes: tuple[Told, ...] | None = ()
    more: int = 0


def gaps(c: Connection) -> list[Gap]:
    """Processes whose versions are not numbered from 1 to the number they have been counted to."""
    counted = select(
        process.c.id, process.c.number, func.count(version.c.id).label("many"), func.max(version.c.number).label("top")
    )
    rows = c.execute(counted.outerjoin(version, version.c.process == process.c.id).group_by(process.c.id, process.c.number))
    wrong = [(row.id, max(row.number, row.top or 0)) for row in rows if not row.many == row.number == (row.top or 0)]
    found = []
    for id, last in sorted(wrong):
        there = set(c.scalars(select(version.c.number).where(version.c.process == id)))
        found.append(Gap(id, tuple(sorted(set(range(1, last + 1)) - there))))
    return found


def in_force(c: Connection, at: datetime, after: str) -> tuple[list[Shown], str]:
    """A page of the processes that were there at the moment, by name, and where the next one begins."""
    newest = select(version.c.process, func.max(version.c.number).label("number")).where(version.c.at <= at)
    newest = newest.where(version.c.process > after).group_by(version.c.process).order_by(version.c.process).limit(PAGE + 1)
    there = newest.subquery()
    query = select(*COLUMNS).join(there, and_(there.c.process == version.c.process, there.c.number == version.c.number))
    rows = c.execute(query.order_by(version.c.process)).all()
    shown = rows[:PAGE]
    return [*written(c, shown, at)], shown[-1].process if len(rows) > PAGE else ""


def history(c: Connection, name: str, before: int | None) -> tuple[list[Shown], int | None]:
    """A page of all versions, the newest first, each with what it changed; of one process when there is a name."""
    query = select(*COLUMNS).order_by(version.c.id.desc()).limit(PAGE + 1)
    query = query.where(version.c.process == name) if name else query
    rows = c.execute(query.where(version.c.id < before) if before else query).all()
    shown = rows[:PAGE]
    return [*written(c, shown, None, told=True)], shown[-1].id if len(rows) > PAGE else None


def written(c: Connection, rows: list[Row], at: datetime | None, told: bool = False) -> Iterable[Shown]:
    """Versions with their people by name; `at` is the moment it is about, else each version's own."""
    authors = authors_of(c, rows)
    names = people.names(c, {id for row in rows for id in (row.by, *authors[row.id])})
    deeds = deeds_of(c, {row.process for row in rows})
    for row in rows:
        moment = at or row.at
        changes, more = changed(c, row) if told else ((), 0)
        made = program(c, row.id)
        wrote = authors[row.id]
        yield Shown(
            process=row.process,
            label=made.word(made.name, made.label, language()),
            number=row.number,
            by=names[row.by],
            at=times.full(row.at),
            iso=row.at.isoformat(timespec="minutes"),
            reason=row.reason,
            authors=("、" if language() == "zh" else ", ").join(names[id] for id in wrote),
            eyes="unknown" if not wrote else "no" if row.by in wrote else "yes",
            required=standing(deeds.get(row.process, ()), ("four-eyes", "two-eyes"), row.at) == "four-eyes",
            retired=since(deeds.get(row.process, ()), moment) if at else "",
            changes=changes,
            more=more,
        )


def authors_of(c: Connection, rows: Iterable[Row]) -> dict[int, tuple[str, ...]]:
    """Who wrote each version: everybody who changed its draft, else its last writer."""
    found = {row.id: (row.author,) if row.author else () for row in rows}
    by_name = {(row.process, row.number): row.id for row in rows}
    query = select(draft.c.process, draft.c.published, draft.c.authors).where(draft.c.published.is_not(None))
    for row in c.execute(query.where(draft.c.process.in_({name for name, _ in by_name}))):
        if (row.process, row.published) in by_name and row.authors:
            found[by_name[row.process, row.published]] = tuple(sorted(row.authors))
    return found


def deeds_of(c: Connection, names: set[str]) -> Mapping[str, list[Row]]:
    """What was done to processes beside publishing, the oldest first."""
    found: dict[str, list[Row]] = {}
    for row in c.execute(select(life).where(life.c.process.in_(names)).order_by(life.c.id)):
        found.setdefault(row.process, []).append(row)
    return found


def standing(deeds: Iterable[Row], kinds: tuple[str, ...], at: datetime) -> str:
    """Which of the kinds of deeds was the last at a moment; empty before any."""
    return next((deed.what for deed in reversed([*deeds]) if deed.what in kinds and deed.at <= at), "")


def since(deeds: Iterable[Row], at: datetime) -> str:
    """Since when a process was retired at the moment; empty when it was not."""
    last = next((deed for deed in reversed([*deeds]) if deed.what in ("retired", "back") and deed.at <= at), None)
    return times.full(last.at) if last and last.what == "retired" else ""


def changed(c: Connection, row: Row) -> tuple[tuple[Told, ...] | None, int]:
    """What a version changed of the one before it, in words: None when one of the texts cannot be read."""
    kept = of_app("waybill.audit.changes", KEPT)
    key = (row.id, language())
    if row.number == 1:
        return (), 0
    if (found := kept.get(key)) is None:
        found = told(c, row)
        kept.put(key, found)
    return found


def told(c: Connection, row: Row) -> tuple[tuple[Told, ...] | None, int]:
    """The same, worked out."""
    numbered = version.c.process == row.process, version.c.number < row.number
    before = c.scalar(select(version.c.text).where(*numbered).order_by(version.c.number.desc()).limit(1))
    old, new = good(before or ""), good(find_version(c, row.id).text)
    if old is None or new is None:
        return None, 0
    changes = compare(old, new)
    return tuple(told_of(each) for each in changes[:MOST_TOLD]), max(len(changes) - MOST_TOLD, 0)
