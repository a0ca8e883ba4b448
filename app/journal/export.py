"""Reading the proof out, piece by piece and as plain JSON values: what an audit bundle carries and a verifier checks."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from sqlalchemy import Connection, Select, select, tuple_

from app.journal import chain, merkle, sequence
from app.journal.rows import act, checkpoint, journal, key, log

PIECE = 500
"""Rows read at once."""


def events(c: Connection, ticket: int | None = None) -> Iterator[dict]:
    """Every event, by ticket and number, or those of one ticket: what is stored and `salt`, `private` (the commitment),
    `digest`, `leaf` (on the last of each batch: its number in the log, 0 while it has none) and `erased`."""
    query = select(journal).order_by(journal.c.ticket, journal.c.number).limit(PIECE)
    if ticket is not None:
        query = query.where(journal.c.ticket == ticket)
    above = (0, 0)
    while rows := c.execute(query.where(tuple_(journal.c.ticket, journal.c.number) > above)).mappings().all():
        for row in rows:
            yield plain(row) | {"erased": chain.is_erased(row)}
        above = (rows[-1]["ticket"], rows[-1]["number"])


def acts(c: Connection) -> Iterator[dict]:
    """Every act of an administrator, in order, with its proof as for events; `personal` is what may be erased."""
    yield from counted(c, select(act), act.c.number)


def log_entries(c: Connection, above: int = 0) -> Iterator[dict]:
    """Every entry of the log from 1 on: `number`, `kind`, `of`, `last`, `digest`, `node`, `at`. `sequence.data` makes of
    one what its leaf is the hash of."""
    yield from counted(c, select(log), log.c.number, above)


def checkpoints(c: Connection) -> Iterator[dict]:
    """Every checkpoint, by size: `note` is the signed text."""
    yield from counted(c, select(checkpoint), checkpoint.c.size)


def keys(c: Connection) -> Iterator[dict]:
    """Every public key that ever signed, the oldest first: `id` is the SHA-256 of the bytes in `public` (base64)."""
    for row in c.execute(select(key).order_by(key.c.at, key.c.id)).mappings():
        yield plain(row)


def proof(c: Connection, number: int, size: int) -> list[str]:
    """The inclusion proof of entry `number` in the first `size`, for `merkle.included`: base64, from the bottom up."""
    path = merkle.inclusion(number, size, sequence.kept(c), leaves(c))
    return [base64.b64encode(each).decode() for each in path]


def consistency(c: Connection, first: int, size: int) -> list[bytes]:
    """The proof that the first `first` entries begin the first `size`, for `merkle.consistent`; of nothing there is none."""
    return merkle.consistency(first, size, sequence.kept(c), leaves(c)) if first else []


def leaves(c: Connection) -> merkle.Kept:
    """The leaves of the log, as the tree asks for them. LookupError where an entry is missing."""

    def leaf_of(number: int) -> bytes:
        row = c.execute(select(log).where(log.c.number == number)).mappings().first()
        if row is None:
            raise LookupError(f"the log has no entry {number}")
        return merkle.leaf(sequence.data(row))

    return leaf_of


def counted(c: Connection, query: Select, number, above: int = 0) -> Iterator[dict]:
    """The rows of a query by the column that counts them."""
    query = query.order_by(number).limit(PIECE)
    while rows := c.execute(query.where(number > above)).mappings().all():
        yield from map(plain, rows)
        above = rows[-1][number.name]


def plain(row) -> dict:
    """A row as JSON values: its moment as chains write it."""
    return {**row, "at": chain.moment(row["at"])}
