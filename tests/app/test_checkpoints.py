"""The log has everything once and without a gap; its checkpoints are signed, and told outside."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, select, update

from app.db import reading, transaction
from app.journal import checkpoints, export, keys, merkle, notes, sealing, sequence
from app.journal.rows import act as acts
from app.journal.rows import checkpoint, journal, log
from tests.app.asking import act, file
from tests.conftest import ROOT, SECRET


def naive(data: list[bytes]) -> bytes:
    """The root as RFC 9162 defines it."""
    if len(data) < 2:
        return merkle.leaf(data[0]) if data else merkle.EMPTY
    left = 1 << ((len(data) - 1).bit_length() - 1)
    return merkle.node(naive(data[:left]), naive(data[left:]))


def test_the_tree_is_that_of_the_rfc_at_every_size_and_proves_every_entry():
    data = [f"entry {number}".encode() for number in range(1, 71)]
    kept: dict[int, bytes] = {}
    tree = merkle.Growing()
    for size in range(1, len(data) + 1):
        kept[size] = tree.add(data[size - 1])
        root = naive(data[:size])
        assert tree.root() == merkle.root(size, kept.__getitem__) == root
        assert merkle.Growing(size, kept.__getitem__).root() == root
        for number in range(1, size + 1):
            proof = merkle.inclusion(number, size, kept.__getitem__, lambda at: merkle.leaf(data[at - 1]))
            assert merkle.included(data[number - 1], number, size, proof, root)
            assert not merkle.included(b"other", number, size, proof, root)
            assert not merkle.included(data[number - 1], number % size + 1, size, proof, root) or size == 1
            assert not merkle.included(data[number - 1], number, size, [*proof, root], root)


def test_a_known_tree():
    """The test vectors of RFC 6962 implementations."""
    data = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]
    tree = merkle.Growing()
    for each in data:
        tree.add(each)
    assert tree.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_a_note_is_believed_only_as_it_was_signed():
    key, other = (keys.Ed25519PrivateKey.generate() for _ in range(2))
    note = notes.Note("waybill.example.org", 5, b"\x01" * 32, "2026-03-02T09:00:00.000000Z")
    whole = notes.sign(note, key)
    public = notes.public_of(key)
    known = {notes.id_of(public): public}
    found = notes.opened(whole, known)
    assert (found.size, found.root, found.key) == (5, b"\x01" * 32, notes.id_of(public))
    assert whole.split("\n")[:3] == ["waybill.example.org", "5", base64.b64encode(b"\x01" * 32).decode()]
    name, signature = whole.splitlines()[-1].split(" ")[1:]
    assert name == "waybill.example.org" and len(base64.b64decode(signature)) == 4 + 64
    for forged in (
        whole.replace("\n5\n", "\n6\n"),
        whole.replace("\n5\n", "\n05\n"),
        whole[:-9] + ("B" if whole[-9] == "A" else "A") + whole[-8:],
        "",
        "a\nb",
    ):
        with pytest.raises(notes.Forged):
            notes.opened(forged, known)
    with pytest.raises(notes.Forged):
        notes.opened(notes.sign(note, other), known)


def sealed(app) -> list:
    """Everything in the log, after sealing."""
    with app.app_context():
        sequence.seal_all()
        with reading() as c:
            return list(export.log_entries(c))


def test_everything_committed_gets_one_number_without_gaps(app, sign_in):
    ticket = file(sign_in("ana"))
    act(sign_in("carla"), ticket, "approve", step="director")
    found = sealed(app)
    assert [row["number"] for row in found] == list(range(1, len(found) + 1))
    assert [row["last"] for row in found if row["of"] == ticket] == [5, 9] or len(
        [r for r in found if r["of"] == ticket]
    ) == 2
    with app.app_context(), reading() as c:
        assert sorted(row["last"] for row in found if row["kind"] == "act") == list(c.scalars(select(acts.c.number)))
        assert c.scalar(select(func.count()).select_from(journal).where(journal.c.leaf == 0)) == 0
        last = c.execute(select(journal).where(journal.c.ticket == ticket).order_by(journal.c.number.desc())).first()
        assert found[last.leaf - 1]["digest"] == last.digest
    assert sealed(app) == found


def test_sequencers_side_by_side_number_everything_once(app, sign_in):
    ana = sign_in("ana")

    def work(_number: int) -> int:
        with app.app_context():
            return sequence.seal()

    with ThreadPoolExecutor(4) as pool:
        filed = pool.submit(lambda: [file(ana) for _ in range(12)])
        while not filed.done():
            list(pool.map(work, range(3)))
        tickets = filed.result()
    found = sealed(app)
    assert [row["number"] for row in found] == list(range(1, len(found) + 1))
    assert sorted(row["of"] for row in found if row["kind"] == "ticket") == sorted(tickets)


DIES = """
import os, signal
from app.cli.server import made_app
from app.db import transaction
from app.journal import sequence
with made_app().app_context(), transaction() as c:
    assert sequence.is_ours(c) and sequence.append(c)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_sequencer_that_is_killed_on_the_way_leaves_neither_gap_nor_double(app, database, sign_in, tmp_path):
    ticket = file(sign_in("ana"))
    given = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET}
    ran = subprocess.run([sys.executable, "-c", DIES], cwd=ROOT, env={**os.environ, **given}, check=False)
    assert ran.returncode == -signal.SIGKILL
    with app.app_context(), reading() as c:
        assert sequence.size(c) == 0
    found = sealed(app)
    assert [row["number"] for row in found] == list(range(1, len(found) + 1))
    assert [row["of"] for row in found if row["kind"] == "ticket"] == [ticket]


