"""The command `invariants`: the claims of a process asked of its recorded tickets."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from app.cli.backtest import DAY, FILE
from app.cli.ending import stop
from app.cli.given import read_text
from dsl.messages import render

EVERY = 1000


@click.command()
@click.option("--process", required=True, help="Whose tickets are asked.")
@click.option("--since", type=DAY, help="Only tickets begun on this day or later (UTC).")
@click.option("--until", type=DAY, help="Only tickets begun before this day (UTC).")
@click.option("--claims", "file", type=FILE, help="Claims of your own, as in `always { … }`; else those of the process.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="The language of the sentences.")
def invariants(
    process: str, since: datetime | None, until: datetime | None, file: Path | None, as_json: bool, language: str
) -> None:
    """Ask recorded tickets whether the claims of their process held, each by what was recorded with its decisions.

    Every ticket in which a claim was broken is named with the first place. Nothing is stored. Ends with 0, with 1 when a
    claim was broken, with 2 on wrong use.
    """
    from app.cli.server import running_app
    from app.db import reading
    from app.processes.queries import find
    from app.tickets.hindsight import asked
    from app.tickets.inquiry import asker
    from dsl.program import Program

    text = read_text(file) if file else None
    with running_app(), reading() as c:
        there = find(c, process)
        if there is None:
            stop(f"there is no process `{process}`")
        asking = asker(c, there.version, text)
        if not isinstance(asking, Program):
            stop(*(f"{file}:{each.at.line}:{each.at.column}: {each.code}: {render(each, language)}" for each in asking))
        result = whole(asked(c, process, asking, aware(since), aware(until), most=10**9), as_json)
        told = {"process": process, "version": there.number, **result.to_json()}
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines(asking, told, language)))
    sys.exit(1 if any(each["tickets"]["broken"] for each in told["claims"]) else 0)


def whole(results: Iterator, quiet: bool):
    """The last of the results, telling on the way how far it is."""
    result = next(results)
    for result in results:
        if result.tickets % EVERY == 0 and not quiet:
            click.echo(f"{result.tickets} tickets …", err=True)
    return result


def aware(day: datetime | None) -> datetime | None:
    return day.replace(tzinfo=UTC) if day else None


def lines(asking, told: dict, language: str) -> list[str]:
    """The result for people."""
    from app.i18n import translate as _
    from app.tickets.verdicts import how_broken, label, not_asked, sentence

    count = told["looked_at"]
    shown = [_("{count} tickets were looked at.", language, count=count)]
    shown += [] if asking.claims else [_("There are no claims to ask.", language)]
    for claim, each in zip(asking.claims, told["claims"], strict=True):
        shown += ["", f"{label(asking, claim.name, language)} ({claim.text})"]
        shown.append(f"  {sentence(asking, claim, each['tickets'], language)}")
        shown += [f"  {not_asked(asking, reason, language)}" for reason in each["unasked"]]
        for place in each["broken"]:
            head = _("ticket {ticket}, version {number}, event {event}", language, number=place["version"], **kept(place))
            at = datetime.fromisoformat(place["at"]).isoformat(timespec="seconds")
            shown.append(f"    {head}, {at}: {place['by']} {how_broken(asking, place, language)}")
    return shown


def kept(place: dict) -> dict[str, object]:
    return {"ticket": place["ticket"], "event": place["event"]}
