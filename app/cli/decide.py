"""The commands that try a process without a server: `waybill decide`, `waybill run`, `waybill examples`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
PEOPLE = click.option("--people", type=FILE, help="Who there is, a CSV as for `waybill people load`; else pretended.")
TEAMS = click.option("--teams", type=FILE, help="Teams and their heads, a CSV.")
ANSWERS = click.option("--answers", "answers", type=FILE, required=True, help="The answers, a JSON object.")


@click.command()
@click.argument("file", type=FILE)
@click.argument("table")
@ANSWERS
@PEOPLE
@TEAMS
@AS_JSON
def decide(file: Path, table: str, answers: Path, people: Path | None, teams: Path | None, as_json: bool) -> None:
    """Let TABLE of the process in FILE decide about answers, and say why.

    The file of answers may tell who asks: `"requester": "ana"`, `"requester.level": "vip"`; `"role:finance": ["dan"]`
    says who holds a role, `"today": "2026-03-05"` sets the day. Everybody else is pretended. Only what the table reads has
    to be there.

    Ends with 0, with 1 when the process or the answers have problems, with 2 when they cannot be read.
    """
    from app.cli.ending import stop
    from app.cli.given import program_in, read_given
    from app.cli.tables import decided

    program, libraries = program_in(file)
    if table not in program.tables:
        stop(f"there is no table `{table}` in {file}: its tables are {', '.join(program.tables) or 'none'}")
    found, problems = decided(program, libraries, table, read_given(answers, libraries, people, teams))
    if problems:
        if as_json:
            click.echo(json.dumps({"problems": problems}, ensure_ascii=False))
        stop(*(f"{path}: {text}" for path, text in problems.items()), code=1, told=as_json)
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(said(table, found)))


def said(table: str, found: dict) -> list[str]:
    """An explanation for people, line by line."""
    lines = [f"{table}: {_several(found['outcome'])}", f"rule {_several(found['rule'])}, line {_several(found['line'])}"]
    for each in found["because"]:
        lines.append(f"  because {each['test']}{_values(each['values'])}")
    for each in found["passed_over"]:
        lines.append(f"  not {each['rule']} (line {each['line']}): {each['failed']} does not hold{_values(each['values'])}")
    for each in found["below"]:
        fails = f"{each['failed']} does not hold"
        why = {True: "would match as well", None: "was not looked at"}.get(each["matches"], fails)
        lines.append(f"  below: {each['rule']} (line {each['line']}): {why}{_values(each['values'])}")
    for each in found["would_change"]:
        lines.append(f"  it would be {_several(each['outcome'])} if {each['if']}")
    return lines


def _several(value: object) -> str:
    return ", ".join(map(str, value)) or "nothing" if isinstance(value, list | tuple) else str(value)


def _values(values: dict) -> str:
    return f"; {', '.join(f'{name} is {value}' for name, value in values.items())}" if values else ""


@click.command()
@click.argument("file", type=FILE)
@ANSWERS
@click.option("--script", type=FILE, help="What people do then, a JSON list of acts.")
@PEOPLE
@TEAMS
@AS_JSON
def run(file: Path, answers: Path, script: Path | None, people: Path | None, teams: Path | None, as_json: bool) -> None:
    """File a ticket of the process in FILE, do the acts of a script, and tell what happens.

    \b
    An act is an object, or short as in the examples of a text ("payment -> paid"):
      {"act": "approve", "step": "director", "by": "dan", "comment": "fine", "answers": {"amount": "10.00"}}
      {"act": "reject", "step": "director"}
      {"act": "return", "step": "director", "to": "request"}     also to an earlier step
      {"act": "complete", "step": "payment", "outcome": "paid", "answers": {"payment_ref": "17"}}
      {"act": "transfer", "step": "director", "to": "eva"}
      {"act": "reassign", "step": "director", "by": "hana", "people": ["eva"]}
      {"act": "submit", "answers": {"amount": "9.00"}}           again, after it came back
      {"act": "save"}, {"act": "withdraw"}, {"act": "take back"}, {"act": "acknowledge"}, {"act": "comment", "text": "…"}
    Without "by" the first person asked does it, or the requester. "step" may be left out while only one is open. The ticket
    is filed first, unless the script begins with "submit" or "save". A refused act changes nothing, the next one is tried.

    The file of answers is the same as for `waybill decide`; it may also hold answers that later steps fill in.

    Ends with 0, with 1 when the process has problems or an act was refused, with 2 when a file cannot be read.
    """
    from app.cli.acts import WrongAct, play
    from app.cli.ending import stop
    from app.cli.given import directory, program_in, read_given, read_json
    from dsl.rehearsal import Rehearsal

    program, libraries = program_in(file)
    given = read_given(answers, libraries, people, teams)
    acts = read_json(script) if script else []
    acts = acts.get("acts") if isinstance(acts, dict) else acts
    if not isinstance(acts, list):
        stop(f"{script}: expected a list of acts")
    try:
        played = play(Rehearsal(program, directory(given, program, libraries), given.now), given, acts)
    except WrongAct as wrong:
        stop(f"{script}: {wrong}")
    tell_run(played, as_json)
    sys.exit(1 if played.refused else 0)


def tell_run(played, as_json: bool) -> None:
    """Where the ticket came to, and how."""
    if as_json:
        click.echo(json.dumps(run_json(played), ensure_ascii=False))
        return
    from dsl.story import lines

    state = played.ticket.state
    for what, events, unfit in played.told:
        click.echo(what)
        told = [f"refused: {unfit.message}"] if unfit else lines(played.ticket.program, events)
        click.echo("\n".join(f"  {each}" for each in told))
    click.echo(f"status: {state.status}" + (f", {state.end}" if state.end else ""))
    for step, people in asked(played).items():
        click.echo(f"asked at {step}: {', '.join(people) or 'nobody'}")


def run_json(played) -> dict[str, object]:
    """A run for machines."""
    from dataclasses import asdict

    from dsl.engine.journal_json import answers_to_json, to_json

    ticket, state = played.ticket, played.ticket.state
    return {
        "process": ticket.program.name,
        "status": state.status,
        "end": state.end,
        "events": [to_json(ticket.program, event) for batch in ticket.batches for event in batch.events],
        "asked": {step: list(people) for step, people in asked(played).items()},
        "answers": answers_to_json(ticket.program, state.answers),
        "refused": [asdict(unfit) for unfit in played.refused],
        "facts": {question: answer for batch in ticket.batches for question, answer in batch.facts.items()},
    }


def asked(played) -> dict[str, tuple[str, ...]]:
    """Who may act now, by step."""
    from dsl.engine.voting import acting

    nodes = played.ticket.program.nodes
    return {step: acting(nodes[step], now) for step, now in played.ticket.state.open.items()}


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@AS_JSON
def examples(files: tuple[Path, ...], as_json: bool) -> None:
    """Run the examples of the processes in FILES against a pretend directory.

    Ends with 0 when all pass, with 1 when one does not or a process has problems.
    """
    from app.cli.given import program_in
    from dsl.examples import examples as run_examples

    results = []
    for file in files:
        program, libraries = program_in(file)
        results += [(file, result) for result in run_examples(program, libraries)]
    failed = [result for _, result in results if not result.passed]
    if as_json:
        click.echo(json.dumps(examples_json(results), ensure_ascii=False))
    else:
        for file, result in results:
            click.echo(f"{file}:{result.line}: {result.name}: {'passed' if result.passed else result.message}")
        click.echo(f"{len(results) - len(failed)} of {len(results)} examples passed")
    sys.exit(1 if failed else 0)


def examples_json(results: list) -> dict[str, object]:
    """All results for machines."""
    from dataclasses import asdict

    told = [{"file": str(file), **asdict(result)} for file, result in results]
    return {"passed": all(each["passed"] for each in told), "examples": told}
