"""`waybill verify` finds nothing where nothing is wrong, and every corruption that is put in for it."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, insert, select

from app.cli import main
from app.db import now, reading, transaction
from app.journal import anchors, checkpoints, sequence
from app.journal.restored import beside
from app.journal.rows import act as acts
from app.journal.rows import checkpoint, journal, log
from app.journal.rows import key as key_rows
from app.people.rows import holding, person
from app.processes.rows import process, version
from app.tickets import storage
from app.tickets.checks.breach import notes_in
from app.tickets.checks.every import looked
from app.tickets.erase import erase
from app.tickets.rows import file as files
from app.tickets.rows import involved, waiting
from app.tickets.rows import ticket as tickets
from tests.app.asking import REFUND, act, file
from tests.app.corruptions import CORRUPTIONS, flip_answer, log_anew
from tests.app.test_import import bring
from tests.conftest import SECRET


def verified(*more) -> list[str]:
    """The checks that found something, in order."""
    _look, *found = looked(*more)
    return [str(one) for one in found]


@pytest.fixture
def filled(app, sign_in) -> int:
    """A few tickets of every fate, all of it logged and signed twice; the number of one that was approved and changed."""
    ana, bruno, carla, dan = (sign_in(who) for who in ("ana", "bruno", "carla", "dan"))
    given = {"file": (io.BytesIO(b"%PDF-1.4 receipt"), "receipt.pdf")}
    receipt = ana.post("/api/files", data=given, content_type="multipart/form-data").json
    one = file(ana, REFUND | {"receipts": [receipt]})
    act(carla, one, "approve", step="director", comment="fine")
    act(ana, one, "comment", comment="thank you")
    with app.app_context():
        checkpoints.make()
    back = file(ana, REFUND | {"amount": "800.00"})
    act(bruno, back, "return", step="line_manager", to="request", comment="which course?")
    act(ana, back, "save", answers=REFUND | {"student": "Somebody else"})
    act(ana, back, "submit", answers=REFUND)
    act(ana, back, "take back")
    act(ana, back, "withdraw", comment="never mind")
    file(ana, {"student": "Half"}, draft=True)
    act(carla, file(ana), "reject", step="director", comment="no")
    stuck = file(ana)
    act(sign_in("hana"), stuck, "reassign", step="director", people=["dan"], comment="on leave")
    act(dan, stuck, "approve", step="director")
    with app.app_context():
        checkpoints.make()
    return one


def test_where_nothing_is_wrong_nothing_is_found(app, filled):
    with app.app_context():
        look, *found = looked()
        assert [str(one) for one in found] == []
        assert look.seen["tickets"] == 5 and look.seen["checkpoints"] == 2 and look.seen["decisions"] > 12
        with reading() as c:
            assert look.seen["log"] == checkpoints.newest(c).size == sequence.size(c) and look.seen["files"] == 1


def test_an_erased_ticket_breaks_nothing(app, filled, sign_in):
    with app.app_context():
        with reading() as c:
            over = c.scalar(select(tickets.c.id).where(tickets.c.end == "withdrawn"))
        erase(over, "hana", "five years are over", now() + timedelta(days=2000))
        assert verified() == []
        checkpoints.make()
        assert verified() == []


def test_a_log_of_another_system_that_was_brought_in_holds(app):
    with app.app_context():
        bring(40)
        checkpoints.make()
        look, *found = looked()
        assert [str(one) for one in found] == [] and look.seen["decisions"] > 200


def test_every_corruption_is_reported(app, filled):
    """Each is done in a transaction of its own and undone again."""
    missed = []
    with app.app_context():
        assert verified() == []
        for corrupt, check in CORRUPTIONS.items():
            saved = everything()
            with transaction() as c:
                loosened(c)
                corrupt(c, filled)
            app.extensions.pop("waybill.programs", None)
            found = verified()
            if not any(one.startswith(f"{check}: ") for one in found):
                missed.append((corrupt.__name__, found[:3]))
            restored(saved)
        app.extensions.pop("waybill.programs", None)
        assert verified() == []
    assert missed == []


TABLES = (journal, acts, log, checkpoint, key_rows, version, process, person, holding, files, tickets, waiting, involved)
"""What corruptions touch, parents first."""


def loosened(c) -> None:
    """Whoever writes behind the product is not held up by references."""
    if c.dialect.name == "postgresql":
        c.exec_driver_sql("SET LOCAL session_replication_role = replica")


def everything() -> dict:
    with reading() as c:
        return {table: [dict(row) for row in c.execute(select(table)).mappings()] for table in TABLES}


def restored(saved: dict) -> None:
    with transaction() as c:
        if c.dialect.name == "sqlite":
            c.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        loosened(c)
        now_there = {table: [dict(row) for row in c.execute(select(table)).mappings()] for table in TABLES}
        changed = [table for table in TABLES if now_there[table] != saved[table]]
        if tickets in changed:  # what refers to tickets goes with them
            changed = [*(table for table in changed if table not in (waiting, involved)), waiting, involved]
        for table in reversed(changed):
            c.execute(delete(table))
        for table in changed:
            if saved[table]:
                c.execute(insert(table), saved[table])


def test_a_file_that_was_changed_or_lost_is_reported(app, filled):
    with app.app_context():
        with reading() as c:
            path = storage.path_of(c.scalar(select(files.c.hash)))
        content = path.read_bytes()
        path.write_bytes(content[:-1] + b"!")
        assert [one.split(": ")[2] for one in verified()] == ["its content is not what was brought"]
        path.unlink()
        assert [one.split(": ")[2] for one in verified()] == ["its content is gone"]


def test_an_anchor_finds_what_somebody_with_the_key_rewrote(app, filled, tmp_path):
    """Who has the key, what lies beside it and the database can make everything hold again, but not what is elsewhere."""
    anchor = tmp_path / "anchor"
    with app.app_context():
        with reading() as c:
            for row in c.execute(select(checkpoint).order_by(checkpoint.c.size)):
                anchors.to_file(str(anchor), row.note)
        assert len(list(notes_in(anchor))) == 2 and verified((anchor,)) == []
        with transaction() as c:
            log_anew(c, filled)
            c.execute(delete(checkpoint))
        assert [one for one in verified() if one.startswith("anchors: log-key.signed")]
        with pytest.raises(checkpoints.BrokenLog, match="the log has others"):
            checkpoints.make()
        beside(app.extensions["waybill"].key).unlink()
        checkpoints.make()
        assert verified() == []
        assert [one.split(":")[0] for one in verified((anchor,))] == ["anchors", "anchors"]


def test_the_command_tells_people_and_programs(app, filled, database, tmp_path):
    given = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET}
    ran = CliRunner().invoke(main, ["verify"], env=given)
    assert ran.exit_code == 0 and ran.output.endswith("everything holds\n")
    with app.app_context(), transaction() as c:
        flip_answer(c, filled)
    ran = CliRunner().invoke(main, ["verify", "--json"], env=given)
    told = json.loads(ran.output)
    assert ran.exit_code == 1 and not told["good"]
    assert told["breaches"][0]["check"] == "chain" and told["breaches"][0]["place"] == f"ticket {filled}, event 1"
