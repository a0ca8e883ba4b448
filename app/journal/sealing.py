"""Sealing beside the serving: a thread that numbers what was committed, signs checkpoints and sends them to anchors."""

from __future__ import annotations

import random
from threading import Event, Thread

from flask import Flask, current_app
from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from app.db import reading
from app.journal import admin, anchoring, checkpoints, keys, restored, sequence
from app.journal.rows import act

PAUSE = 2.0
"""Seconds between two looks at most; what is committed has its number after twice as long at the latest."""


def tick() -> bool:
    """Notice a database that was put back, number what waits, sign when it is time, and tell anchors that are behind;
    whether a checkpoint was made."""
    restored.notice(anchored=0)
    sequence.seal_all()
    with reading() as c:
        due = checkpoints.is_due(c)
    made = checkpoints.make() if due else None
    anchoring.send_newest(at_once=False)
    return made is not None


def watch(app: Flask, stop: Event) -> None:
    """Tick until told to stop. What goes wrong is logged and tried again: serving goes on, and `doctor` tells."""
    while not stop.wait(random.uniform(0.5, 1) * PAUSE):
        with app.app_context():
            try:
                tick()
            except (SQLAlchemyError, OSError, keys.WrongKey, checkpoints.BrokenLog, LookupError) as error:
                app.logger.error("sealing: %s", error)


def start(app: Flask) -> Event:
    """Watch in a thread that ends with the process, or when the event is set."""
    stop = Event()
    Thread(target=watch, args=(app, stop), name="sealing", daemon=True).start()
    return stop


def note_settings(c: Connection, release: str) -> None:
    """Keep as an act with which settings the product starts, unless they are those of the last time. No secret is in it."""
    settings = current_app.extensions["waybill"]
    body = {"release": release, "zone": settings.zone, "address": settings.address, "demo": settings.demo}
    body |= {"synchronous": settings.synchronous, "anchors": sorted(settings.anchors)}
    last = select(act.c.body).where(act.c.what == "settings").order_by(act.c.number.desc()).limit(1)
    if c.scalar(last) != body:
        admin.note(c, "settings", admin.COMMAND_LINE, body=body)
