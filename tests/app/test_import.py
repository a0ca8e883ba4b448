"""Importing a recorded log: tickets with their own times and persons, once each, whatever interrupts it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from app.bring import store
from app.bring.problems import Unusable
from app.bring.read_plan import read_plan
from app.bring.records import cases
from app.cli.bring import bring as bring_command
from app.db import db, reading
from app.journal.rows import journal
from app.people.rows import holding
from app.processes.programs import program
from app.tickets.known import know
from app.tickets.perform import Wish, perform
from app.tickets.rebuild import rebuild
from app.tickets.rows import done, ticket
from dsl.engine.commands import Complete

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "examples/travel_sample.csv"
MAP = ROOT / "examples/travel.map.toml"


def bring(some: int = 40, log: Path = SAMPLE) -> list[store.Brought]:
    """The first cases of the log, brought in."""
    version, made = store.published("travel")
    plan = read_plan(MAP, made)
    store.add_people(plan)
    wanted = [case for _, case in zip(range(some), cases(log, plan.columns, plan.needed()), strict=False)]
    return list(store.bring(version, made, plan, wanted))


@pytest.fixture
def product(app: Flask):
    with app.app_context():
        yield app


def count(table) -> int:
    with reading() as c:
        return c.scalar(select(func.count()).select_from(table))


def test_each_case_is_a_ticket_with_its_own_times_and_persons(product):
    first = bring(1)[0]
    with reading() as c:
        row = c.execute(select(ticket).where(ticket.c.id == first.ticket)).one()
        told = c.execute(select(journal).where(journal.c.ticket == first.ticket).order_by(journal.c.number)).all()
        made = program(c, row.version)
    assert (row.process, row.requester, row.status, row.end) == ("travel", "employee", "ended", "paid")
    assert row.created.isoformat() == "2017-01-09T08:49:50+00:00" and row.changed.isoformat() == "2017-01-12T16:31:22+00:00"
    approved = next(one for one in told if one.type == "Approved")
    assert approved.by == "supervisor" and approved.at.isoformat() == "2017-01-09T10:27:48+00:00"
    assert made.name == "travel"


def test_a_second_import_makes_nothing_twice(product):
    assert not any(one.before for one in bring(30))
    tickets, events = count(ticket), count(journal)
    assert all(one.before for one in bring(30))
    assert (count(ticket), count(journal)) == (tickets, events)


def test_an_import_goes_on_where_it_stopped(product):
    bring(25)
    again = bring(40)
    assert [one.before for one in again] == [True] * 25 + [False] * 15
    assert count(ticket) == 40


def test_the_rows_of_imported_tickets_are_those_the_journal_makes(product):
    bring(60)
    assert [id for id, different in rebuild() if different] == []


def test_an_imported_ticket_can_go_on(product):
    """The declaration whose payment was never requested waits for the payment system, which may request it now."""
    left = next(one for one in bring(300) if one.case == "declaration124535")
    perform(Wish(Complete(by="payments", step="request_payment", outcome="requested"), ticket=left.ticket))
    with reading() as c:
        assert list(know(c, left.ticket).state.open) == ["payment"]


def test_misfits_are_named_and_imported_up_to_what_the_process_does_not_allow(product):
    misfits = {one.case: one for one in bring(300) if one.misfit}
    assert misfits.keys() == {"declaration95149", "declaration90815", "declaration124535"}
    with reading() as c:
        states = {case: know(c, one.ticket).state for case, one in misfits.items()}
    assert states["declaration95149"].status == "draft"
    assert states["declaration90815"].status == "returned"
    assert list(states["declaration124535"].open) == ["request_payment"]


def test_persons_the_directory_knows_already_keep_what_they_are(product):
    bring(1)
    with reading() as c:
        roles = set(c.scalars(select(holding.c.role).where(holding.c.person == "administration")))
    assert roles == {"administration"}
    _, made = store.published("travel")
    assert store.add_people(read_plan(MAP, made)) == 0


def test_a_case_that_changed_since_is_told(product, tmp_path: Path):
    bring(1)
    changed = tmp_path / "log.csv"
    lines = SAMPLE.read_text("utf-8").splitlines()[:4]
    changed.write_text("\n".join(lines).replace("2017-01-10T", "2017-01-11T"), "utf-8")
    with pytest.raises(Unusable, match=r"`declaration86791` was imported before from other lines"):
        bring(1, changed)


def environment(product: Flask) -> dict[str, str]:
    settings = product.extensions["waybill"]
    return {
        "WAYBILL_DATABASE": settings.database,
        "WAYBILL_DATA": str(settings.data),
        "WAYBILL_SECRET": settings.secret,
    }


def run(product: Flask, *arguments: str):
    return CliRunner(env=environment(product)).invoke(bring_command, [str(SAMPLE), *arguments], catch_exceptions=False)


def test_the_command_tells_what_it_did(app: Flask):
    first = run(app, "--map", str(MAP), "--process", "travel", "--json")
    said = json.loads(first.stdout)
    assert (first.exit_code, said["cases"], said["imported"], said["already"]) == (1, 300, 300, 0)
    assert {misfit["case"] for misfit in said["misfits"]} == {"declaration95149", "declaration90815", "declaration124535"}
    second = run(app, "--map", str(MAP), "--process", "travel")
    assert second.stdout.startswith("0 tickets made, 300 cases were there before, 3 misfits")
    assert run(app, "--map", str(MAP), "--process", "no_such").exit_code == 2


KILLED = """
import os, signal, sys
from app.bring import store
from app.cli.bring import bring
wrote = store.write
def write(c, version, made, mark, found, ask):
    made_ticket = wrote(c, version, made, mark, found, ask)
    if found.case == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
    return made_ticket
store.write = write
bring([sys.argv[1], "--map", sys.argv[2], "--process", "travel", "--json"])
"""


def test_an_import_killed_in_the_middle_of_a_case_loses_and_doubles_nothing(app: Flask):
    victim = case_number(150)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(SAMPLE), str(MAP), victim],
        env={**os.environ, **environment(app)}, cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with app.app_context():
        between = count(ticket)
        assert 0 < between < 150 and count(done) == between
    assert json.loads(run(app, "--map", str(MAP), "--process", "travel", "--json").stdout)["imported"] == 300 - between
    with app.app_context():
        assert count(ticket) == 300 and count(done) == 300
        db.engine.dispose()


def case_number(number: int) -> str:
    """The name of a case by its place in the sample."""
    names = [line.split(",")[0] for line in SAMPLE.read_text("utf-8").splitlines()]
    return list(dict.fromkeys(names))[number]
