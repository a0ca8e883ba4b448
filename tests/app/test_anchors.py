"""Anchors are told each checkpoint, are tried again when they fail, and can check by themselves that the log only grew."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy import select, update

from app.audit import proving
from app.cli import doctor
from app.create_app import create_app
from app.db import now, reading, transaction
from app.journal import admin, anchoring, anchors, checkpoints, keys, merkle, notes, sealing, sequence, witness
from app.journal.rows import anchor, checkpoint
from app.settings import WrongSettings, from_environment
from tests.conftest import finish, settings


class Taker(BaseHTTPRequestHandler):
    """Takes what is posted."""

    def do_POST(self):
        told = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.taken.append(told)
        if self.server.has and not told.startswith(f"old {self.server.has}\n"):
            self.send_response(409)
            self.end_headers()
            self.wfile.write(f"{self.server.has}\n".encode())
            return
        self.send_response(302 if self.path == "/away" else 204)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def taker():
    server = HTTPServer(("127.0.0.1", 0), Taker)
    server.taken, server.has = [], 0
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_checkpoint_is_sent_to_every_anchor(database, tmp_path, taker):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as hears:
        hears.bind(("127.0.0.1", 0))
        targets = {"file": str(tmp_path / "anchor"), "syslog": f"127.0.0.1:{hears.getsockname()[1]}"}
        targets["webhook"] = f"http://127.0.0.1:{taker.server_port}/take"
        app = create_app(settings(database, tmp_path, anchors=targets, hosts=frozenset({"127.0.0.1"})))
        with app.app_context():
            note = checkpoints.make()
            sent = anchoring.send_newest()
            with reading() as c:
                assert c.scalar(select(checkpoint.c.anchored)) == sent
        assert all(what.startswith("sent ") for what in sent.values()) and len(sent) == 3
        assert (tmp_path / "anchor").read_text("utf-8") == note + "\n" and taker.taken == [note]
        assert note.split("\n")[2] in hears.recv(4096).decode()
        finish(app)


def test_an_anchor_that_fails_is_told_and_redirects_are_not_followed(database, tmp_path, taker):
    targets = {"file": str(tmp_path / "no" / "folder"), "webhook": f"http://127.0.0.1:{taker.server_port}/away"}
    app = create_app(settings(database, tmp_path, anchors=targets, hosts=frozenset({"127.0.0.1"})))
    with app.app_context():
        checkpoints.make()
        sent = anchoring.send_newest()
    assert sent["webhook"] == "not sent: it answered 302" and sent["file"].startswith("not sent: [Errno 2]")
    finish(app)


def test_the_doctor_tells_of_anchors_that_fail_and_of_signing_that_stopped(database, tmp_path):
    app = create_app(settings(database, tmp_path, anchors={"file": str(tmp_path / "no" / "folder")}))
    with app.app_context():
        assert doctor.proof()[1:] == (True, "nothing is signed yet; anchors: none")
        checkpoints.make()
        anchoring.send_newest()
        assert not doctor.proof()[1] and "file: not sent: [Errno 2]" in doctor.proof()[2]
        with transaction() as c:
            c.execute(update(checkpoint).values(anchored={}, at=now() - 4 * checkpoints.EVERY))
            admin.note(c, "teams", admin.COMMAND_LINE)
        sequence.seal_all()
        assert "; 1 entries of the log are not signed since" in doctor.proof()[2]
        app.extensions["waybill"].key.chmod(0o644)
        assert "can be read by others" in doctor.proof()[2]
    finish(app)


def grown(app) -> str:
    """One more checkpoint; its note."""
    with transaction() as c:
        admin.note(c, "teams", admin.COMMAND_LINE)
    return checkpoints.make()


def test_who_gets_checkpoints_can_check_that_the_log_only_grew(database, tmp_path, taker):
    """From what was posted alone, with the public key told before: each message continues the one before it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as hears:
        hears.bind(str(tmp_path / "dev-log"))
        targets = {"file": str(tmp_path / "anchor"), "syslog": str(tmp_path / "dev-log")}
        targets["webhook"] = f"http://127.0.0.1:{taker.server_port}/take"
        app = create_app(settings(database, tmp_path, anchors=targets, hosts=frozenset({"127.0.0.1"})))
        with app.app_context():
            for _ in range(3):
                grown(app)
                anchoring.send_newest()
            with reading() as c:
                known = keys.known(c)
        syslog = "".join(f"Nov 22 03:00:00 host {hears.recv(8192).decode().partition('>')[2]}\n" for _ in range(3))
        finish(app)
    for text in ((tmp_path / "anchor").read_text("utf-8"), syslog, "\n".join(taker.taken)):
        told = list(witness.read(text.splitlines(), "kept"))
        opened = [notes.opened(each.note, known) for each in told]
        assert [each.old for each in told] == [0, opened[0].size, opened[1].size]
        for before, after, each in zip(opened, opened[1:], told[1:], strict=False):
            assert merkle.consistent(before.size, after.size, before.root, after.root, each.proof)
            assert not merkle.consistent(before.size, after.size, after.root, after.root, each.proof)
        (tmp_path / "kept").write_text(text, "utf-8")
        assert [signed[0] for _place, signed in proving.kept([tmp_path / "kept"], known)] == [each.size for each in opened]
        hash = text.split(f"old {opened[0].size}")[1].split()[0]
        (tmp_path / "kept").write_text(text.replace(hash, f"{'B' if hash[0] == 'A' else 'A'}{hash[1:]}", 1), "utf-8")
        with pytest.raises(proving.Bad, match="does not continue the checkpoint of"):
            list(proving.kept([tmp_path / "kept"], known))


