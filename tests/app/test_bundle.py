"""The auditor's bundle: the same bytes twice, both verifiers agree, and each finds every corruption put in for it."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from app.audit import proofs
from app.audit.alone import verifier
from app.audit.bundle import NotExported, Query, info, made_of, write, written
from app.audit.interpreter import World, value
from app.audit.verified import verified
from app.audit.verify import Bad, Rules
from app.cli import main
from app.db import now, reading
from app.journal import chain, checkpoints
from app.processes.publish import publish
from app.processes.queries import Version
from app.tickets.checks.breach import moment
from app.tickets.erase import erase
from app.tickets.rows import ticket as tickets
from dsl.compile import compile_text
from dsl.complete import completing
from dsl.engine.facts import Facts
from dsl.pretend import Pretend
from dsl.values import to_json
from tests.app.asking import REFUND, act, file
from tests.conftest import EXAMPLES, SECRET
from tests.language import random_answers
from tests.language.random_processes import Maker


@pytest.fixture
def filled(app, sign_in) -> int:
    """Tickets of every fate, two versions of a process, all of it logged and signed twice; a ticket that was approved."""
    ana, bruno, carla = (sign_in(who) for who in ("ana", "bruno", "carla"))
    given = {"file": (io.BytesIO(b"%PDF-1.4 receipt"), "receipt.pdf")}
    receipt = ana.post("/api/files", data=given, content_type="multipart/form-data").json
    lines = [{"item": "Book", "price": "12.50", "quantity": 2}]
    one = file(ana, REFUND | {"receipts": [receipt], "lines": lines})
    act(carla, one, "approve", step="director", comment="fine")
    with app.app_context():
        text = (EXAMPLES / "refund.way").read_text("utf-8").replace("5000.00", "4000.00").replace("5000.01", "4000.01")
        assert publish(text, "hana", "a lower limit").number == 2
        checkpoints.make()
    back = file(ana, REFUND | {"amount": "800.00"})
    act(bruno, back, "return", step="line_manager", to="request", comment="which course?")
    act(ana, back, "submit", answers=REFUND)
    act(ana, back, "withdraw", comment="never mind")
    file(ana, {"student": "Half"}, draft=True)
    act(carla, file(ana), "reject", step="director", comment="no")
    with app.app_context():
        checkpoints.make()
    return one


def bundle(app, path: Path, process: str | None = None, tickets: bool = True, at=None) -> Path:
    with app.app_context(), moment() as c:
        write(c, Query(at or now(), process, tickets), path)
    return path


def alone(path: Path, folder: Path, *more: str) -> tuple[int, str]:
    """What the verifier of the bundle says, in a folder with nothing in it."""
    (folder / "empty").mkdir(exist_ok=True)
    script = folder / "verify.py"
    script.write_text(verifier(), "utf-8")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as zip:
            assert "verify.py" not in zip.namelist() or zip.read("verify.py") == script.read_bytes()
    python = os.environ.get("WAYBILL_OLD_PYTHON", sys.executable)
    done = subprocess.run(
        [python, "-I", "-S", script, path, *more], cwd=folder / "empty", env={}, capture_output=True, text=True, timeout=120
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_the_same_moment_gives_the_same_bytes(app, filled, tmp_path):
    at = now()
    one, two = (bundle(app, tmp_path / name, at=at).read_bytes() for name in ("1.zip", "2.zip"))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as zip:
        names = zip.namelist()
    for name in ("processes/refund/1.way", "processes/refund/2.rules.json", "processes/refund/1.svg", "verify.py"):
        assert name in names


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


# -- corruptions: each changes files of the bundle by name; the manifest is made again to fit --------------------------

Files = dict[str, bytes]
TICKETS = "tickets/0000000.jsonl"


def lines(files: Files, name: str) -> list[dict]:
    return [json.loads(line) for line in files[name].splitlines()]


def put(files: Files, name: str, rows: list[dict]) -> None:
    files[name] = "".join(written(row) + "\n" for row in rows).encode()


def flip_an_answer(files):
    files[TICKETS] = files[TICKETS].replace(b"Li Hua", b"Li Hue", 1)


def remove_a_ticket(files):
    put(files, TICKETS, [row for row in lines(files, TICKETS) if row["ticket"] != 1])


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


PLACES: dict[Callable, str] = {
    flip_an_answer: "tickets/0000000.jsonl, line 1: ticket 1, event 1: its personal values",
    remove_a_ticket: "log.jsonl, line",
    cut_a_ticket: "tickets/0000000.jsonl, line 4: ticket 1, event 4: the log knows no batch that ends so",
    reorder_events: "tickets/0000000.jsonl, line 2: ticket 1, event 2 is missing: event 3",
    renumber_events: "tickets/0000000.jsonl, line 2: ticket 1, event 2: its digest",
    change_a_rule: "tickets/0000000.jsonl, line 2: ticket 1, event 2: `",
    change_a_text: "processes/refund/1.way: it is not the text",
    remove_a_version: "processes/refund/1.way: this version is missing",
    remove_the_last_version: "processes/refund/2.way: it was published by an act, and it is missing",
    cut_the_log: "checkpoints.jsonl, line 2: it signs",
    change_the_log: "checkpoints.jsonl, line 2: the first",
    forge_a_signature: "checkpoints.jsonl, line 1: no key of the bundle has signed it",
    remove_a_checkpoint: "checkpoints.jsonl, line 1: the checkpoint before it",
    change_an_act: "acts.jsonl, line 3: act 3: its digest",
    change_a_total: "manifest.json: the tickets of the versions are",
    take_the_salt: "tickets/0000000.jsonl, line 1: ticket 1: its personal parts are gone",
}


def spoilt(path: Path, spoil: Callable[[Files], None], hide: bool) -> None:
    """Change a bundle; to `hide` it, make the hashes of the manifest again."""
    with zipfile.ZipFile(path) as zip:
        files = {name: zip.read(name) for name in zip.namelist()}
    spoil(files)
    if hide:
        manifest = json.loads(files["manifest.json"])
        manifest["files"] = {name: proofs.sha(data) for name, data in files.items() if name != "manifest.json"}
        files["manifest.json"] = written(manifest).encode()
    with zipfile.ZipFile(path, "w") as zip:
        for name, data in files.items():
            zip.writestr(info(name), data)


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


# -- the parts ---------------------------------------------------------------------------------------------------------


def test_signatures_are_checked_as_the_library_does():
    r = random.Random(3)
    for _ in range(40):
        key, message = Ed25519PrivateKey.from_private_bytes(r.randbytes(32)), r.randbytes(r.randrange(200))
        public, signature = key.public_key().public_bytes_raw(), key.sign(message)
        assert proofs.signed(public, message, signature)
        for where in (r.randrange(64), r.randrange(32)):
            forged = signature[:where] + bytes([signature[where] ^ 1 << r.randrange(8)]) + signature[where + 1 :]
            assert not proofs.signed(public, message, forged)
        assert not proofs.signed(public, message + b"!", signature)
        s = int.from_bytes(signature[32:], "little") + proofs.L
        assert not proofs.signed(public, message, signature[:32] + s.to_bytes(32, "little"))


TEXTS = [*sorted(EXAMPLES.glob("*.way")), *sorted((EXAMPLES / "gallery").glob("*.way"))]
BESIDE = {path.name: path.read_text("utf-8") for path in EXAMPLES.glob("*.csv")}


def decided_alike(text: str, files: dict[str, str], seed: int, wanted: int) -> int:
    """Random tickets of a text: the interpreter of the bundle and the engine decide alike; how many decisions."""
    from app.processes.programs import libraries

    outside = libraries(files)[0]
    program, r, count = compile_text(text, outside), random.Random(seed), 0
    made = made_of(Version(1, program.name, 1, text, files, program.hash, "hana", now(), "test"))
    rules = Rules(json.loads(made["rules.json"]))
    for _ in range(wanted):
        told = Pretend(program, outside)
        facts = Facts(random_answers.NOW, ask=told, requester="ana")
        whole = completing(program, random_answers.answers(program, r) | later(program, r), facts)
        if whole.missing:
            continue
        raw = {name: to_json(program.form.fields[name].type, each) for name, each in whole.answers.items()}
        chosen = {name: table.choose(whole.answers, facts) for name, table in program.tables.items()}
        answers = {name: value(rules.kinds[name], each) for name, each in json.loads(json.dumps(raw)).items()}
        world = World(answers, json.loads(json.dumps(facts.used)), facts.now, "ana")
        assert rules.miscomputed(world) is None
        for name, expected in chosen.items():
            assert rules.decided(name, world) == tuple(map(list, expected)), (name, raw)
            count += 1
    return count


def later(program, r: random.Random) -> dict:
    """Answers to what steps fill in: tables may read them by then."""
    fields = [each for name, each in program.form.fields.items() if name not in program.form.requested]
    return {each.name: random_answers.value(each.type, r) for each in fields if each.computed is None and not each.columns}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_tables_of_the_examples_decide_alike(path):
    count = decided_alike(path.read_text("utf-8"), BESIDE, 5, 60)
    assert count >= 40 or "table" not in path.read_text("utf-8")


def test_tables_of_random_processes_decide_alike():
    texts = [Maker(seed).process(large=seed % 20 == 0) for seed in range(80)]
    good = [text for text in texts if not isinstance(compile_text(text), list)]
    assert sum(decided_alike(text, {}, seed, 25) for seed, text in enumerate(good)) >= 500


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
