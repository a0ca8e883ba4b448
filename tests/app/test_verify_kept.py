"""Results of `verify` that are kept: for auditors, for the doctor, and watched over like everything else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update

from app.cli import main
from app.db import now, reading, transaction
from app.journal import verifications
from app.journal.rows import act as acts
from app.journal.rows import verification
from app.processes.rows import version
from app.tickets.checks.every import looked
from tests.app.asking import file
from tests.conftest import SECRET


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    """A command on the database of this test; (exit code, output)."""
    with app.app_context():
        url = app.config["SQLALCHEMY_DATABASE_URI"]
    for name, value in {"DATABASE": url, "DATA": str(tmp_path), "SECRET": SECRET, "DEMO": "1"}.items():
        monkeypatch.setenv(f"WAYBILL_{name}", value)

    def do(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, words)
        return done.exit_code, done.stdout

    return do


def test_a_kept_result_is_an_act_a_page_and_a_point_of_the_doctor(app, sign_in, run):
    file(sign_in("ana"))
    assert "LOOK verified: never: run `waybill verify --keep`" in run("doctor")[1]
    code, told = run("verify", "--keep", "--by", "judith", "--json")
    found = json.loads(told)
    assert (code, found["good"], found["count"]) == (0, True, 0) and found["seen"]["tickets"] == 1
    with app.app_context(), reading() as c:
        row = c.execute(select(acts).where(acts.c.number == found["act"])).one()
        assert (row.what, row.by, row.body["good"]) == ("verified", "judith", True)
    shown = sign_in("judith").get("/audit/verified").text
    assert "Everything held" in shown and "Judith" in shown and "tickets 1" in shown
    assert "ok  verified: " in run("doctor")[1]
    with app.app_context(), transaction() as c:
        c.execute(update(verification).values(at=now() - verifications.OLD - timedelta(hours=1)))
    code, told = run("doctor")
    assert "LOOK verified: " in told and "that is long ago" in told
    assert "The last time is long ago" in sign_in("judith").get("/audit/verified").text


def test_breaches_are_kept_with_their_places(app, sign_in, run):
    with app.app_context(), transaction() as c:
        c.execute(update(version).where(version.c.process == "refund").values(reason="as agreed"))
    code, told = run("verify", "--keep")
    assert code == 1 and "kept, with act " in told
    shown = sign_in("judith").get("/audit/verified").text
    assert "Breaches: 1" in shown and "`refund` version 1" in shown and "command line" in shown
    assert "BAD verified: " in run("doctor")[1]


def test_who_looks_must_be_somebody(app, run):
    assert run("verify", "--keep", "--by", "nobody")[0] == 2


def test_a_result_that_was_changed_or_lost_is_a_breach(app):
    result = {"good": False, "count": 3, "seen": {}, "unsigned": 0, "breaches": [], "notes": []}
    with app.app_context():
        for _time in range(2):
            with transaction() as c:
                verifications.keep(c, "command-line", result)
        assert [*looked()][1:] == []
        with transaction() as c:
            c.execute(update(verification).where(verification.c.id == 1).values(good=True))
            c.execute(delete(verification).where(verification.c.id == 2))
        _look, *found = looked()
        assert [(one.place, one.wrong) for one in found] == [
            ("verification 1", "it is not what was kept"),
            ("verification 2", "it was kept, and it is gone"),
        ]
