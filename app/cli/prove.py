"""The command `waybill prove`: a small file that proves one ticket, one act, or that the log only grew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from app.cli.ending import stop
from app.cli.server import running_app, tell

NUMBER = click.IntRange(min=1)


@click.command()
@click.option("--ticket", type=NUMBER, help="Its events, as they are in the log.")
@click.option("--event", type=NUMBER, help="With --ticket: this event of it.")
@click.option("--act", type=NUMBER, help="This act of an administrator.")
@click.option("--from", "first", type=NUMBER, help="That the log at so many signed entries is the beginning of --to.")
@click.option("--to", "size", type=NUMBER, help="Signed entries the proof is about; the newest checkpoint unless given.")
@click.option("--personal", is_flag=True, help="With what people wrote and what was asked of the directory.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else it is printed.")
@click.option("--json", "as_json", is_flag=True)
def prove(out: Path | None, as_json: bool, **asked) -> None:
    """Write a proof that `verify.py`, or `waybill verify --proof`, checks against a checkpoint somebody kept elsewhere.

    Ends with 1 when there is nothing that could prove it.
    """
    from app.journal.prove import NotProved
    from app.tickets.checks.breach import moment

    if sum(asked[name] is not None for name in ("ticket", "act", "first")) != 1:
        raise click.UsageError("say what to prove: --ticket, --act, or --from")
    if asked["event"] and not asked["ticket"]:
        raise click.UsageError("--event goes with --ticket")
    with running_app():
        try:
            with moment() as c:
                found = made(c, **asked)
        except NotProved as wrong:
            stop(str(wrong), code=1)
    text = json.dumps(found, ensure_ascii=False, indent=1)
    if out is None:
        click.echo(text)
        return
    try:
        out.write_text(text + "\n", "utf-8")
    except OSError as wrong:
        stop(f"{out}: {wrong.strerror}")
    tell(as_json, {"out": str(out), "proves": found["proves"]}, f"{out}: {len(text) // 1024 + 1} kB")


def made(c, ticket: int | None, event: int | None, act: int | None, first: int | None, size: int | None, personal: bool):
    """The proof that was asked for."""
    from app.journal import prove as proving

    if ticket:
        return proving.ticket(c, ticket, event, size, personal)
    return proving.act_of(c, act, size, personal) if act else proving.growth(c, first, size)


def checked(proofs: Sequence[Path], anchors: Sequence[Path]) -> tuple[list, list]:
    """Proof files, checked as somebody outside does: the checkpoints they name, and each that does not hold."""
    from app.audit.proving import Proof
    from app.audit.verify import Bad
    from app.journal.witness import Told
    from app.tickets.checks.breach import Breach

    told, wrong = [], []
    for file in proofs:
        try:
            proof = Proof(file, anchors=anchors)
            proof.run()
            told += [Told(str(file), note) for note in proof.raw["checkpoints"]]
        except Bad as bad:
            wrong.append(Breach("proofs", bad.place, bad.wrong))
    return told, wrong
