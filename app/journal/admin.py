"""Acts of administrators: what was done to people, processes, retention and keys, a chain beside those of the tickets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from app.db import now
from app.journal import chain
from app.journal.rows import act, lock

COMMAND_LINE = "command-line"
"""Who acts when a command does not say who."""
HEAD = select(act.c.number, act.c.digest).order_by(act.c.number.desc()).limit(1)


def note(
    c: Connection,
    what: str,
    by: str,
    subject: str = "",
    body: Mapping[str, object] | None = None,
    personal: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> int:
    """Keep an act, in the transaction that does it and as its last lock; its number. `personal` may be erased one day."""
    c.execute(select(lock).where(lock.c.name == "acts").with_for_update())
    head = c.execute(HEAD).first()
    number, before = (head.number + 1, head.digest) if head else (1, chain.START)
    row = {"number": number, "at": at or now(), "by": by, "what": what, "subject": subject, "body": dict(body or {})}
    c.execute(act.insert().values(sealed(before, row | {"personal": dict(personal) if personal else None}) | {"leaf": 0}))
    return number


def entry(row: Mapping[str, object], private: str | None) -> dict[str, object]:
    """What is hashed of an act: `private` is the commitment to its personal part, None when it has none."""
    public = {name: row[name] for name in ("number", "by", "what", "subject", "body")}
    return public | {"at": chain.moment(row["at"]), "private": private}


def sealed(previous: str, row: dict) -> dict:
    """The row of an act with its salt, commitment and digest; it follows the digest `previous`."""
    salt = chain.new_salt() if row["personal"] else None
    committed = chain.commitment(salt, row["personal"]) if salt else None
    digest = chain.link(previous, entry(row, committed), chain.ACT)
    return row | {"salt": salt, "private": committed, "digest": digest}


def fault(previous: str, row: Mapping[str, object]) -> str | None:
    """What is wrong with a stored act that follows the digest `previous`, or None."""
    if chain.is_erased(row):
        if row["personal"]:
            return "it was erased, and something personal is in it"
    elif row["personal"] and row["salt"] is None:
        return "its personal values have no commitment"
    elif row["personal"] and chain.commitment(row["salt"], row["personal"]) != row["private"]:
        return "its personal values are not what was committed to"
    elif not row["personal"] and row["private"]:
        return "its personal values are gone"
    if chain.link(previous, entry(row, row["private"]), chain.ACT) != row["digest"]:
        return "its digest does not follow from what is before it and in it"
    return None
