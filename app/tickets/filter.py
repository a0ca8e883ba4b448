"""The list of all tickets, narrowed by process, status, and a number or words of the title."""

from __future__ import annotations

from sqlalchemy import Connection

from app.people.queries import Person
from app.tickets.queries import Page, search
from app.tickets.rows import ticket
from app.tickets.sight import Sight

STATUSES = ("draft", "open", "returned", "ended")


def narrowed(
    c: Connection, me: Person, process: str, status: str, q: str, after: int | None, has: Sight | None = None
) -> Page:
    """Visible tickets that fit. Titles are searched only where the person may see them."""
    where = [ticket.c.process == process] if process else []
    if status in STATUSES:
        where.append(ticket.c.status == status)
    number = q.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 16:
        return search(c, me, *where, ticket.c.id == int(number), after=after, has=has)
    return search(c, me, *where, title=q, after=after, has=has)
