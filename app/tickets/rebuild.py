"""Making every row of every ticket again from the journal: what the lists show is then what happened."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, delete, insert, select, text, update

from app.db import reading, transaction
from app.journal import entries
from app.processes.programs import program
from app.tickets import project
from app.tickets.known import new, recorded
from app.tickets.rows import involved, ticket, waiting
from dsl.engine.events import Moved
from dsl.engine.facts import Facts

PIECE = 200
"""Tickets made again in one transaction."""


def rebuild() -> Iterator[tuple[int, bool]]:
    """Make all tickets again; yields each with whether its rows were different."""
    above = 0
    while True:
        with reading() as c:
            piece = entries.tickets(c, above, PIECE)
        if not piece:
            break
        with transaction() as c:
            yield from [(id, again(c, id)) for id in piece]
        above = piece[-1]
    with transaction() as c:
        count_on(c)


def rows_of(c: Connection, id: int) -> tuple[dict, set, set]:
    """The ticket's row, whom it waits for and who has a part in it, by its journal."""
    found = entries.read(c, id)
    known, seats, left = new(found[0].version), set(), set()
    is_erased = any(one.erased for one in found)
    for one in recorded(c, found):
        made, batch = one.program, one.batch
        known = known.under(one.version).after(made, batch.events, known.count + len(batch.events))
        facts = Facts(batch.at, dict(batch.facts), requester=known.state.requester)
        if is_erased:
            continue
        if isinstance(batch.events[0], Moved):
            seats, left = project.moved_seats(made, batch.events[0], seats, left)
        seats |= project.seats(made, batch.events, known.state.answers, facts, known.state.status)
    made = program(c, known.version)
    if is_erased:
        # What gave people their parts is gone: those they have stay.
        seats = stored(c, id, locked=False)[2]
    row = project.row(made, known.version, known.state, known.count, found[0].at, found[-1].at, known.public)
    return row, project.waiting(made, known.state), seats


def stored(c: Connection, id: int, locked: bool = True) -> tuple[dict | None, set, set]:
    """The same, as the tables have it."""
    query = select(ticket).where(ticket.c.id == id)
    row = c.execute(query.with_for_update() if locked else query).mappings().first()
    waits = c.execute(select(waiting.c.step, waiting.c.person).where(waiting.c.ticket == id))
    seats = c.execute(select(involved.c.person, involved.c.step, involved.c.titled).where(involved.c.ticket == id))
    own = {key: value for key, value in row.items() if key != "id"} if row else None
    return own, {tuple(one) for one in waits}, {project.Seat(*one) for one in seats}


def again(c: Connection, id: int) -> bool:
    """Make one ticket's rows again; tells whether they were different."""
    has = stored(c, id)
    row, waits, seats = wanted = rows_of(c, id)
    if has == wanted:
        return False
    if has[0] is None:
        c.execute(insert(ticket).values(row | {"id": id}))
    else:
        c.execute(update(ticket).where(ticket.c.id == id).values(row))
    for table in (waiting, involved):
        c.execute(delete(table).where(table.c.ticket == id))
    if waits:
        c.execute(insert(waiting), [{"ticket": id, "step": step, "person": person} for step, person in sorted(waits)])
    if seats:
        parts = [{"ticket": id, "person": s.person, "step": s.step, "titled": s.titled} for s in seats]
        c.execute(insert(involved), parts)
    return True


def count_on(c: Connection) -> None:
    """New tickets count on behind the highest id; SQLite does so by itself."""
    if c.dialect.name == "postgresql":
        highest = "(SELECT max(id) FROM wb_ticket)"
        c.execute(text(f"SELECT setval(pg_get_serial_sequence('wb_ticket', 'id'), {highest}) WHERE {highest} IS NOT NULL"))
