"""The command `waybill verify`: whether everything stored is what happened, with the first place where it is not."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import click

from app.cli.ending import stop
from app.cli.server import head_and_current, running_app

COMMAND_LINE = "command-line"
"""Who looks when nobody says who."""
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
TOLD = 100
"""Breaches that are told one by one; the others are counted."""
EVERY = 2.0
"""Seconds between two lines of progress."""


@click.command()
@click.option("--anchor", "anchors", type=FILE, multiple=True, help="File of anchored checkpoints that must hold, too.")
@click.option("--proof", "proofs", type=FILE, multiple=True, help="File of `waybill prove` that must hold, too.")
@click.option("--keep", "keeps", is_flag=True, help="Keep the result for the auditors' pages, and note an act about it.")
@click.option("--by", default=COMMAND_LINE, help="Id of who looks, with --keep.")
@click.option("--json", "as_json", is_flag=True)
def verify(anchors: tuple[Path, ...], proofs: tuple[Path, ...], keeps: bool, by: str, as_json: bool) -> None:
    """Check chains, log, checkpoints, rows, decisions, versions, rights and files. Progress is on stderr.

    Changes nothing, unless the result is to be kept. Ends with 0 when everything holds, 1 at any breach.
    """
    from flask import current_app

    from app.cli.prove import checked
    from app.tickets.checks.every import looked

    told, wrong = checked(proofs, anchors)
    with running_app():
        head, current = head_and_current()
        if head != current:
            stop(f"the database is at `{current}` and needs `{head}`: run `waybill migrate` first")
        own = Path(current_app.extensions["waybill"].anchors.get("file", ""))
        files = anchors + ((own,) if own.is_file() and own not in anchors else ())
        require_person(by)
        running = looked(files, progress, told)
        look, count, found = next(running), 0, []
        for count, breach in enumerate(chain(wrong, running), 1):
            if count <= TOLD:
                found.append(breach)
        answer = {"good": not count, "seen": dict(look.seen), "unsigned": waits(look.seen), "count": count}
        answer |= {"breaches": [{"check": one.check, "place": one.place, "wrong": one.wrong} for one in found]}
        answer |= {"notes": list(look.told)}
        kept = keep(by, answer) if keeps else None
    tell(answer, found, as_json, kept)
    sys.exit(1 if count else 0)


def require_person(by: str) -> None:
    """Somebody we know, or the command line."""
    from app.db import reading
    from app.people.queries import find

    with reading() as c:
        if by != COMMAND_LINE and find(c, by) is None:
            raise click.BadParameter(f"`{by}` is nobody here", param_hint="--by")


def keep(by: str, answer: dict) -> int:
    """Keep the result; the number of the act that says so."""
    from app.db import transaction
    from app.journal import verifications

    with transaction() as c:
        return verifications.keep(c, by, answer)


def progress(count: int) -> Callable[[], None]:
    """Says on stderr how far it is, now and then."""
    done, said = 0, time.monotonic()

    def step() -> None:
        nonlocal done, said
        done += 1
        if time.monotonic() - said > EVERY:
            click.echo(f"{done} of {count} tickets", err=True)
            said = time.monotonic()

    return step


def waits(seen) -> int:
    """How many entries of the log no checkpoint signs yet."""
    from app.db import reading
    from app.journal import checkpoints

    with reading() as c:
        last = checkpoints.newest(c)
    return max(seen["log"] - (last.size if last else 0), 0)


def tell(answer: dict, found: list, as_json: bool, kept: int | None) -> None:
    """What was looked at, what is wrong, and the act by which it is kept."""
    if as_json:
        click.echo(json.dumps(answer | ({"act": kept} if kept else {}), ensure_ascii=False))
        return
    for one in answer["notes"]:
        click.echo(f"NOTE {one}")
    for one in found:
        click.echo(f"BAD {one}")
    counts = ", ".join(f"{many} {name}" for name, many in answer["seen"].items())
    click.echo(f"looked at {counts}; {answer['unsigned']} entries of the log are not signed yet")
    click.echo(f"{answer['count']} breaches, the first: {found[0]}" if found else "everything holds")
    if kept:
        click.echo(f"kept, with act {kept}")
