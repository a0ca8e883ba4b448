"""Brings the cases of a log in as tickets: each case whole, with a mark that it is done, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice

from sqlalchemy import Connection, select

from app.bring.acts import recorded_facts
from app.bring.directory import directory
from app.bring.plan import Plan
from app.bring.problems import Unusable
from app.bring.records import Record
from app.bring.replay import Misfit, Run, run
from app.db import now, reading, transaction
from app.journal import chain, entries
from app.people.changes import Entry, note_people, put, save
from app.people.rows import person, team
from app.processes.programs import program
from app.processes.queries import find
from app.tickets import once, perform, project
from app.tickets.known import Known, new
from app.tickets.rows import done
from dsl.engine.evolve import evolve
from dsl.engine.state import NEW
from dsl.program import Program

CASES_AT_ONCE = 20
"""Cases written in one transaction: few enough that others do not wait, enough that the disk is not asked for each."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a case: its ticket, None when it had been brought before or nothing of it could be; and its misfit,
    also of a case brought before, so that an interrupted import tells all of them in the end."""

    case: str
    ticket: int | None
    before: bool = False
    misfit: Misfit | None = None


def published(name: str) -> tuple[int, Program] | None:
    """The version that new tickets of a process get, and its program."""
    with reading() as c:
        process = find(c, name)
        return (process.version, program(c, process.version)) if process else None


def add_people(plan: Plan) -> int:
    """Add the persons and teams of the map that the directory does not know; returns how many persons."""
    with transaction() as c:
        known, teams = set(c.scalars(select(person.c.id))), set(c.scalars(select(team.c.id)))
        missing = [somebody for somebody in plan.people.values() if somebody.id not in known]
        for key in plan.heads.keys() - teams:
            put(c, team, {"id": key, "name": key, "head": plan.heads[key]})
        for somebody in missing:
            save(c, Entry(somebody.id, somebody.name))
        whole = [Entry(s.id, s.name, "", "", s.manager, s.department, s.roles, s.teams, s.attributes) for s in missing]
        for entry in whole:
            save(c, entry)
        if whole:
            note_people(c, whole)
    return len(missing)


def bring(version: int, made: Program, plan: Plan, cases: Iterable[tuple[Record, ...]]) -> Iterator[Brought]:
    """Each case of the log, once: those marked as done by an earlier, interrupted call are passed over."""
    ask = directory(plan)
    marked = marks(plan)
    unread = iter(cases)
    while some := list(islice(unread, CASES_AT_ONCE)):
        marks_now = [mark(made, case) for case in some]
        fresh = [(one, case) for one, case in zip(marks_now, some, strict=True) if one.key not in marked]
        for one, case in zip(marks_now, some, strict=True):
            if one.key in marked:
                require_same(one, case, marked)
                yield Brought(case[0].case, None, before=True, misfit=run(made, plan, case, ask).misfit)
        yield from written(version, made, [(one, run(made, plan, case, ask)) for one, case in fresh], ask)


def mark(made: Program, case: tuple[Record, ...]) -> once.Once:
    """The key under which a case is noted as done, with the fingerprint of its lines."""
    key = f"import:{made.name}:{case[0].case}"
    if len(key) > once.LONGEST_KEY:
        raise Unusable(f"line {case[0].line}: the name of the case is too long: at most {once.LONGEST_KEY} characters")
    return once.of(key, [[str(record.at), record.activity, record.actor] for record in case])


def marks(plan: Plan) -> Mapping[str, str]:
    """Key and fingerprint of the cases brought in before, in the name of the persons of the map."""
    imported = select(done.c.key, done.c.fingerprint).where(done.c.key.startswith("import:"))
    with reading() as c:
        rows = c.execute(imported.where(done.c.person.in_(plan.people)))
        return {row.key: row.fingerprint for row in rows}


def require_same(one: once.Once, case: tuple[Record, ...], marked: Mapping[str, str]) -> None:
    """A case that was brought in must not have become another one since."""
    if marked[one.key] != one.fingerprint:
        raise Unusable(f"line {case[0].line}: case `{case[0].case}` was imported before from other lines: leave it out")


def written(version: int, made: Program, ready: list[tuple[once.Once, Run]], ask: Callable) -> list[Brought]:
    """Write some cases in one transaction."""
    try:
        with transaction() as c:
            return [write(c, version, made, one, found, ask) for one, found in ready]
    except once.Already:
        raise Unusable(f"the same cases are being imported into `{made.name}` by somebody else: wait, then go on") from None


def write(c: Connection, version: int, made: Program, one: once.Once, found: Run, ask: Callable) -> Brought:
    """Write one case with its mark; the caller's transaction makes it one."""
    if not found.batches:
        return Brought(found.case, None, misfit=found.misfit)
    written, _ = perform.write(c, planned(version, made, found, ask))
    once.keep(c, found.state.requester, one, written.answer, now())
    return Brought(found.case, written.ticket, misfit=found.misfit)


def planned(version: int, made: Program, found: Run, ask: Callable) -> perform.Plan:
    """The rows of a whole case, as if each of its commands had been performed when it was recorded."""
    journal, seats, state = [], set(), NEW
    for batch in found.batches:
        state = reduce(lambda state, event: evolve(made, state, event), batch.events, state)
        facts = recorded_facts(batch, state.requester, ask)
        seats |= project.seats(made, batch.events, state.answers, facts)
        whole = replace(batch, facts={**batch.facts, **facts.used})
        journal += entries.rows(made, version, whole, len(journal), journal[-1]["digest"] if journal else chain.START)
    first, last = found.batches[0].at, found.batches[-1].at
    after = Known(None, version, len(journal), found.state, first, head=journal[-1]["digest"])
    return perform.Plan(
        wish=perform.Wish(None, version=version),
        before=new(version),
        after=after,
        at=last,
        journal=journal,
        row=project.row(made, version, found.state, after.count, first, last),
        opened=[{"step": step, "person": who} for step, who in sorted(project.waiting(made, found.state))],
        closed=[],
        seats=[{"person": seat.person, "step": seat.step, "titled": seat.titled} for seat in sorted(seats, key=repr)],
    )
