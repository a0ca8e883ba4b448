"""The auditor's bundle: the same bytes twice, both verifiers agree, and each finds every corruption put in for it."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from app.audit.bundle import NotExported
from app.audit.proofs import sha
from app.audit.verified import verified
from app.cli import main
from app.db import now, reading
from app.journal import checkpoints
from app.tickets.erase import erase
from app.tickets.rows import ticket as tickets
from app.tickets.storage import path_of
from tests.app.asking import file
from tests.app.bundling import alone, bundle, fill, remove_a_ticket, spoilt
from tests.conftest import SECRET


@pytest.fixture
def filled(app, sign_in) -> int:
    """A ticket that was approved, among others of every fate."""
    return fill(app, sign_in)


def test_the_same_moment_gives_the_same_bytes(app, filled, tmp_path):
    at = now()
    one, two = (bundle(app, tmp_path / name, at=at).read_bytes() for name in ("1.zip", "2.zip"))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as zip:
        names = zip.namelist()
    for name in ("processes/refund/1.way", "processes/refund/2.rules.json", "processes/refund/1.svg", "verify.py"):
        assert name in names
    assert names[-1] == "manifest.json" and "processes/refund/1.tree.json" in names


def test_a_bundle_tells_each_version_in_both_languages(app, filled, tmp_path):
    with zipfile.ZipFile(bundle(app, tmp_path / "b.zip", process="refund", tickets=False)) as zip:
        english, chinese = (zip.read(f"processes/refund/2.plain.{language}.html").decode() for language in ("en", "zh"))
        tree = json.loads(zip.read("processes/refund/2.tree.json"))
    for page, words in ((english, ("Amount is more than 4,000.00 CNY", "a lower limit", "everyone with the role finance")),
                        (chinese, ("金额大于 4,000.00 CNY", "a lower limit", "退费"))):  # fmt: skip
        assert all(word in page for word in words) and "<script" not in page
    assert tree["process"]["is"] == "Process" and tree["process"]["name"] == "refund"


def test_both_verifiers_hold_it(app, filled, tmp_path):
    path = bundle(app, tmp_path / "b.zip")
    check = verified(path)
    assert check.seen["tickets"] == 4 and check.seen["checkpoints"] == 2 and check.seen["rederived"] == 4
    assert check.seen["batches"] >= 9 and check.seen["signed"] == check.seen["log"]
    code, said = alone(path, tmp_path)
    assert code == 0 and "100 % of 4 decisions re-derived" in said and "0 entries are not signed" in said


def test_a_key_that_was_named_must_have_signed(app, filled, tmp_path):
    path = bundle(app, tmp_path / "b.zip")
    with zipfile.ZipFile(path) as zip:
        key = json.loads(zip.read("keys.json"))[0]["id"]
    assert alone(path, tmp_path, "--key", key)[0] == 0
    assert "not by the key you named" in alone(path, tmp_path, "--key", "0" * 64)[1]


def test_checkpoints_kept_elsewhere_must_hold(app, filled, tmp_path):
    path, kept = bundle(app, tmp_path / "b.zip"), tmp_path / "kept"
    with zipfile.ZipFile(path) as zip:
        rows = [json.loads(line) for line in zip.read("checkpoints.jsonl").splitlines()]
    kept.write_text("".join(row["note"] + "\n" for row in rows), "utf-8")
    assert alone(path, tmp_path, "--anchor", kept)[0] == 0
    kept.write_text(rows[0]["note"].replace("\ntime 2", "\ntime 3"), "utf-8")
    assert alone(path, tmp_path, "--anchor", kept)[0] == 1


def test_attached_files_lie_in_it_once_and_one_that_is_gone_is_named(app, filled, tmp_path):
    receipt = sha(b"%PDF-1.4 receipt")
    path = bundle(app, tmp_path / "b.zip")
    with zipfile.ZipFile(path) as zip:
        assert [name for name in zip.namelist() if name.startswith("files/")] == [f"files/{receipt}"]
        assert zip.read(f"files/{receipt}") == b"%PDF-1.4 receipt"
    assert verified(path).seen["files"] == 1 and "1 attached files hold" in alone(path, tmp_path)[1]
    with app.app_context():
        path_of(receipt).write_bytes(b"spoilt on the disk")
    path = bundle(app, tmp_path / "c.zip")
    with zipfile.ZipFile(path) as zip:
        assert json.loads(zip.read("manifest.json"))["files_missing"] == [receipt]
    code, said = alone(path, tmp_path)
    assert code == 0 and "0 attached files hold, 1 were missing when it was made" in said


def test_without_tickets_it_tells_nothing_of_them(app, filled, tmp_path):
    path = bundle(app, tmp_path / "b.zip", tickets=False)
    with zipfile.ZipFile(path) as zip:
        whole = b"".join(zip.read(name) for name in zip.namelist())
        assert json.loads(zip.read("manifest.json"))["totals"]["tickets"] == 4
        assert not [name for name in zip.namelist() if name.startswith(("tickets", "log", "acts"))]
    for personal in (b"never mind", b"which course?", b"receipt.pdf", b"Half"):
        assert personal not in whole
    assert verified(path).seen["versions"] > 4 and alone(path, tmp_path)[0] == 0


def test_of_one_process(app, filled, tmp_path):
    path = bundle(app, tmp_path / "b.zip", process="refund")
    assert verified(path).seen["versions"] == 2 and alone(path, tmp_path)[0] == 0
    with pytest.raises(NotExported):
        bundle(app, tmp_path / "c.zip", process="nothing")


def test_a_moment_in_the_past(app, filled, tmp_path, sign_in):
    at = now()
    before = bundle(app, tmp_path / "1.zip", at=at).read_bytes()
    file(sign_in("ana"))
    with pytest.raises(NotExported):
        bundle(app, tmp_path / "2.zip")
    with app.app_context():
        checkpoints.make()
    assert bundle(app, tmp_path / "2.zip", at=at).read_bytes() == before
    assert verified(bundle(app, tmp_path / "3.zip")).seen["tickets"] == 5


def test_an_erased_ticket_still_verifies(app, filled, tmp_path):
    at = now()
    with app.app_context():
        with reading() as c:
            over = c.scalar(select(tickets.c.id).where(tickets.c.end == "withdrawn"))
        erase(over, "hana", "five years are over", now() + timedelta(days=2000))
        checkpoints.make()
    for path in (bundle(app, tmp_path / "1.zip"), bundle(app, tmp_path / "2.zip", at=at)):
        assert verified(path).seen["erased"] == 2
        code, said = alone(path, tmp_path)
        assert code == 0 and "2 belong to erased tickets" in said


def test_the_commands(app, filled, database, tmp_path):
    env = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET}
    env["WAYBILL_ADDRESS"] = "http://localhost"
    out, run = tmp_path / "b.zip", CliRunner()
    asked = ["export", "--at", now().isoformat(), "--tickets", "--out", str(out)]
    done = run.invoke(main, asked, env=env)
    assert done.exit_code == 0 and "4 tickets" in done.output, done.output
    done = run.invoke(main, ["verify-bundle", str(out)])
    assert done.exit_code == 0 and "100 % of 4 decisions re-derived" in done.output, done.output
    spoilt(out, remove_a_ticket, hide=True)
    done = run.invoke(main, ["verify-bundle", str(out), "--json"])
    assert done.exit_code == 1 and json.loads(done.output)["place"].startswith("log.jsonl, line")
    assert run.invoke(main, [*asked[:2], "2026-01-01T00:00:00", "--out", str(out)], env=env).exit_code == 2
