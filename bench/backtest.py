"""Recorded tickets tried with a changed text, beside a plain replay of the same journal."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from app.cli.bring import brought
from app.create_app import create_app
from app.db import db, reading
from app.journal import entries
from app.processes.programs import program as program_of
from app.processes.publish import publish
from app.settings import Settings
from app.tickets.backtest import summed, trials
from bench.filled import people
from bench.ground import ROOT
from bench.measure import Line, at_most, interleaved, plain
from bench.replay import SAMPLE, WHOLE
from dsl.compile import compile_text
from dsl.engine.evolve import replay

AIM = 20 / 10_000
"""Seconds a ticket: 10 000 of them in 20 seconds."""
ROUNDS = 3


def lines() -> list[Line]:
    text = (ROOT / "examples/travel.way").read_text("utf-8")
    new = text.replace("when budget_check = yes ->", "when budget_check = yes and amount > 200.00 EUR ->")
    assert new != text
    with tempfile.TemporaryDirectory(prefix="bench-backtest-") as folder:
        app = create_app(Settings(f"sqlite:///{folder}/waybill.db", Path(folder), secrets.token_urlsafe(48)))
        with app.app_context():
            people()
            publish(text, "hana", "bench")
            brought(WHOLE if WHOLE.exists() else SAMPLE, ROOT / "examples/travel.map.toml", "travel", quiet=True)
            made = compile_text(new)
            with reading() as c:
                found = summed(trials(c, "travel", made))
                ways = {"tried": lambda: summed(trials(c, "travel", made)).tickets, "replayed": lambda: replayed(c)}
                seconds = interleaved(ways, ROUNDS)
            db.engine.dispose()
    rate, ratio = f"{1 / seconds['tried']:.0f} tickets/s", f"{seconds['tried'] / seconds['replayed']:.1f} x"
    said = f"a ticket of {found.tickets}: {found.moved} move, {sum(found.untried.values())} not tried"
    return [
        at_most("backtest", said, seconds["tried"], AIM),
        plain("backtest", "the same tickets read and replayed, per ticket", seconds["replayed"]),
        Line("backtest", "tried", rate, ratio),
    ]


def replayed(c) -> int:
    """Read every ticket of the journal and add up its events."""
    count, above = 0, 0
    while ids := entries.tickets(c, above):
        for id in ids:
            recorded = entries.read(c, id)
            old = program_of(c, recorded[0].version)
            replay(old, (event for batch in entries.batches(old, recorded) for event in batch.events))
        count, above = count + len(ids), ids[-1]
    return count
