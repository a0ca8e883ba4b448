"""The command `waybill replay`: tells which cases of a recorded log do not fit a process."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--log", "log", type=FILE, required=True, help="The recorded acts, a CSV file (also .gz).")
@click.option("--map", "map_file", type=FILE, required=True, help="What the log's columns mean (TOML).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def replay(file: Path, log: Path, map_file: Path, as_json: bool) -> None:
    """Run each recorded case of LOG through the process in FILE and name those that do not fit.

    Ends with 0 when all fit, 1 when some do not or the process has problems, 2 when the log or the map cannot be used.
    """
    from app.bring.problems import Unusable
    from app.bring.read_plan import read_plan
    from app.bring.records import cases
    from app.bring.replay import runs
    from app.cli.ending import stop
    from app.cli.given import program_in

    program, _libraries = program_in(file)
    try:
        plan = read_plan(map_file, program)
        found = [run.misfit for run in runs(program, plan, cases(log, plan.columns, plan.needed()))]
    except Unusable as unusable:
        stop(*unusable.mistakes)
    misfits = [misfit for misfit in found if misfit]
    tell(len(found), misfits, as_json)
    sys.exit(1 if misfits else 0)


def tell(count: int, misfits: list, as_json: bool) -> None:
    """The result, for a machine or for a person."""
    if as_json:
        said = [{"case": misfit.case, "at": misfit.at, "why": misfit.why} for misfit in misfits]
        click.echo(json.dumps({"cases": count, "conforming": count - len(misfits), "misfits": said}, ensure_ascii=False))
        return
    click.echo(f"{count} cases, {count - len(misfits)} conforming, {len(misfits)} misfits")
    for misfit in misfits:
        click.echo(f"{misfit.case}: {misfit.at}: {misfit.why}")
