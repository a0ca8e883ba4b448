"""The command `waybill import`: brings a recorded log in as tickets with their original times and persons."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("log", type=FILE)
@click.option("--map", "map_file", type=FILE, required=True, help="What the log's columns mean (TOML).")
@click.option("--process", "name", required=True, help="The published process the tickets belong to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and no progress.")
def bring(log: Path, map_file: Path, name: str, as_json: bool) -> None:
    """Bring the cases of LOG in as tickets. Started again after an interruption it goes on where it stopped.

    Ends with 0 when all cases fit, 1 when some do not, 2 when the log or the map cannot be used.
    """
    from app.bring.problems import Unusable
    from app.cli.ending import stop
    from app.cli.server import head_and_current, made_app
    from app.db import db

    with made_app().app_context():
        try:
            head, current = head_and_current()
            if head != current:
                stop(f"the database is at `{current}` and needs `{head}`: run `waybill migrate` first")
            done, misfits = brought(log, map_file, name, as_json)
        except Unusable as unusable:
            stop(*unusable.mistakes)
        finally:
            db.engine.dispose()
    tell(done, misfits, as_json)
    sys.exit(1 if misfits else 0)


def brought(log: Path, map_file: Path, name: str, quiet: bool) -> tuple[Counter, list]:
    """Do it; counts of tickets made, cases that were there before, and the misfits."""
    from app.bring import store
    from app.bring.problems import Unusable
    from app.bring.read_plan import read_plan
    from app.bring.records import cases

    found = store.published(name)
    if found is None:
        raise Unusable(f"no published process `{name}`: publish it first")
    version, program = found
    plan = read_plan(map_file, program)
    total = sum(1 for _ in cases(log, plan.columns, plan.needed()))
    store.add_people(plan)
    done: Counter = Counter()
    misfits = []
    with click.progressbar(length=total, label=f"{name}", file=sys.stderr, hidden=quiet) as bar:
        for one in store.bring(version, program, plan, cases(log, plan.columns, plan.needed())):
            bar.update(1)
            done["before" if one.before else "made" if one.ticket else "empty"] += 1
            if one.misfit:
                misfits.append(one.misfit)
    return done, misfits


def tell(done: Counter, misfits: list, as_json: bool) -> None:
    """The result, for a machine or for a person."""
    if as_json:
        said = [{"case": misfit.case, "at": misfit.at, "why": misfit.why} for misfit in misfits]
        counts = {"cases": done.total(), "imported": done["made"], "already": done["before"]}
        click.echo(json.dumps({**counts, "misfits": said}, ensure_ascii=False))
        return
    click.echo(f"{done['made']} tickets made, {done['before']} cases were there before, {len(misfits)} misfits")
    for misfit in misfits:
        click.echo(f"{misfit.case}: {misfit.at}: {misfit.why}")
