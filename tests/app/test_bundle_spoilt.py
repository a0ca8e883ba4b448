"""Both verifiers of a bundle find every corruption that is put in for it, at the same place."""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.audit import proofs
from app.audit.bundle import written
from app.audit.verified import verified
from app.audit.verify import Bad
from app.journal import chain
from tests.app.bundling import TICKETS, alone, bundle, fill, lines, put, remove_a_ticket, spoilt


@pytest.fixture
def filled(app, sign_in) -> int:
    """A ticket that was approved, among others of every fate."""
    return fill(app, sign_in)


def flip_an_answer(files):
    files[TICKETS] = files[TICKETS].replace(b"Li Hua", b"Li Hue", 1)


def cut_a_ticket(files):
    put(files, TICKETS, [row for row in lines(files, TICKETS) if row["ticket"] != 1 or row["number"] < 5])


def reorder_events(files):
    rows = lines(files, TICKETS)
    rows[1], rows[2] = rows[2], rows[1]
    put(files, TICKETS, rows)


def renumber_events(files):
    rows = lines(files, TICKETS)
    rows[1], rows[2] = rows[2] | {"number": 2}, rows[1] | {"number": 3}
    put(files, TICKETS, rows)


def change_a_rule(files):
    """The limit in the rules alone: decisions come out otherwise."""
    rules = json.loads(files["processes/refund/1.rules.json"])
    for row in next(iter(rules["tables"].values()))["rows"]:
        row["outcome"] = "nowhere"
    files["processes/refund/1.rules.json"] = written(rules).encode()


def change_a_text(files):
    files["processes/refund/1.way"] = files["processes/refund/1.way"].replace(b"5000.00", b"6000.00")


def flip_what_was_known(files):
    """One byte of the name of an example."""
    files["versions.json"] = files["versions.json"].replace(b'"name": "small"', b'"name": "smbll"', 1)


def forget_what_was_known(files):
    versions = json.loads(files["versions.json"])
    for one in versions:
        one["evidence"] = None
    files["versions.json"] = written(versions).encode()


def remove_a_version(files):
    versions = json.loads(files["versions.json"])
    gone = [name for name in files if name.startswith("processes/refund/1")]
    for name in gone:
        del files[name]
    kept = [one for one in versions if (one["process"], one["number"]) != ("refund", 1)]
    files["versions.json"] = written(kept).encode()


def remove_the_last_version(files):
    for name in [name for name in files if name.startswith("processes/refund/2")]:
        del files[name]
    kept = [one for one in json.loads(files["versions.json"]) if (one["process"], one["number"]) != ("refund", 2)]
    files["versions.json"] = written(kept).encode()
    manifest = json.loads(files["manifest.json"])
    manifest["totals"]["versions"]["refund"] = 1
    files["manifest.json"] = written(manifest).encode()


def cut_the_log(files):
    put(files, "log.jsonl", lines(files, "log.jsonl")[:-3])


def change_the_log(files):
    rows = lines(files, "log.jsonl")
    rows[-1]["digest"] = "0" * 64
    put(files, "log.jsonl", rows)


def forge_a_signature(files):
    rows = lines(files, "checkpoints.jsonl")
    text, _, _ = rows[0]["note"].partition("\n\n")
    forged = Ed25519PrivateKey.generate().sign(f"{text}\n".encode())
    from app.journal.notes import hint

    public = proofs.base64.b64decode(json.loads(files["keys.json"])[0]["public"])
    name = text.split("\n")[0]
    signature = proofs.base64.b64encode(hint(name, public) + forged).decode()
    rows[0]["note"] = f"{text}\n\n\u2014 {name} {signature}\n"
    put(files, "checkpoints.jsonl", rows)


def remove_a_checkpoint(files):
    put(files, "checkpoints.jsonl", lines(files, "checkpoints.jsonl")[1:])


def change_an_act(files):
    rows = lines(files, "acts.jsonl")
    rows[2]["by"] = "dan"
    put(files, "acts.jsonl", rows)


def change_a_total(files):
    manifest = json.loads(files["manifest.json"])
    manifest["totals"]["tickets"] += 1
    files["manifest.json"] = written(manifest).encode()


def take_the_salt(files):
    rows = lines(files, TICKETS)
    for row in rows:
        if row["ticket"] == 1 and row["salt"]:
            row |= {"salt": None, "body": chain.blank(row["body"]), "facts": None if row["facts"] is None else {}}
    put(files, TICKETS, rows)


RECEIPT = f"files/{proofs.sha(b'%PDF-1.4 receipt')}"


def change_a_file(files):
    files[RECEIPT] = files[RECEIPT] + b"!"


def remove_a_file(files):
    del files[RECEIPT]


def add_a_file(files):
    files[f"files/{proofs.sha(b'more')}"] = b"more"


