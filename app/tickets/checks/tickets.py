"""Tickets: their events are numbered and chained without a gap, add up to their rows, and were decided as they must be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from sqlalchemy import select

from app.journal import chain, entries
from app.journal.rows import journal
from app.processes.programs import BrokenVersion, program
from app.tickets import rebuild
from app.tickets.checks.breach import Breach, Look
from app.tickets.checks.moves import moves
from app.tickets.checks.rerun import rerun
from app.tickets.erase import attached_in
from app.tickets.rows import file, ticket

Row = Mapping[str, object]
PIECE = 200
"""Tickets read at once."""
UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, BrokenVersion)
"""What reading an event that was tampered with ends in."""
COMPARED = ("the row of the ticket", "for whom it waits", "who has a part in it")


def tickets(look: Look) -> Iterator[Breach]:
    """Everything about every ticket."""
    yield from without_events(look)
    above = 0
    numbers = select(journal.c.ticket).distinct().order_by(journal.c.ticket).limit(PIECE)
    while piece := list(look.c.scalars(numbers.where(journal.c.ticket > above))):
        for id in piece:
            yield from one(look, id)
            look.seen["tickets"] += 1
            look.step()
        above = piece[-1]
    yield from moves(look)


def without_events(look: Look) -> Iterator[Breach]:
    """Rows of tickets that never happened."""
    known = select(journal.c.ticket).where(journal.c.ticket == ticket.c.id)
    for id in look.c.scalars(select(ticket.c.id).where(~known.exists()).order_by(ticket.c.id)):
        yield Breach("events", f"ticket {id}", "it has a row and no events")


def one(look: Look, id: int) -> Iterator[Breach]:
    """Everything about one ticket; what its events mean only when they are as they were written."""
    query = select(journal).where(journal.c.ticket == id).order_by(journal.c.number)
    rows = look.c.execute(query).mappings().all()
    look.seen["events"] += len(rows)
    found = [*numbered(id, rows), *chained(id, rows), *placed(id, rows)]
    yield from found
    if not found:
        try:
            yield from meant(look, id, rows)
        except UNREADABLE as error:
            yield Breach("events", f"ticket {id}", f"its events cannot be read ({type(error).__name__}: {error})")
        yield from attached(look, id, rows)


def numbered(id: int, rows: Sequence[Row]) -> Iterator[Breach]:
    """Events are 1, 2, 3 …"""
    for wanted, row in enumerate(rows, 1):
        if row["number"] != wanted:
            yield Breach("numbers", f"ticket {id}, event {wanted}", f"it is missing: after it comes event {row['number']}")
            return


def chained(id: int, rows: Sequence[Row]) -> Iterator[Breach]:
    """Each event follows from the one before; the first that does not is told."""
    head = chain.START
    for row in rows:
        wrong = chain.fault(head, row)
        if row["type"] != row["body"].get("type"):
            wrong = "its row names another type than its body"
        if wrong:
            yield Breach("chain", f"ticket {id}, event {row['number']}", wrong)
            return
        head = row["digest"]


def placed(id: int, rows: Sequence[Row]) -> Iterator[Breach]:
    """The last event of each batch, and no other, has a place in the log or waits for one."""
    ends = [row["facts"] is not None for row in rows[1:]] + [True]
    for row, is_end in zip(rows, ends, strict=True):
        if (row["leaf"] is not None) != is_end:
            wrong = "it waits for no place in the log" if is_end else "it has a place in the log that is not its own"
            yield Breach("log", f"ticket {id}, event {row['number']}", wrong)
    places = [row["leaf"] for row in rows if row["leaf"]]
    if any(first >= second for first, second in pairwise(places)):
        yield Breach("log", f"ticket {id}", "its places in the log are not in the order of its events")


def meant(look: Look, id: int, rows: Sequence[Row]) -> Iterator[Breach]:
    """Events add up to the rows, somebody has every open ticket, and every decision comes out as it did."""
    wanted, has = rebuild.rows_of(look.c, id), rebuild.stored(look.c, id, locked=False)
    for name, one, other in zip(COMPARED, has, wanted, strict=True):
        if one != other:
            yield Breach("rows", f"ticket {id}", f"{name} is not what its events add up to{differs(one, other)}")
    if wanted[0]["status"] == "open" and not wanted[1] and not wanted[0]["stuck"]:
        yield Breach("open", f"ticket {id}", "it is open, nobody has it, and it is no incident")
    found = [entries.entry(look_row) for look_row in as_rows(look, id)]
    erased = [entry for entry in found if entry.erased]
    if erased and not any(entry.body["type"] == "Erased" for entry in found):
        yield Breach("chain", f"ticket {id}, event {erased[0].number}", "its personal parts are gone and nobody erased them")
    if not erased:
        for number, wrong in rerun(partial(program, look.c), found, look.seen):
            yield Breach("decisions", f"ticket {id}, event {number}", wrong)


def as_rows(look: Look, id: int):
    """The events of a ticket as rows."""
    return look.c.execute(select(journal).where(journal.c.ticket == id).order_by(journal.c.number))


def differs(has: object, wanted: object) -> str:
    """Which columns differ; no values, as they may be personal."""
    if has is None:
        return ": it is missing"
    if not isinstance(has, dict) or not isinstance(wanted, dict):
        return ""
    return ": " + ", ".join(sorted(name for name in wanted if has.get(name) != wanted[name]))


def attached(look: Look, id: int, rows: Sequence[Row]) -> Iterator[Breach]:
    """Every file that an event names is known."""
    named = {each for row in rows for each in attached_in(row["body"])}
    for hash, name in sorted(named):
        known = select(file.c.hash).where(file.c.hash == hash, file.c.name == name).limit(1)
        if look.c.scalar(known) is None:
            yield Breach("files", f"ticket {id}", f"the file {hash[:12]}… it names is not known")
