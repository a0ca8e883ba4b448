"""The commands `waybill export` and `waybill verify-bundle`: the auditor's bundle, written and verified."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from app.cli.ending import stop
from app.cli.server import running_app, tell

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def moment(_context: click.Context, _option: click.Option, raw: str) -> datetime:
    """A moment with its offset."""
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        raise click.BadParameter("write it like 2026-12-31T23:59:59Z") from None
    if at.tzinfo is None:
        raise click.BadParameter("say in which zone: 2026-12-31T23:59:59Z is UTC, 2026-12-31T23:59:59+08:00 is Beijing")
    return at


@click.command()
@click.option("--at", required=True, callback=moment, help="What the log held at this moment: 2026-12-31T23:59:59Z.")
@click.option("--process", help="Only this process; the whole otherwise.")
@click.option("--tickets", is_flag=True, help="With every event of every ticket, and what proves it.")
@click.option("--files/--no-files", default=True, help="With the files people attached to these tickets, or without.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The zip file to write.")
@click.option("--json", "as_json", is_flag=True)
def export(at: datetime, process: str | None, tickets: bool, files: bool, out: Path, as_json: bool) -> None:
    """Write a bundle for auditors: all versions in force, and with --tickets what happened, with all that proves it.

    The same moment gives the same bytes. Run `waybill seal` before, so that everything is in the log and signed.
    """
    from app.audit.bundle import NotExported, Query, write
    from app.tickets.checks.breach import moment as one_moment

    draft = out.with_name(f"{out.name}.part")
    with running_app():
        try:
            with one_moment() as c:
                manifest = write(c, Query(at, process, tickets, files), draft)
            draft.replace(out)
        except NotExported as wrong:
            stop(str(wrong))
        except OSError as wrong:
            stop(f"{out}: {wrong.strerror}")
        finally:
            draft.unlink(missing_ok=True)
    totals = manifest["totals"]
    counts = f"{sum(totals['versions'].values())} versions, {totals['tickets']} tickets, {totals['events']} events"
    shown = "" if tickets else "; tickets are counted, not shown"
    found = {"out": str(out), "query": manifest["query"], "totals": totals}
    tell(as_json, found, f"{out}: {counts}, {totals['decisions']} decisions{shown}")


@click.command("verify-bundle")
@click.argument("bundle", type=FILE)
@click.option("--key", "keys", multiple=True, help="SHA-256 of a public key; no other may have signed.")
@click.option("--anchor", "anchors", type=FILE, multiple=True, help="File of checkpoints that were kept elsewhere.")
@click.option("--json", "as_json", is_flag=True)
def verify_bundle(bundle: Path, keys: tuple[str, ...], anchors: tuple[Path, ...], as_json: bool) -> None:
    """Check everything in BUNDLE and decide everything in it again. Needs no database.

    Ends with 0 when everything holds, 1 at the first place that does not.
    """
    from app.audit.verified import verified
    from app.audit.verify import Bad, summary

    try:
        check = verified(bundle, keys, anchors)
    except Bad as bad:
        told = {"good": False, "place": bad.place, "wrong": bad.wrong}
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"BAD {bad}")
        sys.exit(1)
    more = f"; {check.seen['batches']} acts decided again by the engine" if check.query["tickets"] else ""
    for note in () if as_json else check.notes:
        click.echo(f"NOTE {note}")
    tell(as_json, {"good": True, "seen": check.seen, "notes": check.notes}, f"{summary(check.seen, check.query)}{more}")
