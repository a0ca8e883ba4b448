"""What `verify` found, when somebody let it be kept: a row for the pages, and its hash in an act."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from app.db import now
from app.journal import admin, chain
from app.journal.rows import verification

OLD = timedelta(days=8)
"""After so long it should be looked again: it is meant to run every night, and not to miss a week."""
DOMAIN = b"waybill/verification/1\n"


@dataclass(frozen=True, slots=True)
class Verification:
    """One result: `seen` counts what was looked at, `breaches` are the first of `count`."""

    id: int
    at: datetime
    by: str
    good: bool
    result: Mapping[str, object]


def digest(result: Mapping[str, object]) -> str:
    """The SHA-256 of a result, written in one way."""
    return hashlib.sha256(DOMAIN + chain.canonical(result)).hexdigest()


def keep(c: Connection, by: str, result: Mapping[str, object]) -> int:
    """Keep a result; the number of its act."""
    at, good = now(), bool(result["good"])
    row = {"at": at, "by": by, "good": good, "result": dict(result)}
    id = c.execute(insert(verification).values(row).returning(verification.c.id)).scalar_one()
    body = {"verification": id, "good": good, "count": result["count"], "result": digest(result)}
    return admin.note(c, "verified", by, "", body, at=at)


def newest(c: Connection) -> Verification | None:
    """The last result."""
    return next(iter(page(c, None, 1)), None)


def page(c: Connection, before: int | None, most: int) -> list[Verification]:
    """Results older than the one numbered `before`, the newest first."""
    query = select(verification).order_by(verification.c.id.desc()).limit(most)
    rows = c.execute(query.where(verification.c.id < before) if before else query)
    return [Verification(row.id, row.at, row.by, row.good, row.result) for row in rows]
