"""The list of all tickets, narrowed by process, status, and a number or words of the title."""

from __future__ import annotations

from sqlalchemy import Connection

from app.people.queries import Person
from app.tickets.queries import PAGE, Page, listing, page, titled
from app.tickets.rows import ticket

STATUSES = ("draft", "open", "returned", "ended")


def narrowed(c: Connection, me: Person, process: str, status: str, q: str, after: int | None) -> Page:
    """Visible tickets that fit. Titles are searched only where the person may see them."""
    query = listing(c, me)
    if process:
        query = query.where(ticket.c.process == process)
    if status in STATUSES:
        query = query.where(ticket.c.status == status)
    number = q.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 16:
        query = query.where(ticket.c.id == int(number))
    elif q:
        query = query.where(ticket.c.title.icontains(q, autoescape=True), titled(c, me))
    return page(c, me, query, after, PAGE)
