"""How fast a bundle is verified: the stand-alone verifier per decision, with all that belongs to it, and the export."""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from app.audit.alone import verifier
from app.audit.bundle import Query, write
from app.audit.verified import verified
from app.create_app import create_app
from app.db import db, now
from app.journal import checkpoints
from app.settings import Settings
from app.tickets.checks.breach import moment
from bench.filled import fill
from bench.measure import Line, plain, show

TICKETS = 2000
"""Each with one decision of a table; six in ten are approved by the line manager as well."""
AIM = 60 / 100_000
"""Seconds a decision: 100 000 of them in a minute."""


def lines() -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-bundle-") as folder:
        place = Path(folder)
        settings = Settings(f"sqlite:///{place}/waybill.db", place, secrets.token_urlsafe(48))
        fill(settings, TICKETS)
        path, app = place / "bundle.zip", create_app(settings)
        with app.app_context():
            checkpoints.make()
            with moment() as c:
                began = perf_counter()
                decisions = write(c, Query(now(), tickets=True), path)["totals"]["decisions"]
                exported = (perf_counter() - began) / decisions
            db.engine.dispose()
        (place / "verify.py").write_text(verifier(), "utf-8")
        began = perf_counter()
        subprocess.run([sys.executable, "-I", "-S", place / "verify.py", path], check=True, stdout=subprocess.DEVNULL)
        alone = (perf_counter() - began) / decisions
        began = perf_counter()
        verified(path)
        whole = (perf_counter() - began) / decisions
    return [
        plain("bundle", f"export, per decision (of {decisions})", exported),
        Line("bundle", "verify alone, per decision", f"{show(alone)} ({1 / alone:.0f}/s)", f"{alone / whole:.2f} × ours",
             f"≤ {show(AIM)}", alone <= AIM),
        plain("bundle", "verify with the product, per decision", whole),
    ]  # fmt: skip
