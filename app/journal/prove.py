"""Proofs of one thing, small enough for a mail: a ticket's events or an act are in the log, or the log only grew."""

from __future__ import annotations

import base64

from sqlalchemy import Connection, Row, select

from app.journal import chain, export
from app.journal.rows import act, checkpoint, log

FORMAT = "waybill proof 1"


class NotProved(Exception):
    """There is nothing that could prove it; the message says why."""


def growth(c: Connection, first: int, size: int | None) -> dict:
    """That the log as it was signed at `first` entries is the beginning of the one at `size`, or of the newest."""
    one, other = signed(c, first), signed(c, size)
    if one.size > other.size:
        raise NotProved(f"{one.size} entries come after {other.size}: turn them round")
    path = export.consistency(c, one.size, other.size) if one.size < other.size else []
    return whole(c, [one, other], {"proves": "growth", "path": written(path)})


def ticket(c: Connection, id: int, event: int | None, size: int | None, personal: bool) -> dict:
    """That the events of a ticket are in the log as signed at `size` entries; of one event, what its batch needs."""
    point = signed(c, size)
    query = select(log).where(log.c.kind == "ticket", log.c.of == id, log.c.number <= point.size)
    entry = c.execute(
        query.order_by(log.c.number.desc()) if event is None else query.where(log.c.last >= event).order_by(log.c.number)
    ).first()
    if entry is None:
        raise NotProved(f"{what(id, event)} is not among the {point.size} entries that are signed")
    rows = [row for row in export.events(c, id) if row["number"] <= entry.last]
    first = event or 1
    before = next((row["digest"] for row in rows if row["number"] == first - 1), chain.START)
    shown = [row if personal else bare(row) for row in rows if row["number"] >= first]
    return included(c, point, entry, before, [{name: row[name] for name in row if name != "erased"} for row in shown])


def act_of(c: Connection, number: int, size: int | None, personal: bool) -> dict:
    """That an act of an administrator is in the log as signed at `size` entries."""
    point = signed(c, size)
    query = select(log).where(log.c.kind == "act", log.c.last == number, log.c.number <= point.size)
    entry = c.execute(query).first()
    if entry is None:
        raise NotProved(f"act {number} is not among the {point.size} entries that are signed")
    row = export.plain(c.execute(select(act).where(act.c.number == number)).mappings().one())
    before = c.scalar(select(act.c.digest).where(act.c.number == number - 1)) or chain.START
    return included(c, point, entry, before, [row if personal else row | {"personal": None, "salt": None}])


def what(id: int, event: int | None) -> str:
    """How it is called."""
    return f"ticket {id}" if event is None else f"event {event} of ticket {id}"


def bare(row: dict) -> dict:
    """An event without its personal values; the commitment stays, so the proof holds."""
    return row | {"body": chain.blank(row["body"]), "facts": None if row["facts"] is None else {}, "salt": None}


def signed(c: Connection, size: int | None) -> Row:
    """The checkpoint of so many entries, or the newest."""
    query = select(checkpoint).order_by(checkpoint.c.size.desc()).limit(1)
    row = c.execute(query if size is None else query.where(checkpoint.c.size <= size)).first()
    if row is None:
        raise NotProved("nothing is signed yet: run `waybill seal` first")
    if size is not None and row.size != size:
        raise NotProved(f"no checkpoint signs {size} entries; the one before signs {row.size}")
    return row


def included(c: Connection, point: Row, entry: Row, before: str, rows: list[dict]) -> dict:
    """The proof of an entry, with what its digest is made of."""
    about = {name: getattr(entry, name) for name in ("number", "kind", "of", "last", "digest")}
    found = {"proves": entry.kind, "entry": about, "before": before, "rows": rows}
    return whole(c, [point], found | {"path": export.proof(c, entry.number, point.size)})


def whole(c: Connection, points: list[Row], found: dict) -> dict:
    """What every proof has: the signed checkpoints and the public keys."""
    keys = [{"id": each["id"], "public": each["public"]} for each in export.keys(c)]
    return {"format": FORMAT} | found | {"checkpoints": [each.note for each in points], "keys": keys}


def written(path: list[bytes]) -> list[str]:
    """Hashes as text."""
    return [base64.b64encode(each).decode() for each in path]
