"""The commands `convert` and `xes`: a process, and what happened, as other people's tools read it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path

import click

from app.cli.language import FILES, as_json, read
from dsl.beside import described, tables
from dsl.check import check
from dsl.checked import Checked
from dsl.exporting.bpmn import bpmn
from dsl.exporting.dmn import dmn
from dsl.exporting.refusals import Exported
from dsl.messages import render
from dsl.parse import parse
from dsl.problems import Problem

OUT = click.Path(dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("file", type=FILES)
@click.option("--to", "kind", type=click.Choice(["dmn", "bpmn"]), required=True, help="The notation.")
@click.option("--table", "names", multiple=True, help="Only this table (DMN); may be given several times.")
@click.option("--out", type=OUT, help="Write the document here instead of printing it.")
@click.option("--json", "json_output", is_flag=True, help="Print one JSON object with the document and what is not in it.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", help="The language of the sentences.")
def convert(file: Path, kind: str, names: tuple[str, ...], out: Path | None, json_output: bool, language: str) -> None:
    """Write the tables of a process as DMN, or its flow as BPMN; exit 1 when something of it had to be left out."""
    checked, problems = checked_in(file)
    if problems:
        refuse(file, problems, json_output, language)
    if unknown := [name for name in names if name not in checked.tables]:
        raise click.UsageError(f"`{file}` has no table `{unknown[0]}`; it has: {', '.join(checked.tables) or 'none'}")
    made = dmn(checked, names or None) if kind == "dmn" else bpmn(checked)
    if out is not None and made.text is not None:
        out.write_text(made.text, encoding="utf-8", newline="\n")
    show(file, made, out, json_output, language)
    sys.exit(1 if made.text is None or any(each.refuses for each in made.refusals) else 0)


def checked_in(file: Path) -> tuple[Checked | None, tuple[Problem, ...]]:
    """The checked process of a file, or its problems."""
    source = parse(text := read(file))
    if source.process is None or source.problems:
        return None, source.problems
    checked = check(source.process, described(file, tables(file, text, read))[0])
    return checked, tuple(each for each in checked.problems if each.level == "problem")


def refuse(file: Path, problems: tuple[Problem, ...], json_output: bool, language: str) -> None:
    """A text with mistakes is not exported."""
    if json_output:
        found = [as_json(each, language) for each in problems]
        click.echo(json.dumps({"document": None, "refusals": [], "problems": found}, ensure_ascii=False))
    for each in problems if not json_output else ():
        click.echo(f"{file}:{each.at.line}:{each.at.column}: {each.code}: {render(each, language)}", err=True)
    sys.exit(1)


def show(file: Path, made: Exported, out: Path | None, json_output: bool, language: str) -> None:
    """The document, and on the other channel what is not in it."""
    if json_output:
        found = [each.to_json(language) for each in made.refusals]
        click.echo(json.dumps({"document": made.text, "refusals": found, "problems": []}, ensure_ascii=False))
        return
    for each in made.refusals:
        level = "refused" if each.refuses else "note"
        click.echo(f"{file}:{each.at.line}:{each.at.column}: {level}: {each.code}: {each.said(language)}", err=True)
    if out is None and made.text is not None:
        click.echo(made.text, nl=False)


@click.command()
@click.option("--process", help="Only tickets of this process.")
@click.option("--since", type=DAY, help="Only what happened on this day (UTC) or later.")
@click.option("--until", type=DAY, help="Only what happened before this day (UTC).")
@click.option("--names", is_flag=True, help="With the names of people beside their ids.")
@click.option("--out", type=OUT, required=True, help="Write the log here.")
@click.option("--json", "json_output", is_flag=True, help="Print one JSON object.")
def xes(
    process: str | None, since: datetime | None, until: datetime | None, names: bool, out: Path, json_output: bool
) -> None:
    """Write what happened to tickets as an XES log, which tools of process mining read."""
    from app.cli.server import running_app, tell
    from app.db import reading
    from app.processes.queries import find
    from app.tickets.xes import Wanted
    from app.tickets.xes import xes as written

    wanted = Wanted(process, midnight(since), midnight(until), names)
    with running_app(), reading() as c:
        if process is not None and find(c, process) is None:
            raise click.UsageError(f"there is no process `{process}`")
        with out.open("w", encoding="utf-8", newline="\n") as file:
            count = 0
            for piece in written(c, wanted):
                file.write(piece)
                count += piece.startswith("    <event>")
    tell(json_output, {"events": count, "out": str(out)}, f"{count} events written to {out}")


def midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC)