def test_an_anchor_that_was_away_is_tried_with_growing_pauses_and_catches_up_with_one_message(database, tmp_path):
    folder = tmp_path / "share"
    app = create_app(settings(database, tmp_path, anchors={"file": str(folder / "anchor")}))
    with app.app_context():
        folder.mkdir()
        first = grown(app)
        anchoring.send_newest()
        folder.rename(tmp_path / "away")
        tries = []
        for _ in range(4):
            past_pause()
            grown(app)
            for _ in range(3):  # every node's round
                sealing.tick()
            tries.append(state())
        assert [each.failures for each in tries] == [1, 2, 3, 4] and "not sent: [Errno 2]" in tries[-1].said
        assert not doctor.proof()[1] and "4 tries failed" in doctor.proof()[2]
        (tmp_path / "away").rename(folder)
        sealing.tick()
        assert state().failures == 4, "the pause is not over"
        past_pause()
        sealing.tick()
        told = list(witness.read((folder / "anchor").read_text("utf-8").splitlines(), "anchor"))
        with reading() as c:
            last, known = checkpoints.newest(c), keys.known(c)
        assert [each.note for each in told] == [first, last.note] and state().failures == 0
        one, other = (notes.opened(each.note, known) for each in told)
        assert merkle.consistent(one.size, other.size, one.root, other.root, told[1].proof)
        assert doctor.proof()[1]
    finish(app)


def state():
    with reading() as c:
        return c.execute(select(anchor)).one()


def past_pause() -> None:
    """The clock goes on to the end of the pause."""
    with transaction() as c:
        c.execute(update(anchor).values(due=now()))


