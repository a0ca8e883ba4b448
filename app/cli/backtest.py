"""The command `backtest`: what would have become of recorded tickets under another text."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("file", type=FILE)
@click.option("--process", required=True, help="Whose tickets are tried.")
@click.option("--since", type=DAY, help="Only tickets begun on this day or later.")
@click.option("--until", type=DAY, help="Only tickets begun before this day.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def backtest(file: Path, process: str, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Try the recorded tickets of a process with the text in FILE: how many go elsewhere, and where. Nothing is stored.

    Each ticket is replayed with its recorded answers, facts and decisions. It stops at the first decision nobody made.
    Ends with 0, with 1 when the text has problems.
    """
    from app.cli.given import program_in
    from app.cli.server import running_app
    from app.db import reading
    from app.tickets.backtest import summed, trials

    made, _libraries = program_in(file)
    with running_app(), reading() as c:
        found = summed(counted(trials(c, process, made, aware(since), aware(until)), as_json))
    click.echo(json.dumps(found.to_json(), ensure_ascii=False) if as_json else "\n".join(lines(found.to_json())))


def aware(day: datetime | None) -> datetime | None:
    return day.replace(tzinfo=UTC) if day else None


def counted(found, quiet: bool):
    """The same, telling on the way how far it is."""
    for number, each in enumerate(found, 1):
        if number % 1000 == 0 and not quiet:
            click.echo(f"{number} tickets …", file=sys.stderr)
        yield each


def lines(found: dict) -> list[str]:
    """The result for people."""
    told = [f"{found['tickets']} tickets tried, {found['moved']} go elsewhere, {sum(found['untried'].values())} not tried"]
    told += [f"would be asked: {step}: {count}" for step, count in found["asked"].items()]
    told += [f"would be skipped: {step}: {count}" for step, count in found["skipped"].items()]
    told += [f"not tried: {why}: {count}" for why, count in found["untried"].items()]
    for each in found["ways"]:
        ways = " -> ".join(", ".join(way) or "other ways" for way in (each["before"], each["after"]))
        told.append(f"{each['count']}: {ways}; tickets {', '.join(map(str, each['tickets']))}")
    return [*told, f"for {found['assumed']} tickets people had to be assumed"] if found["assumed"] else told
