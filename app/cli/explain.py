"""The command `explain`: each decision of recorded tickets again, with why, why not and what would have changed it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime

import click

from app.cli.backtest import DAY
from app.cli.ending import stop
from app.cli.invariants import aware


@click.command()
@click.option("--ticket", type=int, help="Only this ticket.")
@click.option("--process", help="Only tickets of this process.")
@click.option("--since", type=DAY, help="Only tickets begun on this day or later (UTC).")
@click.option("--until", type=DAY, help="Only tickets begun before this day (UTC).")
@click.option("--csv", "as_csv", is_flag=True, help="A line for each decision; no cell begins a formula.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on each line.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="The language of the sentences.")
def explain(
    ticket: int | None, process: str | None, since: datetime | None, until: datetime | None,
    as_csv: bool, as_json: bool, language: str,
) -> None:  # fmt: skip
    """Explain each decision of tables, and whom steps asked, from what was recorded with it; nothing is stored.

    Ends with 0, with 1 when a decision comes out otherwise than the history says, with 2 on wrong use.
    """
    from app.cli.server import running_app
    from app.db import reading
    from app.sheets import sheet
    from app.tickets.explained import HEADS, Reader, rows
    from app.tickets.hindsight import filed
    from app.tickets.rows import ticket as tickets

    if ticket is None and process is None:
        stop("say which: --ticket or --process")
    where = filed(process, aware(since), aware(until)) + ([tickets.c.id == ticket] if ticket is not None else [])
    seen = [0, 0]
    with running_app(), reading() as c:
        found = counted(rows(c, where, Reader(language)), seen)
        if as_csv:
            for piece in sheet(chain_of(HEADS, found)):
                click.echo(piece, nl=False)
        for row in () if as_csv else found:
            click.echo(as_line(HEADS, row) if as_json else as_text(row))
    if not as_csv and not as_json:
        click.echo(f"{seen[0]} decisions, {seen[1]} come out otherwise")
    sys.exit(1 if seen[1] else 0)


def counted(found: Iterator[tuple], seen: list[int]) -> Iterator[tuple]:
    """The same rows; how many there are, and how many come out otherwise."""
    for row in found:
        seen[0] += 1
        seen[1] += row[-2] != "yes"
        yield row


def chain_of(first: tuple, rest: Iterator[tuple]) -> Iterator[tuple]:
    yield first
    yield from rest


def as_line(heads: tuple[str, ...], row: tuple) -> str:
    values = (each.isoformat() if isinstance(each, datetime) else each for each in row)
    return json.dumps(dict(zip(heads, values, strict=True)), ensure_ascii=False)


def as_text(row: tuple) -> str:
    """A decision for people."""
    from app.tickets.explained import BETWEEN

    ticket, number, at, process, version, _kind, _of, _outcome, *parts, _same, _again = row
    head = f"{process} {version}, ticket {ticket}, event {number}, {at.isoformat(timespec='seconds')}"
    return "\n".join([head, *(f"  {line}" for part in parts for line in part.split(BETWEEN) if line)])
