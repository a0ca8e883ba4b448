"""The command `waybill seal`: numbers what was committed and signs a checkpoint, now or again and again."""

from __future__ import annotations

import sys
from threading import Event

import click

from app.cli.ending import stop
from app.cli.server import notice_backup, running_app, tell


@click.command()
@click.option("--watch", is_flag=True, help="Go on until stopped, as `serve` does by itself.")
@click.option("--new-key", is_flag=True, help="Sign with a new key from now on; the old public key stays known.")
@click.option("--json", "as_json", is_flag=True)
def seal(watch: bool, new_key: bool, as_json: bool) -> None:
    """Put everything committed into the log, sign it, and send the checkpoint to the anchors. Prints the checkpoint.

    Ends with 1 when an anchor did not take it.
    """
    from flask import current_app

    from app.journal import anchoring, checkpoints, keys, sealing

    with running_app() as app:
        try:
            if new_key:
                keys.renew(current_app.extensions["waybill"].key)
            notice_backup()
            note = checkpoints.make()
            sent = anchoring.send_newest()
        except (keys.WrongKey, checkpoints.BrokenLog, LookupError, OSError) as wrong:
            stop(str(wrong), code=1)
        lines = [note or "nothing is new since the last checkpoint", *(f"{name}: {what}" for name, what in sent.items())]
        tell(as_json, {"checkpoint": note, "anchors": sent}, "\n".join(lines))
        if watch:
            sealing.watch(app, Event())
    sys.exit(0 if all(what.startswith("sent ") for what in sent.values()) else 1)
