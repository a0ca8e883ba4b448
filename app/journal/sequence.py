"""The sequencer: gives what was committed its number in the one log, without gaps, a moment after it happened."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, func, select, text, update

from app.db import now, reading, transaction
from app.journal import chain, merkle
from app.journal.rows import act, journal, lock, log

PIECE = 500
"""Entries given their numbers in one transaction."""
WAITS = text("leaf = 0")
"""Written out, so that the small index of what waits is used."""
TICKETS = select(journal.c.ticket, journal.c.number, journal.c.digest).where(WAITS)
TICKETS = TICKETS.order_by(journal.c.ticket, journal.c.number).limit(PIECE)
ACTS = select(act.c.number, act.c.digest).where(WAITS).order_by(act.c.number).limit(PIECE)
PLACE_TICKET = (
    update(journal)
    .where(journal.c.ticket == bindparam("the_ticket"), journal.c.number == bindparam("the_number"))
    .values(leaf=bindparam("the_leaf"))
)
PLACE_ACT = update(act).where(act.c.number == bindparam("the_number")).values(leaf=bindparam("the_leaf"))
NODE = select(log.c.node).where(log.c.number == bindparam("end"))


def data(row: Mapping[str, object]) -> bytes:
    """What the leaf of an entry is made of: `kind` (ticket or act), `of` (the ticket, 0 for acts), `last` (the number of
    the last event of the batch, or of the act) and the `digest` of its chain there."""
    return chain.canonical({name: row[name] for name in ("kind", "of", "last", "digest")})


def seal() -> int:
    """Give numbers to what waits for them, at most PIECE of each kind; how many. 0 when somebody else is at it."""
    with reading() as c:
        if c.execute(TICKETS.limit(1)).first() is None and c.execute(ACTS.limit(1)).first() is None:
            return 0
    with transaction() as c:
        return append(c) if is_ours(c) else 0


def seal_all() -> int:
    """Give numbers to everything that waits; how many."""
    found = 0
    while some := seal():
        found += some
    return found


def is_ours(c: Connection) -> bool:
    """Whether nobody else works on the log; then nobody does until the transaction ends."""
    one = select(lock).where(lock.c.name == "log").with_for_update(skip_locked=True)
    return c.execute(one).first() is not None


def size(c: Connection) -> int:
    """How many entries the log has."""
    return c.scalar(select(func.max(log.c.number))) or 0


def kept(c: Connection) -> merkle.Kept:
    """The hashes that are kept with the entries, as the tree asks for them. LookupError where an entry is missing."""

    def node(end: int) -> bytes:
        found = c.scalar(NODE, {"end": end})
        if found is None:
            raise LookupError(f"the log has no entry {end}")
        return bytes.fromhex(found)

    return node


def append(c: Connection) -> int:
    """Write the next entries; the caller holds the lock."""
    tickets, acts, at = c.execute(TICKETS).all(), c.execute(ACTS).all(), now()
    found = [{"kind": "act", "of": 0, "last": one.number, "digest": one.digest} for one in acts]
    found += [{"kind": "ticket", "of": one.ticket, "last": one.number, "digest": one.digest} for one in tickets]
    if not found:
        return 0
    before = size(c)
    tree = merkle.Growing(before, kept(c))
    for number, row in enumerate(found, before + 1):
        row |= {"number": number, "node": tree.add(data(row)).hex(), "at": at}
    c.execute(log.insert(), found)
    place(c, found)
    return len(found)


def place(c: Connection, found: list[dict]) -> None:
    """Tell each batch and act which number it got."""
    acts = [{"the_number": row["last"], "the_leaf": row["number"]} for row in found if row["kind"] == "act"]
    tickets = [
        {"the_ticket": row["of"], "the_number": row["last"], "the_leaf": row["number"]}
        for row in found
        if row["kind"] == "ticket"
    ]
    if acts:
        c.execute(PLACE_ACT, acts)
    if tickets:
        c.execute(PLACE_TICKET, tickets)