PLACES: dict[Callable, str] = {
    flip_an_answer: "tickets/0000000.jsonl, line 1: ticket 1, event 1: its personal values",
    remove_a_ticket: "log.jsonl, line",
    cut_a_ticket: "tickets/0000000.jsonl, line 4: ticket 1, event 4: the log knows no batch that ends so",
    reorder_events: "tickets/0000000.jsonl, line 2: ticket 1, event 2 is missing: event 3",
    renumber_events: "tickets/0000000.jsonl, line 2: ticket 1, event 2: its digest",
    change_a_rule: "tickets/0000000.jsonl, line 2: ticket 1, event 2: `",
    change_a_text: "processes/refund/1.way: it is not the text",
    flip_what_was_known: "versions.json, `refund` version 1: what was known when it was published is not what was kept",
    forget_what_was_known: "versions.json, `",
    remove_a_version: "processes/refund/1.way: this version is missing",
    remove_the_last_version: "processes/refund/2.way: it was published by an act, and it is missing",
    cut_the_log: "checkpoints.jsonl, line 2: it signs",
    change_the_log: "checkpoints.jsonl, line 2: the first",
    forge_a_signature: "checkpoints.jsonl, line 1: no key of the bundle has signed it",
    remove_a_checkpoint: "checkpoints.jsonl, line 1: the checkpoint before it",
    change_an_act: "acts.jsonl, line 3: act 3: its digest",
    change_a_total: "manifest.json: the tickets of the versions are",
    change_a_file: f"{RECEIPT}: it is not the content that was attached",
    remove_a_file: f"tickets/0000000.jsonl, line 1: it names the file {RECEIPT.removeprefix('files/')}, which is not",
    add_a_file: f"files/{proofs.sha(b'more')}: no ticket names this file",
    take_the_salt: "tickets/0000000.jsonl, line 1: ticket 1: its personal parts are gone",
}


def both(path: Path, folder: Path) -> str:
    """What both verifiers say is wrong: the same."""
    with pytest.raises(Bad) as bad:
        verified(path)
    code, said = alone(path, folder)
    assert code == 1 and said == f"BAD {bad.value}\n"
    return str(bad.value)


def test_each_corruption_is_found_at_its_place(app, filled, tmp_path):
    whole = bundle(app, tmp_path / "whole.zip").read_bytes()
    for spoil, wanted in PLACES.items():
        path = tmp_path / "b.zip"
        path.write_bytes(whole)
        spoilt(path, spoil, hide=True)
        assert both(path, tmp_path).startswith(wanted), spoil.__name__


def test_the_manifest_names_the_file_that_was_changed(app, filled, tmp_path):
    path = bundle(app, tmp_path / "b.zip")
    spoilt(path, flip_an_answer, hide=False)
    assert both(path, tmp_path).startswith(f"{TICKETS}: it was changed")


@pytest.mark.parametrize("manifest", ["{}", "[]", "1", '{"format": "waybill bundle 1", "files": {}}', "{", '{"a": 1e999}'])
def test_a_manifest_that_is_none_is_told(manifest, tmp_path):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as zip:
        zip.writestr("manifest.json", manifest)
    assert both(path, tmp_path).startswith("manifest.json: ")
    path.write_text("no zip", "utf-8")
    assert "it is no bundle or was damaged" in both(path, tmp_path)


def test_an_anchor_that_is_not_there_is_told(app, filled, tmp_path):
    code, said = alone(bundle(app, tmp_path / "b.zip"), tmp_path, "--anchor", tmp_path / "nowhere")
    assert code == 1 and "FileNotFoundError" in said


def test_rules_that_decide_the_same_but_are_not_those_of_the_text_are_found_by_the_product(app, filled, tmp_path):
    """The stand-alone verifier cannot read texts: this is its limit."""

    def spoil(files):
        rules = json.loads(files["processes/supplies/1.rules.json"])
        next(iter(rules["tables"].values()))["rows"][0]["name"] = "another"
        files["processes/supplies/1.rules.json"] = written(rules).encode()

    path = bundle(app, tmp_path / "b.zip")
    spoilt(path, spoil, hide=True)
    assert alone(path, tmp_path)[0] == 0
    with pytest.raises(Bad, match="not the rules of the text"):
        verified(path)


def test_any_byte_that_is_flipped_is_found_or_carries_nothing(app, filled, tmp_path):
    path, r = bundle(app, tmp_path / "b.zip"), random.Random(7)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as zip:
        content = {name: zip.read(name) for name in zip.namelist()}
    found = 0
    for _ in range(120):
        at = r.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << r.randrange(8)]) + whole[at + 1 :])
        try:
            verified(path)
        except Bad:
            found += 1
        else:
            with zipfile.ZipFile(path) as zip:
                assert {name: zip.read(name) for name in zip.namelist()} == content
    assert found > 90


def test_a_named_key_must_have_signed_everything(app, filled, tmp_path):
    def forget_checkpoints(files):
        files["checkpoints.jsonl"] = b""

    path = bundle(app, tmp_path / "b.zip")
    with zipfile.ZipFile(path) as zip:
        key = json.loads(zip.read("keys.json"))[0]["id"]
    spoilt(path, forget_checkpoints, hide=True)
    code, said = alone(path, tmp_path, "--key", key)
    assert code == 1 and "entries are signed by nobody" in said
    assert "NOTE nothing in it is signed" in alone(path, tmp_path)[1]


def test_a_bundle_that_says_it_is_younger_than_it_is_is_found_by_a_kept_checkpoint(app, filled, tmp_path):
    def later(files):
        manifest = json.loads(files["manifest.json"])
        manifest["query"]["at"] = "2999-01-01T00:00:00.000000Z"
        files["manifest.json"] = written(manifest).encode()

    whole, kept = bundle(app, tmp_path / "whole.zip"), tmp_path / "kept"
    with zipfile.ZipFile(whole) as zip:
        rows = [json.loads(line) for line in zip.read("checkpoints.jsonl").splitlines()]
        times = [json.loads(line)["at"] for line in zip.read("log.jsonl").splitlines()]
    kept.write_text(rows[-1]["note"], "utf-8")
    early = datetime.fromisoformat(times[rows[0]["size"] - 1].replace("Z", "+00:00"))
    path = bundle(app, tmp_path / "early.zip", at=early)
    assert alone(path, tmp_path, "--anchor", kept)[0] == 0
    spoilt(path, later, hide=True)
    code, said = alone(path, tmp_path, "--anchor", kept)
    assert code == 1 and "before the moment of the bundle" in said
