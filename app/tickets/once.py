"""Doing a request once: its key is kept with what it asked and what it led to, in the transaction that does it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from app.db import insert_once
from app.tickets.rows import done

LONGEST_KEY = 200
"""Characters of an idempotency key."""


FIND = select(done.c.fingerprint, done.c.answer).where(
    done.c.person == bindparam("who"), done.c.key == bindparam("wanted")
)


class Already(Exception):
    """The same key was written by somebody else in between."""


class OtherRequest(Exception):
    """The key was used before for something else."""


@dataclass(frozen=True, slots=True)
class Once:
    """A request: its key, and the fingerprint of what it asks."""

    key: str
    fingerprint: str


def of(key: str, *asked: object) -> Once:
    """The request `key` that asks for `asked` (JSON values)."""
    text = json.dumps(asked, sort_keys=True, ensure_ascii=True, default=str)
    return Once(key, hashlib.sha256(text.encode()).hexdigest())


def find(c: Connection, person: str, request: Once) -> dict | None:
    """The answer this request got before; OtherRequest when its key asked for something else."""
    row = c.execute(FIND, {"who": person, "wanted": request.key}).first()
    if row and row.fingerprint != request.fingerprint:
        raise OtherRequest(request.key)
    return row.answer if row else None


def keep(c: Connection, person: str, request: Once, answer: dict, at: datetime) -> None:
    """Keep the answer; Already when another request with this key was faster."""
    row = {"person": person, "key": request.key, "fingerprint": request.fingerprint, "answer": answer, "at": at}
    if not insert_once(c, done, row):
        raise Already
