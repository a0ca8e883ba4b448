"""How long tickets are kept: years after their end by process, longer under a legal hold, and when one may be erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, delete, select, update

from app.db import insert_once, now
from app.journal import admin
from app.processes.rows import process
from app.tickets.rows import hold, ticket

SHORTEST_RETENTION = 5
"""Years a ticket is kept after its end, at least: what the rules for finance ask for."""
LONGEST_RETENTION = 100


class NotAllowed(Exception):
    """What is kept stays kept; the message says until when, or why."""


def set_years(c: Connection, name: str, years: int, by: str, reason: str) -> None:
    """Keep the tickets of a process for so many years after their end; those that have ended already, too."""
    if not SHORTEST_RETENTION <= years <= LONGEST_RETENTION:
        raise NotAllowed(f"{years} years: choose from {SHORTEST_RETENTION} to {LONGEST_RETENTION}")
    before = c.execute(select(process.c.retention).where(process.c.id == name).with_for_update()).scalar()
    if before is None:
        raise NotAllowed(f"there is no process `{name}`")
    c.execute(update(process).where(process.c.id == name).values(retention=years))
    admin.note(c, "retention", by, name, {"before": before, "years": years, "reason": reason})


def until(c: Connection, row: Row) -> datetime | None:
    """When an ended ticket may be erased; None for one that has not ended."""
    if row.status != "ended":
        return None
    years = c.scalar(select(process.c.retention).where(process.c.id == row.process))
    return later(row.changed, years)


def later(at: datetime, years: int) -> datetime:
    """The same day in another year; 1 March where there is no 29 February."""
    try:
        return at.replace(year=at.year + years)
    except ValueError:
        return at.replace(year=at.year + years, month=3, day=1)


def require_over(c: Connection, row: Row, at: datetime) -> None:
    """Raise NotAllowed unless the ticket may be erased at this time."""
    free = until(c, row)
    if free is None:
        raise NotAllowed(f"ticket {row.id} has not ended: it is kept")
    if at < free:
        raise NotAllowed(f"ticket {row.id} is kept until {free:%Y-%m-%d}: it may be erased from then on")
    held = c.execute(select(hold).where(hold.c.ticket == row.id)).first()
    if held:
        raise NotAllowed(f"ticket {row.id} is under a legal hold by {held.by} since {held.at:%Y-%m-%d}: {held.reason}")


def put_hold(c: Connection, id: int, by: str, reason: str) -> None:
    """Keep the ticket whatever its age, until somebody takes the hold away."""
    if c.scalar(select(ticket.c.id).where(ticket.c.id == id).with_for_update()) is None:
        raise NotAllowed(f"there is no ticket {id}")
    if not insert_once(c, hold, {"ticket": id, "by": by, "at": now(), "reason": reason}):
        raise NotAllowed(f"ticket {id} is under a legal hold already")
    admin.note(c, "hold", by, str(id), {"reason": reason})


def release(c: Connection, id: int, by: str, reason: str) -> None:
    """Take the hold away."""
    if c.execute(delete(hold).where(hold.c.ticket == id)).rowcount != 1:
        raise NotAllowed(f"ticket {id} is under no legal hold")
    admin.note(c, "release", by, str(id), {"reason": reason})
