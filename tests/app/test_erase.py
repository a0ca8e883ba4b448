"""Erasing a ticket after its time: nothing personal is left, and everything that proves the past still holds."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text, update

from app.cli import main
from app.db import db, now, reading, transaction
from app.journal import chain, export
from app.journal.rows import journal
from app.tickets import rebuild, storage
from app.tickets.erase import erase
from app.tickets.retention import NotAllowed, later, put_hold, release, set_years
from app.tickets.rows import file as files
from app.tickets.rows import ticket as tickets
from tests.app.asking import REFUND, act, file
from tests.conftest import SECRET as KEY

SECRET = "Xiomara Vanterpool"
LATER = timedelta(days=6 * 366)


def ended(sign_in) -> int:
    """A ticket with a name, a comment and a file, that was rejected."""
    ana = sign_in("ana")
    given = {"file": (io.BytesIO(b"%PDF-1.4 " + SECRET.encode()), f"{SECRET}.pdf")}
    receipt = ana.post("/api/files", data=given, content_type="multipart/form-data").json
    ticket = file(ana, REFUND | {"student": SECRET, "receipts": [receipt]})
    act(sign_in("carla"), ticket, "reject", step="director", comment=f"not for {SECRET}")
    return ticket


def test_a_ticket_is_kept_for_five_years_and_the_date_is_told(app, sign_in):
    ticket = ended(sign_in)
    with app.app_context():
        with pytest.raises(NotAllowed, match=f"is kept until {later(now(), 5):%Y-%m-%d}"):
            erase(ticket, "hana", "asked to", now() + timedelta(days=1800))
        with pytest.raises(NotAllowed, match="has not ended"):
            erase(file(sign_in("ana")), "hana", "asked to", now() + LATER)
        with transaction() as c:
            set_years(c, "refund", 10, "hana", "a new law")
        with pytest.raises(NotAllowed, match=f"until {later(now(), 10):%Y-%m-%d}"):
            erase(ticket, "hana", "asked to", now() + LATER)
        for years in (4, 101):
            with pytest.raises(NotAllowed, match="choose from 5 to 100"), transaction() as c:
                set_years(c, "refund", years, "hana", "no")


def test_a_legal_hold_wins_over_age(app, sign_in):
    ticket = ended(sign_in)
    with app.app_context():
        with transaction() as c:
            put_hold(c, ticket, "judith", "case 17")
        with pytest.raises(NotAllowed, match=r"legal hold by judith since .*: case 17"):
            erase(ticket, "hana", "asked to", now() + LATER)
        with transaction() as c:
            release(c, ticket, "judith", "case closed")
        assert erase(ticket, "hana", "asked to", now() + LATER) > 0
        with reading() as c:
            whats = [one["what"] for one in export.acts(c) if one["subject"] == str(ticket)]
    assert whats == ["hold", "release", "erased"]


def everything(app) -> bytes:
    """All bytes of the database and of the files."""
    if db.engine.dialect.name == "sqlite":
        place = Path(db.engine.url.database)
        stored = b"".join(path.read_bytes() for path in place.parent.glob(f"{place.name}*"))
    else:
        with reading() as c:
            names = c.scalars(text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'wb_%'")).all()
            stored = "".join(str(c.execute(text(f'SELECT * FROM "{name}"')).all()) for name in names).encode()
    return stored + b"".join(path.read_bytes() for path in storage.folder().rglob("*") if path.is_file())


def test_nothing_personal_is_left_and_the_chain_holds(app, sign_in):
    ticket = ended(sign_in)
    with app.app_context():
        assert SECRET.encode() in everything(app)
        erase(ticket, "hana", "five years are over", now() + LATER)
        assert SECRET.encode() not in everything(app)
        with reading() as c:
            head = chain.START
            for row in c.execute(select(journal).where(journal.c.ticket == ticket).order_by(journal.c.number)).mappings():
                assert chain.fault(head, row) is None, row
                head = row["digest"]
            assert row["type"] == "Erased" and row["body"]["reason"] == "five years are over"
        assert [changed for _id, changed in rebuild.rebuild()] == [False]
        with pytest.raises(NotAllowed, match="nothing personal is left"):
            erase(ticket, "hana", "again", now() + 2 * LATER)


def test_an_erased_ticket_says_so_on_its_page_in_lists_and_in_the_api(app, sign_in):
    ticket, ana = ended(sign_in), sign_in("ana")
    before = ana.get(f"/api/tickets/{ticket}").json
    assert before["answers"]["student"] == SECRET and before["erased"] is False
    with app.app_context():
        erase(ticket, "hana", "five years are over", now() + LATER)
    told = ana.get(f"/api/tickets/{ticket}").json
    assert (told["erased"], told["answers"], told["status"], told["title"]) == (True, {}, "ended", None)
    assert ana.get(f"/api/tickets/{ticket}/reasons").json["reasons"] == []
    events = ana.get(f"/api/tickets/{ticket}/history").json["events"]
    assert events[0]["type"] == "Submitted" and events[-1]["type"] == "Erased"
    page = ana.get(f"/tickets/{ticket}").text
    assert "was erased" in page and "five years are over" in page and SECRET not in page
    assert f"Ticket {ticket} (erased)" in ana.get("/mine").text


def test_a_file_that_another_ticket_has_stays(app, sign_in):
    ticket, ana = ended(sign_in), sign_in("ana")
    receipt = ana.get(f"/api/tickets/{ticket}").json["answers"]["receipts"]
    other = file(ana, REFUND | {"receipts": receipt})
    with app.app_context():
        erase(ticket, "hana", "five years are over", now() + LATER)
        assert storage.path_of(receipt[0]["hash"]).exists()
        with reading() as c:
            assert c.scalar(select(files.c.name)) == receipt[0]["name"]
    assert ana.get(f"/api/tickets/{other}").json["answers"]["receipts"] == receipt


@pytest.fixture
def run_waybill(database, tmp_path):
    """run_waybill("erase", …) runs a command; (exit code, last line)."""
    given = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": KEY}

    def run(*words: str) -> tuple[int, str]:
        ran = CliRunner().invoke(main, words, env=given)
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
        return ran.exit_code, ran.output.strip().splitlines()[-1]

    return run


def test_the_commands(app, sign_in, run_waybill):
    ticket = ended(sign_in)
    with app.app_context(), transaction() as c:
        c.execute(update(tickets).where(tickets.c.id == ticket).values(changed=now() - LATER))
    assert run_waybill("hold", str(ticket), "--by", "judith", "--reason", "case 17") == (0, f"ticket {ticket} is held")
    code, said = run_waybill("erase", str(ticket), "--by", "hana", "--reason", "over")
    assert code == 1 and "legal hold by judith" in said
    assert run_waybill("hold", str(ticket), "--release", "--by", "judith", "--reason", "closed")[0] == 0
    code, said = run_waybill("erase", str(ticket), "--by", "ana", "--reason", "over")
    assert code == 2 and "process-admin" in said
    assert run_waybill("erase", str(ticket), "--by", "hana", "--reason", "over")[0] == 0
    assert run_waybill("retention", "refund", "10", "--by", "hana", "--reason", "law")[0] == 0
