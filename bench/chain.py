"""What the chain of hashes costs: filing a request with it and without it, and how long `verify` takes over an event."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from sqlalchemy import delete

from app.create_app import create_app
from app.db import transaction
from app.journal import chain, checkpoints
from app.journal.rows import journal
from app.people.sessions import cookie_name
from app.processes.publish import publish
from app.settings import Settings
from app.tickets.checks.every import looked
from bench.filled import file_one, people, text, visitor
from bench.measure import Line, interleaved, plain, times

ACTS = 40
"""Requests filed in a round, each five events."""
ROUNDS = 15


def lines() -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="bench-chain-") as folder:
        place = Path(folder)
        app = create_app(Settings(f"sqlite:///{place}/waybill.db", place, secrets.token_urlsafe(48)))
        with app.app_context():
            people()
            version = publish(text("examples/refund.way"), "hana", "bench").id
            ana = visitor("ana")
        with app.test_request_context():
            cookie = {"Cookie": f"{cookie_name()}={ana.cookie}", "X-CSRF-Token": ana.csrf}
        found = interleaved(
            {
                "with": lambda: over_http(app, cookie),
                "without": without(lambda: over_http(app, cookie)),
                "act with": in_app(app, lambda: [file_one(version, number) for number in range(ACTS)]),
                "act without": in_app(app, without(lambda: [file_one(version, number) for number in range(ACTS)])),
            },
            ROUNDS,
        )
        with app.app_context():
            return [*compared(found), *verified()]


def compared(found: dict[str, float]) -> list[Line]:
    """With beside without."""
    return [
        plain("chain", "file by HTTP, no chain", found["without"]),
        times("chain", "file by HTTP, chained", found["with"], found["without"], 1.10),
        plain("chain", "decide and write, no chain", found["act without"]),
        Line("chain", "decide and write, chained", f"{found['act with'] * 1e3:.3g} ms",
             f"{found['act with'] / found['act without']:.2f} ×"),
    ]  # fmt: skip


def verified() -> list[Line]:
    """Everything that was filed with the chain, checked."""
    with transaction() as c:
        c.execute(delete(journal).where(journal.c.digest == chain.START))
    checkpoints.make()
    began = perf_counter()
    look, *_breaches = looked()
    return [plain("chain", f"verify, per event (of {look.seen['events']})", (perf_counter() - began) / look.seen["events"])]


def over_http(app, headers: dict[str, str]) -> int:
    """File through the whole product, without a network."""
    client = app.test_client(use_cookies=False)
    answers = {"student": "Li Hua", "course": "english", "paid_on": "2026-03-02", "amount": "300.00", "reason": "quality"}
    asked = {"answers": answers | {"receipts": [], "lines": []}}
    for _ in range(ACTS):
        answer = client.post("/api/processes/refund/tickets", json=asked, headers=headers)
        assert answer.status_code == 201, answer.json
    return ACTS


def in_app(app, does: Callable[[], object]) -> Callable[[], int]:
    """The same inside the app."""

    def work() -> int:
        with app.app_context():
            does()
        return ACTS

    return work


def without(does: Callable[[], object]) -> Callable[[], int]:
    """The same with nothing hashed and nothing that waits for a place in the log."""

    def bare(_previous: str, row: dict) -> dict:
        return row | {"salt": None, "private": None, "digest": chain.START, "leaf": None}

    def work() -> int:
        real, chain.sealed = chain.sealed, bare
        try:
            does()
        finally:
            chain.sealed = real
        return ACTS

    return work