def test_one_that_answers_a_byte_at_a_time_holds_nobody_up(monkeypatch):
    monkeypatch.setattr(anchors, "LONGEST", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            with contextlib.suppress(OSError), server.accept()[0] as taken:
                while True:
                    taken.sendall(b"H")
                    threading.Event().wait(0.02)

        thread = threading.Thread(target=drip)
        thread.start()
        began = time.monotonic()
        said, _has = anchors.sent("webhook", f"http://127.0.0.1:{server.getsockname()[1]}/take", "a note")
        assert said.startswith("not sent: ") and time.monotonic() - began < 3
        thread.join()


def test_auditors_see_which_anchor_is_behind_and_what_a_later_checkpoint_covers(app, sign_in, tmp_path, monkeypatch):
    monkeypatch.setitem(
        app.extensions, "waybill", replace(app.extensions["waybill"], anchors={"file": str(tmp_path / "no/a")})
    )
    judith = sign_in("judith")
    with app.app_context():
        first = int(grown(app).split("\n")[1])
        anchoring.send_newest()
        second = int(grown(app).split("\n")[1])
    page = judith.get("/audit/checkpoints").text
    assert "file does not take checkpoints. Failed tries: 1;" in page and "It has 0 entries." in page and "[Errno 2]" in page
    assert page.count("not sent yet: an earlier try failed") == 1
    (tmp_path / "no").mkdir()
    with app.app_context():
        anchoring.send_newest()
    page = judith.get("/audit/checkpoints").text
    assert f"covered by a later checkpoint that it took, of {second} entries" in page and first < second
    assert "does not take checkpoints" not in page


def test_pauses_grow_to_an_hour():
    assert [anchoring.pause(tries) for tries in (0, 1, 2, 7, 10_000)] == [
        timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), timedelta(hours=1), timedelta(hours=1)
    ]  # fmt: skip


def test_nodes_side_by_side_send_it_once(database, tmp_path, taker):
    targets = {"webhook": f"http://127.0.0.1:{taker.server_port}/take"}
    app = create_app(settings(database, tmp_path, anchors=targets, hosts=frozenset({"127.0.0.1"})))

    def one_round(_node: int) -> None:
        with app.app_context():
            anchoring.send_newest(at_once=False)

    with app.app_context():
        note = grown(app)
    with ThreadPoolExecutor(4) as nodes:
        list(nodes.map(one_round, range(8)))
    finish(app)
    assert taker.taken == [note]


def test_a_witness_that_has_another_checkpoint_gets_the_proof_from_that_one(database, tmp_path, taker):
    """It took one whose answer was lost on the way: it says what it has, and the next message starts there."""
    url = f"http://127.0.0.1:{taker.server_port}/witness"
    app = create_app(settings(database, tmp_path, anchors={"webhook": url}, hosts=frozenset({"127.0.0.1"})))
    with app.app_context():
        first = grown(app)
        anchoring.send_newest()
        has = int(grown(app).split("\n")[1])
        grown(app)
        taker.has = has
        assert anchoring.send_newest() == {"webhook": f"not sent: it has {has} entries"} and state().size == has
        assert anchoring.send_newest()["webhook"].startswith("sent ")
    assert taker.taken[0] == first and [each.split("\n")[0] for each in taker.taken[1:]] == [
        f"old {int(first.split()[1])}",
        f"old {has}",
    ]
    finish(app)


def test_an_anchor_at_another_place_begins_anew(database, tmp_path):
    for name in ("one", "two"):
        app = create_app(settings(database, tmp_path, anchors={"file": str(tmp_path / name)}))
        with app.app_context():
            note = grown(app)
            anchoring.send_newest()
        finish(app)
    assert (tmp_path / "two").read_text("utf-8") == note + "\n"


@pytest.mark.parametrize("host", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "64:ff9b::a9fe:a9fe"])
def test_some_addresses_are_never_called(host):
    with pytest.raises(anchors.NotAnchored, match="never called"):
        anchors.resolved(host, 443)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"WAYBILL_ANCHORS": "pigeon:north"}, "use each of"),
        ({"WAYBILL_ANCHORS": "syslog:here"}, "host:port"),
        ({"WAYBILL_ANCHORS": "webhook:https://elsewhere.example"}, "WAYBILL_HOSTS"),
        ({"WAYBILL_ANCHORS": "webhook:http://elsewhere.example", "WAYBILL_HOSTS": "elsewhere.example"}, "https://"),
    ],
)
def test_anchors_that_are_not_allowed_are_refused_at_the_start(given, says, tmp_path):
    known = {"WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": "0123456789abcdefghijklmnopqrstuvwxyz"}
    with pytest.raises(WrongSettings, match=says):
        from_environment(known | given)
