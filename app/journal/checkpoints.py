"""Checkpoints: every few minutes, or every thousand entries, the root of the log is signed."""

from __future__ import annotations

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app
from sqlalchemy import Connection, Row, select

from app.db import now, reading, transaction
from app.journal import chain, keys, merkle, restored, sequence
from app.journal.notes import Note, id_of, public_of, sign
from app.journal.rows import checkpoint

EVERY = timedelta(minutes=5)
"""Longest time without a checkpoint while the log grows."""
ENTRIES = 1000
"""Entries after which a checkpoint is made at once."""


class BrokenLog(Exception):
    """The log is not the one that was signed before: nothing more is signed until somebody has looked."""


def newest(c: Connection) -> Row | None:
    """The last checkpoint."""
    return c.execute(select(checkpoint).order_by(checkpoint.c.size.desc()).limit(1)).first()


def is_due(c: Connection) -> bool:
    """Whether it is time for one."""
    size, last = sequence.size(c), newest(c)
    if last is None:
        return size > 0
    return size > last.size and (size - last.size >= ENTRIES or now() - last.at >= EVERY)


def make() -> str | None:
    """Sign the log as it is; the note, None when nothing is new. The act of a new key, and that of a database that was put
    back, come first, so they are covered."""
    settings = current_app.extensions["waybill"]
    with reading() as c:
        known = keys.known(c)
    private = keys.private(settings.key)
    if id_of(public_of(private)) not in known:
        with transaction() as c:
            keys.introduce(c, private)
    restored.notice()
    sequence.seal_all()
    with transaction() as c:
        text = signed(c, private, origin(settings.address)) if sequence.is_ours(c) else None
    if text is not None:
        restored.remember(settings.key, text)
    return text


def origin(address: str) -> str:
    """The name of the log: where people reach the product, without the scheme."""
    return address.split("://", 1)[-1]


def signed(c: Connection, private: Ed25519PrivateKey, origin: str) -> str | None:
    """Sign and keep the root of the log; the caller holds its lock."""
    size, last, at = sequence.size(c), newest(c), now()
    require_same(c, last, size)
    require_known(c)
    if size == (last.size if last else 0):
        return None
    root = merkle.root(size, sequence.kept(c))
    text = sign(Note(origin, size, root, chain.moment(at), last.size if last else 0), private)
    row = {"size": size, "root": root.hex(), "key": id_of(public_of(private)), "note": text, "at": at, "anchored": {}}
    c.execute(checkpoint.insert().values(row))
    return text


def require_same(c: Connection, last: Row | None, size: int) -> None:
    """Raise BrokenLog unless the log still begins with what was signed last."""
    if last is None:
        return
    if size < last.size:
        raise BrokenLog(f"the log has {size} entries, and {last.size} were signed: run `waybill verify`")
    try:
        same = merkle.root(last.size, sequence.kept(c)).hex() == last.root
    except LookupError as missing:
        raise BrokenLog(f"{missing}: run `waybill verify`") from None
    if not same:
        raise BrokenLog(f"the first {last.size} entries of the log are not those that were signed: run `waybill verify`")


def require_known(c: Connection) -> None:
    """Raise BrokenLog unless everything that is known to have been signed is in the log, or an act says it is gone."""
    if note := restored.unexplained(c):
        signed = f"{note.size} entries were signed at {note.at[:16]}Z"
        raise BrokenLog(f"{signed}, and the log has others: run `waybill verify`")
