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
    """Keep an act, in the transaction that does it and as its last lock; its number. Each part of `personal`, by who it is
    about, may be erased one day without the others."""
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
    """The row of an act with its commitment and digest; it follows the digest `previous`. Every personal part has a salt of
    its own; the one beside the row is that of acts from before 0005, which have one commitment for all parts."""
    parts = {name: {"salt": chain.new_salt(), "value": value} for name, value in (row["personal"] or {}).items()}
    committed = together(parts) if parts else None
    digest = chain.link(previous, entry(row, committed), chain.ACT)
    return row | {"personal": parts or None, "salt": None, "private": committed, "digest": digest}


def together(parts: Mapping[str, Mapping[str, object]]) -> str:
    """What stands for all personal parts of an act: of each its commitment, also of those that are gone."""
    each = {name: part.get("gone") or chain.commitment(part["salt"], part["value"]) for name, part in parts.items()}
    return chain.together(each)


def without(row: Mapping[str, object], who: str) -> dict[str, object]:
    """What an act has left, as columns, once what is about `who` is erased; of an act from before 0005 nothing."""
    if row["salt"] is not None:
        return {"personal": None, "salt": None}
    parts = dict(row["personal"])
    parts[who] = {"gone": chain.commitment(parts[who]["salt"], parts[who]["value"])}
    return {"personal": parts}


def gone(row: Mapping[str, object]) -> set[str]:
    """About whom personal parts of an act were erased; of an act from before 0005 all whom it names."""
    if row["private"] is None or row["salt"] is not None:
        return set()
    if not row["personal"]:
        return {str(one["id"]) for one in row["body"].get("people", ())} or {""}
    return {name for name, part in row["personal"].items() if "gone" in part}


def fault(previous: str, row: Mapping[str, object]) -> str | None:
    """What is wrong with a stored act that follows the digest `previous`, or None."""
    if wrong := torn(row["personal"], row["private"], row["salt"]):
        return wrong
    if chain.link(previous, entry(row, row["private"]), chain.ACT) != row["digest"]:
        return "its digest does not follow from what is before it and in it"
    return None


def torn(personal: Mapping[str, object] | None, private: str | None, salt: str | None) -> str | None:
    """What is wrong with the personal parts of an act."""
    if private is None:
        return "its personal values have no commitment" if personal else None
    if not personal:
        return None if salt is None else "its personal values are gone"
    try:
        committed = chain.commitment(salt, personal) if salt else together(personal)
    except (LookupError, AttributeError, TypeError, ValueError):
        committed = ""
    return None if committed == private else "its personal values are not what was committed to"
