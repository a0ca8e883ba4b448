"""Makes auditor's bundles, verifies them with the stand-alone verifier, and spoils them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from app.audit import proofs
from app.audit.alone import verifier
from app.audit.bundle import Query, info, write, written
from app.db import now
from app.journal import checkpoints
from app.processes.publish import publish
from app.tickets.checks.breach import moment
from tests.app.asking import REFUND, act, file
from tests.conftest import EXAMPLES


def fill(app, sign_in) -> int:
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


Files = dict[str, bytes]
TICKETS = "tickets/0000000.jsonl"


def lines(files: Files, name: str) -> list[dict]:
    return [json.loads(line) for line in files[name].splitlines()]


def put(files: Files, name: str, rows: list[dict]) -> None:
    files[name] = "".join(written(row) + "\n" for row in rows).encode()


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


def remove_a_ticket(files):
    put(files, TICKETS, [row for row in lines(files, TICKETS) if row["ticket"] != 1])
