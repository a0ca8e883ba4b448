"""Moves: every event that moves a ticket to another version is what an act of an administrator asked for, and is kept so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from app.journal.rows import act, journal
from app.processes.rows import version
from app.tickets.checks.breach import Breach, Look
from app.tickets.rows import move, moved

Row = Mapping[str, object]
MOVED, BACK = "moved", "moved-back"
"""What the acts are called."""


def moves(look: Look) -> Iterator[Breach]:
    """Everything about every move."""
    acts: dict[int, Row | None] = {}
    versions = {row.id: row.number for row in look.c.execute(select(version.c.id, version.c.number))}
    query = select(journal).where(journal.c.type == "Moved").order_by(journal.c.ticket, journal.c.number)
    for row in look.c.execute(query).mappings():
        number = row["body"].get("act")
        if number not in acts:
            acts[number] = act_of(look, number)
        place = f"ticket {row['ticket']}, event {row['number']}"
        if wrong := fault(row, acts[number], versions.get(row["version"])) or unkept(look, row):
            yield Breach("moves", place, wrong)
    yield from unsaid(look)


def act_of(look: Look, number: object) -> Row | None:
    """The act with this number; `tickets` of it as a set."""
    found = look.c.execute(select(act).where(act.c.number == number)).mappings().first() if type(number) is int else None
    return dict(found) | {"tickets": set(found["body"].get("tickets", ()))} if found else None


def fault(row: Row, said: Row | None, number: int | None) -> str | None:
    """What is wrong with an event that moved a ticket, or None."""
    body = row["body"]
    if said is None or said["what"] != (BACK if body.get("back") else MOVED):
        return "no act asked for this move"
    if row["ticket"] not in said["tickets"]:
        return f"act {said['number']} does not name this ticket"
    if (said["by"], said["body"]["reason"]) != (body["by"], body["reason"]) or row["by"] != body["by"]:
        return f"act {said['number']} is somebody else's, or has another reason"
    if number != body["version"] or (not body.get("back") and said["body"]["version"] != row["version"]):
        return f"act {said['number']} moves to another version"
    return None


def unkept(look: Look, row: Row) -> str | None:
    """Whether no row says that the ticket was moved, or moved back, by this event."""
    body, mine = row["body"], moved.c.back if row["body"].get("back") else moved.c.number
    wanted = move.c.undone_act if body.get("back") else move.c.act
    query = select(moved.c.ticket).join(move, move.c.id == moved.c.move).where(moved.c.ticket == row["ticket"])
    found = look.c.scalar(query.where(mine == row["number"], wanted == body["act"]))
    return None if found is not None else "no move has it"


def unsaid(look: Look) -> Iterator[Breach]:
    """Rows that say a ticket was moved, or moved back, where its journal does not."""
    for column in (moved.c.number, moved.c.back):
        has = (journal.c.ticket == moved.c.ticket) & (journal.c.number == column) & (journal.c.type == "Moved")
        query = select(moved.c.move, moved.c.ticket).outerjoin(journal, has)
        for row in look.c.execute(query.where(column.is_not(None), journal.c.ticket.is_(None)).limit(100)):
            yield Breach("moves", f"ticket {row.ticket}", f"move {row.move} says that it was moved, and its events do not")
