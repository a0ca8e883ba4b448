"""The commands `coverage` and `cases`: what the examples of a text exercise, and examples for the rest."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.cli.ending import stop
from app.cli.erase import AS_JSON, BY, REASON, done
from app.cli.language import read
from app.cli.server import tell
from dsl.beside import described, tables
from dsl.check import examined
from dsl.coverage import Cases, Coverage, Covering
from dsl.covering.said import said
from dsl.format import format_line
from dsl.messages import render
from dsl.parse import Source, parse
from dsl.rewrite import rewrite

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LANGUAGE = click.Choice(["en", "zh"])
WORDS = {
    "row": "rows",
    "arm": "outcomes of branches",
    "step": "steps",
    "decision": "decisions",
    "end": "ends",
    "border": "borders",
}


def covering_of(file: Path) -> tuple[Source, Covering]:
    """The process in a file, ready to be looked at; ends the command when it has problems."""
    source = parse(text := read(file))
    problems = list(source.problems)
    if source.process is not None and not problems:
        libraries, wrong = described(file, tables(file, text, read))
        book = examined(source.process, libraries)
        problems = [*wrong, *(each for each in book.done().problems if each.level == "problem")]
    if problems or source.process is None:
        stop(*(f"{file}:{each.at.line}:{each.at.column}: {each.code}: {render(each)}" for each in problems), code=1)
    return source, Covering(source.process, libraries=libraries, book=book)


@click.command("coverage")
@click.argument("file", type=FILE)
@click.option("--process", help="Add what recorded tickets of this process did.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only tickets begun on this day or later.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--language", type=LANGUAGE, default="en", help="The language of the sentences.")
def coverage(file: Path, process: str | None, since: datetime | None, as_json: bool, language: str) -> None:
    """Which rows, outcomes, steps, decisions, ends and borders of conditions the examples of a text exercise.

    Every example is run. What no ticket can do is told apart from what none of them does. Ends with 0 when nothing is
    missing, else with 1.
    """
    source, covering = covering_of(file)
    figures, history = by_tickets(covering, process, since) if process else ({}, None)
    found = covering.coverage(history)
    if as_json:
        click.echo(json.dumps({**found.to_json(source.process, language), **figures}, ensure_ascii=False))
    else:
        click.echo("\n".join(lines(source, found, figures, language)))
    sys.exit(not found.full)


def by_tickets(covering: Covering, process: str, since: datetime | None) -> tuple[dict[str, int], Any]:
    from app.cli.server import running_app
    from app.db import reading
    from app.tickets.coverage import recorded

    with running_app(), reading() as c:
        found = recorded(c, process, covering, since.replace(tzinfo=UTC) if since else None)
    return {"tickets": found.tickets, "erased": found.erased}, found.by


def lines(source: Source, found: Coverage, figures: dict[str, int], language: str) -> list[str]:
    """The coverage for people: figures, then what is missing and what no ticket can do."""
    told = [f"{done} of {of} {WORDS[sort]} exercised by the examples" for sort, (done, of) in found.counts().items()]
    if figures:
        by = sum(bool(found.tickets.get(each)) for each in found.by)
        told.append(
            f"{by} of {len(found.by)} things done by {figures['tickets']} recorded tickets ({figures['erased']} erased)"
        )
    for each in found.missing:
        count = found.tickets.get(each, 0)
        recorded = f" (done by {count} recorded tickets)" if count else ""
        told.append(f"missing, line {each.at.line}: {said(source.process, each, language)}{recorded}")
    never = sorted(found.never, key=lambda each: each.at.line)
    return told + [f"no ticket can, line {each.at.line}: {said(source.process, each, language)}" for each in never]


@click.command("cases")
@click.argument("file", type=FILE)
@click.option("--write", is_flag=True, help="Write the examples into the file; every other line stays as it is.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--language", type=LANGUAGE, default="en", help="The language of labels and sentences.")
def cases(file: Path, write: bool, as_json: bool, language: str) -> None:
    """An example for each thing that no example exercises, each of them run before it is kept.

    Ends with 0 when nothing is missing any more, else with 1.
    """
    source, covering = covering_of(file)
    found = covering.cases(language=language)
    text = rewrite(source, found.process).text
    if write and found.added:
        file.write_bytes(text.encode("utf-8"))
    if as_json:
        click.echo(json.dumps(told_of(source, found, language), ensure_ascii=False))
    else:
        for each in found.added:
            click.echo(each.name if write else format_line(each))
        for thing, why in found.left.items():
            click.echo(f"not written: {said(source.process, thing, language)}: {why}", err=True)
    sys.exit(bool(found.left))


def told_of(source: Source, found: Cases, language: str) -> dict[str, Any]:
    return {
        "examples": [format_line(each).strip() for each in found.added],
        "left": [
            {"sort": each.sort, "key": list(each.key), "what": said(source.process, each, language), "why": why}
            for each, why in found.left.items()
        ],
    }


@click.command("full-examples")
@click.argument("process")
@click.option("--off", is_flag=True, help="Publish again whatever the examples exercise.")
@BY
@REASON
@AS_JSON
def full_examples(process: str, off: bool, by: str, reason: str, as_json: bool) -> None:
    """Publish PROCESS from now on only when its examples exercise everything a ticket can do."""
    from app.db import reading
    from app.people.queries import find
    from app.processes import life
    from app.processes.queries import find as find_process

    def does(why: str) -> str:
        with reading() as c:
            me, known = find(c, by), find_process(c, process)
        if known is None or known.covered == (not off):
            stop(f"there is no process `{process}`" if known is None else "it is so already", code=1)
        return life.switch_covered(me, process, not off, why)

    found = done("publish", by, reason, does)
    tell(as_json, {"process": process, "done": found}, f"`{process}`: {found}")
