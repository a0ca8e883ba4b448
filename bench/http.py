"""The product over HTTP with 10 000 tickets, on SQLite and on PostgreSQL, beside a hello-world of the same server."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from app.settings import Settings
from bench.filled import Filled, Visitor, fill
from bench.measure import Line
from bench.servers import gunicorn, load, postgresql, request

ROUNDS = 3
REQUESTS = 600
"""Requests of each kind in a round."""
AIMS = {"create": 300, "act": 300, "list of 50": 200}
"""Requests a second that were promised; p99 below SLOWEST."""
SLOWEST = 100.0

Batches = dict[str, Callable[[], list[str]]]


def lines() -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-http-") as folder:
        found = measured("sqlite", f"sqlite:///{folder}/waybill.db", Path(folder))
        with postgresql() as url:
            if url is None:
                return [*found, Line("http", "postgresql is not installed: not measured", "")]
            return [*found, *measured("postgresql", url, Path(folder))]


def measured(engine: str, database: str, folder: Path) -> list[Line]:
    """All kinds of requests on one database, in interleaved rounds."""
    secret = secrets.token_urlsafe(48)
    filled = fill(Settings(database=database, data=folder, secret=secret))
    environment = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(folder), "WAYBILL_SECRET": secret}
    kinds = batches(filled)
    seen: dict[str, list[dict]] = {kind: [] for kind in ["hello", *kinds]}
    with gunicorn("app.create_app:create_app()", environment) as port, gunicorn("bench.hello:app", {}) as hello:
        for make in kinds.values():
            load(port, make()[:50], (200, 201))
        for _ in range(ROUNDS):
            seen["hello"].append(load(hello, [request("GET", "/", {})] * REQUESTS, (200,)))
            for kind, make in kinds.items():
                seen[kind].append(load(port, make(), (200, 201)))
    return [line(engine, kind, rounds) for kind, rounds in seen.items()]


def batches(filled: Filled) -> Batches:
    """What each kind of request sends in a round."""
    ana, bruno = filled.visitors["ana"], filled.visitors["bruno"]
    acts = act_requests(bruno, filled.waiting)
    return {
        "create": lambda: [create(ana, number) for number in range(REQUESTS)],
        "list of 50": lambda: [request("GET", "/tickets", cookie(bruno))] * REQUESTS,
        "list of 50 as JSON": lambda: [request("GET", "/api/tickets?limit=50", cookie(bruno))] * REQUESTS,
        "act": lambda: [next(acts) for _ in range(REQUESTS)],
    }


def cookie(who: Visitor) -> dict[str, str]:
    return {"Cookie": f"waybill={who.cookie}"}


def posting(who: Visitor) -> dict[str, str]:
    return {**cookie(who), "X-CSRF-Token": who.csrf, "Content-Type": "application/json"}


def create(who: Visitor, number: int) -> str:
    """File a course refund."""
    answers = {"student": f"Student {number}", "course": "art", "paid_on": "2026-01-01", "reason": "quality"}
    body = json.dumps({"answers": {**answers, "amount": "300.00", "lines": [], "receipts": []}})
    return request("POST", "/api/processes/refund/tickets", posting(who), body)


def act_requests(who: Visitor, waiting: list[int]) -> Iterator[str]:
    """Approve one ticket after the other."""
    body = json.dumps({"act": "approve", "step": "line_manager"})
    for ticket in waiting:
        yield request("POST", f"/api/tickets/{ticket}/acts", posting(who), body)


def line(engine: str, kind: str, rounds: list[dict]) -> Line:
    """The medians of the rounds as a line of the table."""
    per_second, p50, p99 = (median(one[what] for one in rounds) for what in ("per_second", "p50", "p99"))
    figure, times = f"{per_second:.0f}/s", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms"
    if kind not in AIMS:
        return Line("http", f"{engine}: {kind}", figure, times)
    aim = f"≥ {AIMS[kind]}/s, p99 < {SLOWEST:.0f} ms"
    return Line("http", f"{engine}: {kind}", figure, times, aim, per_second >= AIMS[kind] and p99 < SLOWEST)
