"""Proofs for somebody outside: the log only grew, and this ticket or act is in it; each that was tampered with shows."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select

from app.audit import proving
from app.audit.alone import verifier
from app.cli import main
from app.db import now, reading, transaction
from app.journal import anchors, checkpoints, merkle, prove
from app.journal.restored import beside
from app.journal.rows import checkpoint
from app.tickets.checks.breach import moment
from app.tickets.erase import erase
from tests.app.asking import REFUND, act, file
from tests.app.corruptions import log_anew
from tests.app.test_checkpoints import naive
from tests.conftest import SECRET

DATA = [f"entry {number}".encode() for number in range(1, 71)]


def of_the_rfc(first: int, data: list[bytes], is_whole: bool = True) -> list[bytes]:
    """RFC 9162, 2.1.4.1, word by word."""
    if first == len(data):
        return [] if is_whole else [naive(data)]
    left = 1 << ((len(data) - 1).bit_length() - 1)
    if first <= left:
        return [*of_the_rfc(first, data[:left], is_whole), naive(data[left:])]
    return [*of_the_rfc(first - left, data[left:], False), naive(data[:left])]


def test_growth_is_proved_as_in_the_rfc_between_all_sizes():
    tree, kept = merkle.Growing(), {}
    for number, each in enumerate(DATA, 1):
        kept[number] = tree.add(each)
    roots = {size: naive(DATA[:size]) for size in range(1, len(DATA) + 1)}
    for size in roots:
        for first in range(1, size + 1):
            proof = merkle.consistency(first, size, kept.__getitem__, lambda at: merkle.leaf(DATA[at - 1]))
            assert proof == of_the_rfc(first, DATA[:size])
            for holds in (merkle.consistent, proving.consistent):
                assert holds(first, size, roots[first], roots[size], proof)
                assert not holds(first, size, roots[first], roots[size % 70 + 1], proof)
                if first < size:
                    assert not holds(first, size, roots[size], roots[size], proof)
                    assert not holds(first, size, roots[first], roots[size], proof[:-1])
                    assert not holds(first, size, roots[first], roots[size], [*proof, roots[1]])
                    assert first == 1 or not holds(first - 1, size, roots[first - 1], roots[size], proof)


def test_known_proofs_of_growth():
    """The examples in RFC 9162, 2.1.5: between 3, 4 or 6 of 7 entries and all of them."""
    data = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"@ABC", b"PQRSTUVW"]
    a, b, c, d, _e, _f, j = map(merkle.leaf, data)
    g, h, i = (merkle.node(*pair) for pair in ((a, b), (c, d), (merkle.leaf(data[4]), merkle.leaf(data[5]))))
    k, whole = merkle.node(g, h), merkle.node(i, j)
    for first, proof in ((3, [c, d, g, whole]), (4, [whole]), (6, [i, j, k])):
        assert merkle.consistent(first, 7, naive(data[:first]), naive(data), proof)
        assert of_the_rfc(first, data) == proof


@pytest.fixture
def run(database, tmp_path):
    """run("prove", …) runs a command; what it prints, and how it ends."""
    given = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET}

    def runs(*words: object) -> tuple[int, str]:
        ran = CliRunner().invoke(main, [str(word) for word in words], env=given)
        assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
        return ran.exit_code, ran.output

    return runs


@pytest.fixture
def signed(app, sign_in, tmp_path) -> tuple[int, Path]:
    """A ticket in the second of three checkpoints, all of which were kept elsewhere."""
    kept, ana, carla = tmp_path / "elsewhere", sign_in("ana"), sign_in("carla")

    def sign() -> None:
        with app.app_context():
            anchors.to_file(str(kept), checkpoints.make())

    sign()
    ticket = file(ana, REFUND | {"student": "Xiomara Vanterpool"})
    act(carla, ticket, "approve", step="director", comment="fine")
    sign()
    file(ana)
    sign()
    return ticket, kept


def alone(path: Path, *more: object) -> tuple[int, str]:
    """What the stand-alone verifier says, with nothing of ours in reach."""
    script = path.parent / "verify.py"
    script.write_text(verifier(), "utf-8")
    python = os.environ.get("WAYBILL_OLD_PYTHON", sys.executable)
    words = [python, "-I", "-S", str(script), str(path), *map(str, more)]
    done = subprocess.run(words, capture_output=True, text=True, env={}, timeout=60, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def sizes() -> list[int]:
    with reading() as c:
        return list(c.scalars(select(checkpoint.c.size).order_by(checkpoint.c.size)))


def test_one_ticket_is_proved_without_what_people_wrote_or_with_it(app, signed, run, tmp_path):
    ticket, kept = signed
    bare, whole = tmp_path / "bare.json", tmp_path / "whole.json"
    assert run("prove", "--ticket", ticket, "--out", bare)[0] == 0
    assert run("prove", "--ticket", ticket, "--personal", "--out", whole)[0] == 0
    assert b"Vanterpool" not in bare.read_bytes() and b"Vanterpool" in whole.read_bytes()
    for path in (bare, whole):
        code, said = alone(path, "--anchor", kept)
        assert code == 0 and f"event 1 of ticket {ticket}: Submitted by ana" in said, said
    assert run("verify", "--proof", whole, "--anchor", kept)[0] == 0
    assert "compare with a checkpoint kept elsewhere" in alone(bare)[1]
    (tmp_path / "other").write_text("", "utf-8")
    assert "was kept elsewhere" in alone(bare, "--anchor", tmp_path / "other")[1]
    assert "not by the key you named" in alone(bare, "--key", "0" * 64)[1]
    assert run("prove", "--ticket", 999)[0] == 1
    assert run("prove", "--ticket", ticket, "--act", 1)[0] == 2


def test_what_was_changed_in_a_proof_shows(app, signed, tmp_path):
    ticket, _kept = signed
    with app.app_context(), moment() as c:
        proofs = [prove.ticket(c, ticket, None, None, True), prove.ticket(c, ticket, 5, None, True)]
        proofs += [prove.act_of(c, 2, None, True), prove.growth(c, sizes()[0], None)]
    path = tmp_path / "proof.json"
    for proof in proofs:
        path.write_text(json.dumps(proof), "utf-8")
        proving.Proof(path).run()
        for spoilt in changed(proof):
            path.write_text(json.dumps(spoilt), "utf-8")
            with pytest.raises(proving.Bad):
                proving.Proof(path).run()


def changed(proof: dict):
    """The proof with one thing in it changed, each in turn."""
    text = json.dumps(proof)
    for row in proof.get("rows", ()):
        for name, value in (("by", "dan"), ("at", "2026-01-01T00:00:00.000000Z"), ("number", 77), ("digest", "0" * 64)):
            yield proof | {"rows": [each | {name: value} if each is row else each for each in proof["rows"]]}
    yield proof | {"path": proof["path"][1:]} if proof["path"] else proof | {"path": [base64.b64encode(b"1" * 32).decode()]}
    yield proof | {"path": [*proof["path"], base64.b64encode(b"1" * 32).decode()]}
    yield proof | {"checkpoints": [note.replace("\ntime 2", "\ntime 3") for note in proof["checkpoints"]]}
    yield proof | {"keys": []}
    if "Vanterpool" in text:
        yield json.loads(text.replace("Vanterpool", "Vanderpool"))
    if "entry" in proof:
        for name, value in (("number", 1), ("of", 4711), ("kind", "other"), ("last", 1)):
            if proof["entry"][name] != value:
                yield proof | {"entry": proof["entry"] | {name: value}}


def test_the_log_only_grew_until_an_entry_is_written_anew(app, signed, run, tmp_path):
    ticket, kept = signed
    path = tmp_path / "grew.json"
    with app.app_context():
        first, _second, third = sizes()
        assert run("prove", "--from", first, "--out", path)[0] == 0
        code, said = alone(path, "--anchor", kept)
        assert code == 0 and f"the log of {first} entries is the beginning of the log of {third} entries" in said
        assert run("prove", "--from", first + 1)[0] == 1 and run("prove", "--from", third, "--to", first)[0] == 1
        with transaction() as c:
            log_anew(c, ticket)
            c.execute(delete(checkpoint).where(checkpoint.c.size > first))
        beside(app.extensions["waybill"].key).unlink()
        checkpoints.make()
        assert run("prove", "--from", first, "--to", third, "--out", path)[0] == 0
    assert alone(path)[0] == 0, "who signs it anew proves it to whoever kept nothing"
    code, said = alone(path, "--anchor", kept)
    assert code == 1 and f"is of {third} entries as well and has another root" in said
    code, said = run("verify", "--proof", path, "--anchor", kept)
    assert code == 1 and "BAD proofs: " in said and f"BAD anchors: {kept.name}" in said


def test_the_proof_of_an_erased_ticket_holds(app, signed, run, tmp_path):
    ticket, _kept = signed
    with app.app_context():
        before = prove_now(ticket)
        with transaction() as c:
            c.exec_driver_sql(f"UPDATE wb_ticket SET status = 'ended', changed = '2020-01-01 00:00:00' WHERE id = {ticket}")
        erase(ticket, "hana", "over", now())
        checkpoints.make()
        after = prove_now(ticket)
    assert before["rows"] == after["rows"][: len(before["rows"])] and after["rows"][-1]["type"] == "Erased"
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(after), "utf-8")
    assert alone(path)[0] == 0


def prove_now(ticket: int) -> dict:
    with moment() as c:
        return prove.ticket(c, ticket, None, None, False)
