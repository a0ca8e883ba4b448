"""Which anchor is told what and when: the newest checkpoint, with the proof that it continues the one it took last.

What is proved covers the checkpoints between, so after an outage each anchor gets one message and no more.
"""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import Connection, Row, select, update

from app.db import insert_once, now, reading, transaction
from app.journal import chain, checkpoints, export, witness
from app.journal.anchors import sent
from app.journal.rows import anchor, checkpoint

PAUSE, LONGEST = timedelta(seconds=30), timedelta(hours=1)
"""Between the first try that failed and the next; it doubles with each, up to the longest."""


def send_newest(at_once: bool = True) -> dict[str, str]:
    """Send the newest checkpoint to every anchor that has not got it; what came of it. Unless `at_once`, an anchor that
    failed is left alone until its pause is over, whichever node tried."""
    wanted = current_app.extensions["waybill"].anchors
    if not wanted:
        return {}
    with reading() as c:
        last = checkpoints.newest(c)
        known = {row.name: row for row in c.execute(select(anchor))}
    if last is None:
        return {}
    for name, target in wanted.items():
        if is_due(known.get(name), target, last, at_once):
            tell(name, target, last, at_once)
    with reading() as c:
        return dict(c.scalar(select(checkpoint.c.anchored).where(checkpoint.c.size == last.size)) or {})


def is_due(known: Row | None, target: str, last: Row, at_once: bool) -> bool:
    """Whether an anchor may be tried."""
    if known is None or known.target != chain.of_text(target):
        return True
    return known.size != last.size and (at_once or known.due <= now())


def tell(name: str, target: str, last: Row, at_once: bool) -> None:
    """Send a checkpoint to one anchor, and keep what came of it. Nothing is locked meanwhile."""
    with transaction() as c:
        before = claimed(c, name, target, last, at_once)
        if before is None:
            return
        proof = export.consistency(c, before.size, last.size) if before.size < last.size else []
    said, has = sent(name, target, witness.message(last.note, before.size if proof else 0, proof))
    values = {"size": last.size, "failures": 0, "due": now()}
    if not said.startswith("sent "):
        values = {"failures": before.failures + 1} | ({"size": has} if has is not None and has < last.size else {})
    with transaction() as c:
        c.execute(update(anchor).where(anchor.c.name == name).values(values | {"said": said}))
        row = c.execute(select(checkpoint.c.anchored).where(checkpoint.c.size == last.size).with_for_update()).one()
        change = update(checkpoint).where(checkpoint.c.size == last.size)
        c.execute(change.values(anchored=dict(row.anchored) | {name: said}))


def claimed(c: Connection, name: str, target: str, last: Row, at_once: bool) -> Row | None:
    """The anchor when it is ours to try. The next try is put off first: so no two nodes send at once, and one that dies
    on the way costs a pause."""
    place = chain.of_text(target)
    fresh = {"target": place, "size": 0, "failures": 0, "due": now(), "said": ""}
    insert_once(c, anchor, fresh | {"name": name})
    if (row := locked(c, name)).target != place:
        c.execute(update(anchor).where(anchor.c.name == name).values(fresh))
        row = locked(c, name)
    if not is_due(row, target, last, at_once):
        return None
    c.execute(update(anchor).where(anchor.c.name == name).values(due=now() + pause(row.failures)))
    return row


def locked(c: Connection, name: str) -> Row:
    """What is kept about an anchor, until the transaction ends ours alone."""
    return c.execute(select(anchor).where(anchor.c.name == name).with_for_update()).one()


def pause(failures: int) -> timedelta:
    """How long to wait after so many tries that failed, and this one."""
    return min(PAUSE * 2 ** min(failures, 10), LONGEST)


def behind(c: Connection) -> list[Row]:
    """Anchors of the settings whose last try failed."""
    wanted = current_app.extensions["waybill"].anchors
    query = select(anchor).where(anchor.c.failures > 0, anchor.c.name.in_(wanted)).order_by(anchor.c.name)
    return list(c.execute(query))
