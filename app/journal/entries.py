"""Writing events to the journal and reading them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, bindparam, select

from app.journal import chain
from app.journal.rows import journal
from dsl.engine import journal_json
from dsl.engine.events import Batch, Event
from dsl.program import Program


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of a ticket with what the journal keeps around it; `facts` on the first event of a batch; `erased` when
    its personal parts are gone."""

    ticket: int
    number: int
    version: int
    at: datetime
    by: str
    body: Mapping[str, object]
    facts: Mapping[str, object] | None
    digest: str = chain.START
    erased: bool = False

    def event(self, program: Program) -> Event:
        """The typed event; `program` is that of the entry's version."""
        return journal_json.from_json(program, self.body)


def rows(program: Program, version: int, batch: Batch, count: int, head: str) -> list[dict]:
    """The rows of a batch that follows `count` events, the last of which has the digest `head`; `ticket` is still to be
    set. The last row waits for a place in the log."""
    made: list[dict] = []
    for number, event in enumerate(batch.events, count + 1):
        row = {
            "number": number,
            "version": version,
            "at": batch.at,
            "by": batch.by,
            "type": type(event).__name__,
            "body": journal_json.to_json(program, event),
            "facts": dict(batch.facts) if number == count + 1 else None,
            "leaf": 0 if number == count + len(batch.events) else None,
        }
        made.append(chain.sealed(made[-1]["digest"] if made else head, row))
    return made


APPEND = journal.insert()


def append(c: Connection, ticket: int, rows: Sequence[dict]) -> None:
    """Write rows of `rows` for a ticket, in one statement."""
    c.execute(APPEND, [{**row, "ticket": ticket} for row in rows])


READ = (
    select(journal)
    .where(journal.c.ticket == bindparam("of"), journal.c.number > bindparam("after"))
    .order_by(journal.c.number)
)


def read(c: Connection, ticket: int, after: int = 0) -> list[Entry]:
    """The entries of a ticket with numbers above `after`, in order."""
    return [entry(row) for row in c.execute(READ, {"of": ticket, "after": after})]


def entry(row: Row) -> Entry:
    """A row as a value."""
    erased = row.salt is None and row.private is not None
    return Entry(row.ticket, row.number, row.version, row.at, row.by, row.body, row.facts, row.digest, erased)


def tickets(c: Connection, above: int = 0, most: int = 500) -> list[int]:
    """The next tickets the journal knows, by id."""
    query = select(journal.c.ticket).where(journal.c.number == 1, journal.c.ticket > above)
    return list(c.scalars(query.order_by(journal.c.ticket).limit(most)))


def runs(entries: Iterable[Entry]) -> list[tuple[int, list[Entry]]]:
    """Entries by the version that decided them, in order: a ticket that was moved has more than one."""
    found: list[tuple[int, list[Entry]]] = []
    for one in entries:
        if not found or found[-1][0] != one.version:
            found.append((one.version, []))
        found[-1][1].append(one)
    return found


def batches(program: Program, entries: Iterable[Entry]) -> list[Batch]:
    """Entries as the batches they were written in."""
    found: list[tuple[Entry, list[Event]]] = []
    for one in entries:
        if one.facts is not None or not found:
            found.append((one, []))
        found[-1][1].append(one.event(program))
    return [Batch(first.at, first.by, tuple(events), first.facts or {}) for first, events in found]