def test_a_checkpoint_signs_the_log_and_proves_each_of_its_entries(app, sign_in):
    file(sign_in("ana"))
    with app.app_context():
        note = checkpoints.make()
        assert checkpoints.make() is None
        with reading() as c:
            opened = notes.opened(note, keys.known(c))
            rows = list(export.log_entries(c))
            assert opened.size == len(rows) and opened.origin == "localhost"
            assert [one["what"] for one in export.acts(c)][-1] == "key"
            for row in rows:
                proof = [base64.b64decode(each) for each in export.proof(c, row["number"], opened.size)]
                assert merkle.included(sequence.data(row), row["number"], opened.size, proof, opened.root)
        assert app.extensions["waybill"].key.stat().st_mode & 0o777 == 0o600


def test_a_new_key_is_an_act_and_old_checkpoints_stay_believed(app, sign_in):
    with app.app_context():
        first = checkpoints.make()
        keys.renew(app.extensions["waybill"].key)
        second = checkpoints.make()
        with reading() as c:
            known = keys.known(c)
            ids = [notes.opened(note, known).key for note in (first, second)]
            act_of_key = [one for one in export.acts(c) if one["what"] == "key"][-1]
        assert len(set(ids)) == 2 and (act_of_key["body"]["before"], act_of_key["body"]["key"]) == tuple(ids)


def test_a_key_that_others_can_read_signs_nothing(app):
    with app.app_context():
        keys.private(app.extensions["waybill"].key)
        app.extensions["waybill"].key.chmod(0o644)
        with pytest.raises(keys.WrongKey, match="chmod 600"):
            checkpoints.make()


def test_a_log_that_was_cut_or_changed_is_not_signed_again(app, sign_in):
    with app.app_context():
        checkpoints.make()
    file(sign_in("ana"))
    with app.app_context():
        with reading() as c:
            top = merkle.peaks(checkpoints.newest(c).size)[0]
            node = c.scalar(select(log.c.node).where(log.c.number == top))
        with transaction() as c:
            c.execute(update(log).values(node="0" * 64).where(log.c.number == top))
        with pytest.raises(checkpoints.BrokenLog, match="not those that were signed"):
            checkpoints.make()
        with transaction() as c:
            c.execute(update(log).values(node=node).where(log.c.number == top))
            c.execute(delete(log).where(log.c.number > 2))
            c.execute(update(journal).values(leaf=None))
        with pytest.raises(checkpoints.BrokenLog, match="were signed"):
            checkpoints.make()


def test_the_thread_of_the_server_numbers_and_signs(app, sign_in, monkeypatch):
    monkeypatch.setattr(sealing, "PAUSE", 0.05)
    stop = sealing.start(app)
    try:
        ticket = file(sign_in("ana"))
        for _ in range(600):
            with app.app_context(), reading() as c:
                waits = c.scalar(select(func.count()).select_from(journal).where(journal.c.leaf == 0))
                signed = c.scalar(select(func.count()).select_from(checkpoint))
            if not waits and signed:
                break
            threading.Event().wait(0.05)
    finally:
        stop.set()
    assert not waits and signed and ticket in [row["of"] for row in sealed(app)]


def test_settings_become_an_act_when_they_change(app):
    with app.app_context():
        for release in ("1", "1", "2"):
            with transaction() as c:
                sealing.note_settings(c, release)
        with reading() as c:
            found = [one["body"] for one in export.acts(c) if one["what"] == "settings"]
    assert [one["release"] for one in found] == ["1", "2"] and "secret" not in json.dumps(found)
