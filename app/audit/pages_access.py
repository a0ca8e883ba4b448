"""Who could do what at a moment: roles and teams as the acts of administrators had left them by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from app.i18n import language
from app.journal.rows import act
from app.people.permissions import VERBS
from app.people.queries import EMPLOYEE
from app.people.rows import person
from app.processes.picture import step_word
from app.processes.programs import program
from app.processes.rows import version
from dsl.program import Step

SHOWN = 12
"""Holders of a role that are named at once."""
MEMBERS = 100
"""Holders of one page, when one role or team is asked for."""
PROCESSES = 25
"""Processes of one page."""


@dataclass(frozen=True, slots=True)
class Group:
    """A role or a team at a moment: `verbs` are what the house lets the role do everywhere."""

    kind: str
    id: str
    members: tuple[str, ...]
    verbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Access:
    """`first` is when roles and teams were recorded for the first time; `unknown` counts people of whom nothing was."""

    groups: tuple[Group, ...]
    first: datetime | None
    people: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Rights:
    """Who a process lets act, as its text says: (what, whom), and its steps (label, whom)."""

    process: str
    label: str
    number: int
    started_by: str
    seen_by: str
    steps: tuple[tuple[str, str], ...]


def access(c: Connection, at: datetime) -> Access:
    """Roles and teams of those who were active at the moment."""
    query = select(act.c.what, act.c.subject, act.c.body, act.c.at).where(act.c.what.in_(("people", "disabled")))
    known: dict[str, Mapping[str, object]] = {}
    recorded: set[str] = set()
    first = None
    for row in c.execute(query.order_by(act.c.number)):
        if row.what == "people":
            first = first or row.at
            recorded |= {one["id"] for one in row.body["people"]}
        if row.at <= at and row.what == "people":
            known |= {one["id"]: one for one in row.body["people"]}
        elif row.at <= at:
            known.pop(row.subject, None)
    there = c.scalar(select(func.count()).select_from(person)) or 0
    return Access(groups(known), first, len(known), max(there - len(recorded), 0))


def groups(known: Mapping[str, Mapping[str, object]]) -> tuple[Group, ...]:
    """Roles, then teams, each with its people by id."""
    found: dict[tuple[str, str], list[str]] = {("role", role): [] for roles in VERBS.values() for role in roles - {EMPLOYEE}}
    for id, one in known.items():
        for kind in ("role", "team"):
            for name in one[f"{kind}s"]:
                found.setdefault((kind, name), []).append(id)
    return tuple(Group(kind, name, tuple(sorted(ids)), verbs_of(kind, name)) for (kind, name), ids in sorted(found.items()))


def verbs_of(kind: str, name: str) -> tuple[str, ...]:
    """What the house lets a role do."""
    return tuple(sorted(verb for verb, roles in VERBS.items() if name in roles)) if kind == "role" else ()


def rights(c: Connection, at: datetime, after: str) -> tuple[list[Rights], str]:
    """A page of processes in force at the moment with whom their texts let act, and where the next one begins."""
    newest = select(version.c.process, func.max(version.c.number).label("number")).where(version.c.at <= at)
    newest = newest.where(version.c.process > after).group_by(version.c.process).order_by(version.c.process)
    there = newest.limit(PROCESSES + 1).subquery()
    query = select(version.c.id, version.c.process, version.c.number).join(
        there, and_(there.c.process == version.c.process, there.c.number == version.c.number)
    )
    rows = c.execute(query.order_by(version.c.process)).all()
    return [*written(c, rows[:PROCESSES])], rows[PROCESSES - 1].process if len(rows) > PROCESSES else ""


def written(c: Connection, rows) -> Iterator[Rights]:
    for row in rows:
        made = program(c, row.id)
        steps = [node for node in made.nodes.values() if isinstance(node, Step)]
        yield Rights(
            process=row.process,
            label=made.word(made.name, made.label, language()),
            number=row.number,
            started_by=made.started_by.text,
            seen_by=made.seen_by.text,
            steps=tuple((step_word(made, step.id, language()), step.people.text) for step in steps),
        )
