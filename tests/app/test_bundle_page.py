"""The page on which auditors make a bundle: streamed, the same bytes as the command writes, and noted as an act."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.verified import verified
from app.db import now, reading
from app.journal.rows import act
from tests.app.asking import file
from tests.app.bundling import alone, bundle, fill

ALL = {"tickets": "yes", "files": "yes"}


def taken(client, tmp_path: Path, **asked: str) -> Path:
    """The bundle that the page sends."""
    answer = client.post("/audit/bundle", data={"at": f"{now():%Y-%m-%dT%H:%M}", "process": "", **asked})
    assert answer.status_code == 200 and answer.mimetype == "application/zip" and answer.is_streamed
    path = tmp_path / "taken.zip"
    path.write_bytes(answer.data)
    return path


def test_the_page_sends_what_the_command_writes_and_notes_it(app, sign_in, tmp_path):
    fill(app, sign_in)
    file(sign_in("ana"))
    judith = sign_in("judith")
    path = taken(judith, tmp_path, **ALL)
    check = verified(path)
    assert check.seen["tickets"] == 5 and check.seen["files"] == 1 and alone(path, tmp_path)[0] == 0
    at = datetime.fromisoformat(check.query["at"])
    assert bundle(app, tmp_path / "again.zip", at=at).read_bytes() == path.read_bytes()
    with app.app_context(), reading() as c:
        row = c.execute(select(act).where(act.c.what == "exported")).one()
    assert row.by == "judith" and row.body == {"at": check.query["at"], "tickets": True, "files": True}
    assert "A bundle was taken" in judith.get("/audit/acts?what=exported").text


def test_without_tickets_and_of_one_process(app, sign_in, tmp_path):
    fill(app, sign_in)
    check = verified(taken(sign_in("hana"), tmp_path, process="refund"))
    assert check.query["process"] == "refund" and not check.query["tickets"] and check.seen["versions"] == 2
    shown = sign_in("judith").get("/audit/bundle").text
    assert "4 tickets" in shown and "1 attached files" in shown


NONE = {"at": "2001-01-01T00:00"}, {"at": "2030-01-01T00:00", "process": "no"}
WRONG = ((422, {"at": "nonsense"}), *((409, each) for each in NONE))


@pytest.mark.parametrize("status, data", WRONG)
def test_what_cannot_be_made_is_said_and_not_noted(app, sign_in, status, data):
    answer = sign_in("judith").post("/audit/bundle", data=data)
    assert answer.status_code == status and 'role="alert"' in answer.text
    with app.app_context(), reading() as c:
        assert c.execute(select(act).where(act.c.what == "exported")).all() == []


def test_nobody_else_may_take_one(sign_in):
    assert [sign_in(who).post("/audit/bundle", data={}).status_code for who in ("ana", "bruno")] == [403, 403]
