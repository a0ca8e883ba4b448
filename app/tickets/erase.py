"""Erasing: what is personal in a ticket is destroyed with its salts; what happened, and that it was erased, stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, Row, String, cast, delete, select, update

from app.db import db, now, transaction
from app.journal import admin, chain, entries
from app.journal.rows import journal
from app.processes.programs import program
from app.tickets import project, storage
from app.tickets.known import Known, forget, know
from app.tickets.retention import NotAllowed, require_over
from app.tickets.rows import done, file, ticket
from dsl.engine.events import Batch, Erased

Attached = tuple[str, str]
"""Hash and name of a file."""


def erase(id: int, by: str, reason: str, at: datetime | None = None) -> int:
    """Erase the ticket, all of it or nothing; how many events lost something. NotAllowed while it must be kept."""
    moment = at or now()
    with transaction() as c:
        clean(c)
        row = c.execute(select(ticket).where(ticket.c.id == id).with_for_update()).first()
        if row is None:
            raise NotAllowed(f"there is no ticket {id}")
        require_over(c, row, moment)
        forget(id)
        known = know(c, id)
        attached = set(files_of(c, id))
        found = blanked(c, id)
        if not found:
            raise NotAllowed(f"nothing personal is left in ticket {id}")
        note(c, row, known, Batch(moment, by, (Erased(by=by, reason=reason),), {}))
        c.execute(delete(done).where(done.c.answer["ticket"].as_integer() == id))
        gone = detached(c, id, attached)
        admin.note(c, "erased", by, str(id), {"reason": reason, "events": found, "files": len(gone)}, at=moment)
    forget(id)
    for hash in gone:
        storage.path_of(hash).unlink(missing_ok=True)
    settle()
    return found


def clean(c: Connection) -> None:
    """SQLite overwrites what is deleted on this connection; PostgreSQL does when it vacuums."""
    if c.dialect.name == "sqlite":
        c.exec_driver_sql("PRAGMA secure_delete=ON")


def settle() -> None:
    """SQLite's write-ahead log still has what was there before: empty it."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as c:
            raw = c.connection.dbapi_connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            raw.execute("PRAGMA secure_delete=FAST").close()


def blanked(c: Connection, id: int) -> int:
    """Take the personal parts and their salts out of every event; how many had some."""
    rows = c.execute(select(journal).where(journal.c.ticket == id, journal.c.salt.is_not(None))).all()
    for row in rows:
        facts = None if row.facts is None else {}
        change = update(journal).where(journal.c.ticket == id, journal.c.number == row.number)
        c.execute(change.values(body=chain.blank(row.body), facts=facts, salt=None))
    return len(rows)


def note(c: Connection, row: Row, known: Known, batch: Batch) -> None:
    """Write the event that says so; whoever knows the ticket from before sees by its number that there is more."""
    made = program(c, known.version)
    after = known.after(made, batch.events, known.count + 1)
    entries.append(c, row.id, entries.rows(made, known.version, batch, known.count, known.head))
    values = project.row(made, known.version, after.state, after.count, row.created, batch.at, after.public)
    c.execute(update(ticket).where(ticket.c.id == row.id).values(values))


def files_of(c: Connection, id: int) -> Iterator[Attached]:
    """The files that a ticket's answers name."""
    for body in c.scalars(select(journal.c.body).where(journal.c.ticket == id)):
        yield from attached_in(body)


def attached_in(value: object) -> Iterator[Attached]:
    """The files named anywhere in a JSON value."""
    if isinstance(value, dict):
        if value.keys() == {"name", "hash", "size", "type"}:
            yield value["hash"], value["name"]
        for each in value.values():
            yield from attached_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from attached_in(each)


def detached(c: Connection, id: int, attached: set[Attached]) -> list[str]:
    """Forget the files that no other ticket names; the hashes of those whose content nobody needs any more."""
    gone = []
    for hash, name in sorted(attached):
        others = select(journal.c.body).where(journal.c.ticket != id, cast(journal.c.body, String).contains(hash))
        if any((hash, name) in attached_in(body) for body in c.scalars(others)):
            continue
        c.execute(delete(file).where(file.c.hash == hash, file.c.name == name))
        if c.scalar(select(file.c.hash).where(file.c.hash == hash).limit(1)) is None:
            gone.append(hash)
    return gone
