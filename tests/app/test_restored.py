"""A database that was put back from a backup is noticed and said so by an act, and one that was tampered with is not."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import select

from app.audit.alone import verifier
from app.audit.bundle import Query, write
from app.cli import doctor
from app.create_app import create_app
from app.db import now, reading, transaction
from app.journal import admin, anchoring, checkpoints, keys, notes, restored, sealing, sequence
from app.journal.rows import act as acts
from app.tickets.checks.breach import moment
from app.tickets.checks.every import looked
from tests.conftest import finish, settings


def work(times: int = 1) -> str:
    """Something is committed, logged, signed and told outside; the signed note."""
    for _ in range(times):
        with transaction() as c:
            admin.note(c, "teams", admin.COMMAND_LINE)
    note = checkpoints.make()
    anchoring.send_newest()
    return note


def size_of(note: str) -> int:
    return int(note.split("\n")[1])


def checked(*files) -> tuple[list[str], list[str]]:
    """What `verify` finds, and what it tells."""
    look, *found = looked(files)
    return [str(one) for one in found], look.told


@pytest.fixture
def house(databases, database, worker, tmp_path):
    """house("node") is that node on the database; house.back() puts it back to what it was at house.save()."""
    made, names = [], iter(range(9))

    class House:
        url = database

        def save(self) -> None:
            self.close()
            self.saved = databases.make(f"{worker}_saved", like=self.url.rpartition("/")[2].removesuffix(".db"))

        def back(self) -> None:
            self.close()
            self.url = databases.make(f"{worker}_back{next(names)}", like=f"{worker}_saved")

        def __call__(self, node: str = "one"):
            anchor = {"file": str(tmp_path / "worm")}
            made.append(create_app(settings(self.url, tmp_path, key_file=tmp_path / node, anchors=anchor)))
            return made[-1].app_context()

        def close(self) -> None:
            while made:
                finish(made.pop())

    house = House()
    yield house
    house.close()
    for name in [name for name in databases.made if "_saved" in name or "_back" in name]:
        databases.drop(name)


def test_it_is_noticed_at_the_start_and_told_apart_from_tampering(house, tmp_path):
    with house():
        work()
    house.save()
    with house():
        lost, last = work(2), work(3)
    house.back()
    with house():
        with reading() as c:
            kept = sequence.size(c)
        found, _told = checked(tmp_path / "worm")
        assert len(found) == 3 and all("it was cut off" in one for one in found), "nobody has said yet why"
        (number,) = restored.notice()
        assert restored.notice() == [] and sealing.tick() is False
        with reading() as c:
            row = c.execute(select(acts).where(acts.c.number == number)).one()
        body = {"kept": kept, "size": size_of(last), "root": row.body["root"], "note": last}
        assert (row.what, row.body) == ("restored", body)
        work()
        found, told = checked(tmp_path / "worm")
        gone = f"a history that was put back on {now():%Y-%m-%d}"
        assert found == [] and f"act {number}: {gone}" in told[-1]
        of_lost = [one for one in told if f"this checkpoint of {size_of(lost)} entries is of {gone}" in one]
        assert len(of_lost) == 1 and of_lost[0].endswith(
            f"entries {kept + 1}\u2013{size_of(last)} of that history are gone, said so by act {number}"
        )
        text = (tmp_path / "worm").read_text("utf-8")
        hash = text.split("\nold ")[1].split()[1]
        (tmp_path / "spoilt").write_text(text.replace(hash, "A" * 43 + "="), "utf-8")
        assert "it does not continue the checkpoint of" in checked(tmp_path / "spoilt")[0][0]
        assert doctor.proof()[1] and f"as act {number} says" in doctor.proof()[2]
        bundle(tmp_path)
    script = [sys.executable, "-I", str(tmp_path / "verify.py"), str(tmp_path / "b.zip"), "--anchor", str(tmp_path / "worm")]
    ran = subprocess.run(script, capture_output=True, text=True, check=False)
    assert ran.returncode == 0 and f"said so by act {number}\n" in ran.stdout, ran.stdout


def bundle(folder) -> None:
    with moment() as c:
        write(c, Query(now(), None, True), folder / "b.zip")
    (folder / "verify.py").write_text(verifier(), "utf-8")


def test_each_node_says_what_it_had_signed_when_it_was_more(house):
    with house("one"):
        work()
    with house("two"):
        work()
    house.save()
    with house("one"):
        work()
    with house("two"):
        last = work(2)
    house.back()
    anchor_forgets(house)
    with house("one"):
        assert len(restored.notice()) == 1
        work(9)
    with house("two"), reading() as c:
        assert sequence.size(c) > size_of(last), "the log is longer again than what the other node had signed"
    with house("two"):
        assert len(restored.notice()) == 1 and restored.notice() == []
        work()
        with reading() as c:
            one, other = restored.acts(c)
        assert one.kept == other.kept and one.size < other.size == size_of(last)
        assert checked()[0] == []


def anchor_forgets(house) -> None:
    """There is no file anchor to read in this one."""
    with house():
        from flask import current_app

        open(current_app.extensions["waybill"].anchors["file"], "w").close()


def test_twice_put_back_is_twice_told(house, tmp_path):
    with house():
        work()
    house.save()
    for times in (9, 2):
        with house():
            restored.notice()
            work(times)
        house.back()
    with house():
        assert len(restored.notice()) == 1, "the longer of the two histories is told, and it covers the other"
        work()
        found, told = checked(tmp_path / "worm")
        assert found == [] and len(told) >= 2


def test_what_no_backup_explains_is_signed_by_nobody(house, tmp_path):
    """A log that is as long as what was signed, and another one; and a file beside the key that somebody wrote."""
    with house():
        work()
    house.save()
    with house():
        work()
    beside = restored.beside(tmp_path / "one")
    lost, anchor = beside.read_text("utf-8"), (tmp_path / "worm").read_bytes()
    house.back()
    with house():
        beside.unlink()
        (tmp_path / "worm").unlink()
        (tmp_path / "worm").mkdir()
        work(5)
        mine = beside.read_text("utf-8")
        beside.write_text(lost, "utf-8")
        assert restored.notice() == []
        with transaction() as c:
            admin.note(c, "teams", admin.COMMAND_LINE)
        with pytest.raises(checkpoints.BrokenLog, match="the log has others"):
            checkpoints.make()
        beside.write_text(mine.replace("\ntime 2", "\ntime 3"), "utf-8")
        with pytest.raises(keys.WrongKey, match="no checkpoint of ours"):
            checkpoints.make()
        beside.write_text(mine, "utf-8")
        assert checkpoints.make()
        (tmp_path / "kept").write_bytes(anchor)
        assert [one for one in checked(tmp_path / "kept")[0] if one.startswith("anchors: kept")]


def test_an_act_explains_only_what_it_names(house, tmp_path):
    """Who has key and database can say that the log was put back, but for all to see, and for those entries only."""
    with house():
        first = work()
    house.save()
    with house():
        last = work(3)
    house.back()
    with house():
        restored.notice()
        work()
        key = keys.private(tmp_path / "one")
        with reading() as c:
            opened, known = notes.opened(last, keys.known(c)), restored.acts(c)[0]
        for forged, wrong in (
            (notes.Note(opened.origin, opened.size, b"\0" * 32, opened.at, opened.previous), "another root"),
            (notes.Note(opened.origin, opened.size + 500, b"\0" * 32, opened.at, opened.previous), "cut off"),
            (notes.Note(opened.origin, size_of(first), b"\0" * 32, opened.at, opened.previous), "another root"),
            (notes.Note(opened.origin, opened.size - 1, b"\0" * 32, "2999-01-01T00:00:00.000000Z", 1), "another root"),
        ):
            (tmp_path / "kept").write_text(notes.sign(forged, key), "utf-8")
            found, _told = checked(tmp_path / "kept")
            assert len(found) == 1 and (wrong in found[0] or "cut off" in found[0]), found
        assert known.kept < known.size
