"""Drafts tried on recorded tickets about a second at a time: each piece is stored, so that any page and any node goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from time import monotonic

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from app.db import now, reading, transaction
from app.journal import chain
from app.processes.programs import libraries
from app.recent import of_app
from app.tickets.backtest import COUNTED, FIGURES, Result, from_json, trials, within
from app.tickets.rows import backtest, ticket
from designer.drafts import Draft
from dsl.compile import compile_text
from dsl.program import Program

AT_ONCE = 1.0
"""Seconds of work in one request."""
NAMED = 5000
"""Tickets of a kind that can be looked up in a stored result."""
KEPT = 10
"""Runs of a draft that are kept."""
PROGRAMS = 8
"""Programs of drafts kept in memory."""
MOST_TOLD = 100
"""Kinds of moves in a summary."""
NOTHING: Mapping[str, object] = Result().to_json()


@dataclass(frozen=True, slots=True)
class Run:
    """A draft's text tried on the tickets begun from `since` on and before `until`. `last` is the ticket it has come to,
    `text` and `files` are the hashes of what was tried."""

    id: int
    draft: int
    revision: int
    since: datetime | None
    until: datetime | None
    last: int
    total: int
    state: str
    by: str
    at: datetime
    result: Mapping[str, object]
    text: str
    files: Mapping[str, str]

    def is_of(self, draft: Draft) -> bool:
        """Whether the draft still says what was tried."""
        return (self.text, dict(self.files)) == hashes(draft)


def hashes(draft: Draft) -> tuple[str, dict[str, str]]:
    """What tells one text with its tables from another."""
    return chain.of_text(draft.text), chain.of_files(draft.files)


def run_of(row: Row) -> Run:
    """A row as a value."""
    kept = dict(row.result)
    about = row.id, row.draft, row.revision, row.since, row.until, row.last, row.total, row.state, row.by, row.at
    return Run(*about, result=kept, text=kept.pop("text"), files=kept.pop("files"))


def newest(c: Connection, draft: int) -> Run | None:
    """The run of a draft that was begun last."""
    row = c.execute(select(backtest).where(backtest.c.draft == draft).order_by(backtest.c.id.desc()).limit(1)).first()
    return run_of(row) if row else None


def find(c: Connection, draft: int, id: int) -> Run | None:
    """A run of a draft."""
    row = c.execute(select(backtest).where(backtest.c.draft == draft, backtest.c.id == id)).first()
    return run_of(row) if row else None


def finished(c: Connection, draft: Draft) -> Run | None:
    """The newest whole run of just this text."""
    done = select(backtest).where(backtest.c.draft == draft.id, backtest.c.state == "done").order_by(backtest.c.id.desc())
    return next((run for row in c.execute(done) if (run := run_of(row)).is_of(draft)), None)


def summary(draft: Draft) -> dict[str, object] | None:
    """What came of trying just this text, as it is kept with the version it becomes; None when nobody did to the end."""
    with reading() as c:
        run = finished(c, draft)
    if run is None:
        return None
    ways = [{name: one[name] for name in ("before", "after", "count")} for one in run.result["ways"][:MOST_TOLD]]
    told = {"state": "done", "since": chain.moment(run.since) if run.since else None, "until": chain.moment(run.until)}
    told |= {name: run.result[name] for name in (*FIGURES, *COUNTED)}
    return told | {"kinds": ways, "count": len(run.result["ways"])}


def program_of(draft: Draft) -> Program | None:
    """The program of a draft's text, kept for the next second of work; None while it has problems."""
    kept, key = of_app("waybill.backtests", PROGRAMS), (draft.text, tuple(sorted(draft.files.items())))
    if (found := kept.get(key)) is not None:
        return found
    outside, mistakes = libraries(draft.files)
    made = compile_text(draft.text, outside) if not mistakes else None
    if not isinstance(made, Program):
        return None
    kept.put(key, made)
    return made


def whole_day(until: datetime | None) -> datetime | None:
    """The end of a day of which only the beginning is given; the last day there is has no end."""
    return until + timedelta(days=1) if until and until.date() < date.max - timedelta(days=2) else None


def begin(draft: Draft, by: str, since: datetime | None, until: datetime | None) -> Run:
    """Begin anew; a run of the draft that was under way stops."""
    at = now()
    until = min(until or at, at)
    text, files = hashes(draft)
    row = {"draft": draft.id, "revision": draft.revision, "since": since, "until": until, "last": 0, "state": "running"}
    row |= {"by": by, "at": at, "result": {**NOTHING, "text": text, "files": files}}
    with transaction() as c:
        row["total"] = c.scalar(select(func.count()).select_from(ticket).where(*within(draft.process, since, until)))
        of_draft = backtest.c.draft == draft.id
        c.execute(update(backtest).where(of_draft, backtest.c.state == "running").values(state="stopped"))
        id = c.execute(insert(backtest).values(row).returning(backtest.c.id)).scalar_one()
        old = select(backtest.c.id).where(of_draft).order_by(backtest.c.id.desc()).offset(KEPT)
        if gone := list(c.scalars(old)):
            c.execute(delete(backtest).where(backtest.c.id.in_(gone)))
        return find(c, draft.id, id)


def go_on(run: Run, draft: Draft, made: Program, seconds: float = AT_ONCE) -> Run:
    """Try the next tickets, for about so long. Whoever comes second with the same piece has done it in vain."""
    with reading() as c:
        after = piece(c, run, draft, made, seconds)
    if keep(run, after):
        return after
    with reading() as c:
        return find(c, run.draft, run.id)


def piece(c: Connection, run: Run, draft: Draft, made: Program, seconds: float) -> Run:
    """The run with the next tickets in it."""
    result, last, state = from_json(run.result, NAMED), run.last, "done"
    end = monotonic() + seconds
    for id, each in trials(c, draft.process, made, run.since, run.until, run.last):
        result.add(id, each)
        last = id
        if monotonic() > end:
            state = "running"
            break
    return replace(run, last=last, state=state, result=result.to_json())


def keep(run: Run, after: Run) -> bool:
    """Store a piece, if the run still stands where it began."""
    stands = backtest.c.id == run.id, backtest.c.last == run.last, backtest.c.state == "running"
    values = {"last": after.last, "state": after.state}
    values["result"] = {**after.result, "text": run.text, "files": dict(run.files)}
    with transaction() as c:
        return c.execute(update(backtest).where(*stands).values(values)).rowcount == 1


def switch(run: Run, to: str) -> None:
    """Stop a run that is under way, or let a stopped one go on."""
    other = {"stopped": "running", "running": "stopped"}[to]
    with transaction() as c:
        c.execute(update(backtest).where(backtest.c.id == run.id, backtest.c.state == other).values(state=to))
