"""Processes of the server are killed while people file tickets: what was answered is there, and in the log, once."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psutil
import pytest
from sqlalchemy import func, select

from app.db import now, reading, transaction
from app.journal import export, sequence
from app.journal.rows import journal
from app.people import sessions
from app.tickets import rebuild
from app.tickets.checks.every import looked
from app.tickets.rows import done, ticket
from tests.app.asking import REFUND
from tests.conftest import ROOT, SECRET
from tests.postgres import free_port

TICKETS, KILLS, SENDERS = 120, 3, 4
SERVE = "from app.cli import main; main()"


@pytest.fixture
def server(app, database, tmp_path):
    """(port, process) of the product served by gunicorn with two processes."""
    port = free_port()
    given = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SERVE, "serve", "--port", str(port), "--workers", "2", "--threads", "4"]
    with subprocess.Popen(command, cwd=tmp_path, env={**os.environ, **given}, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield port, process
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if ask(port, "GET", "/alive", {}) == (200, b"alive\n"):
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")


def ask(port: int, method: str, path: str, headers: dict, body: str | None = None) -> tuple[int, bytes] | None:
    """The answer, or None when the connection broke before there was one."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def test_what_was_answered_survives_the_death_of_the_server_and_is_there_once(app, server):
    port, process = server
    with app.app_context(), transaction() as c:
        token = sessions.give_token(c, "ana", "crash", 1, now())
    half_way = Event()

    def send(number: int) -> int:
        """File one ticket; when no answer comes, ask again with the same key, as a careful program does."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": f"k{number}"}
        for _ in range(200):
            answer = ask(port, "POST", "/api/processes/refund/tickets", headers, json.dumps({"answers": REFUND}))
            if answer and answer[0] == 201:
                if number == TICKETS // 4:
                    half_way.set()
                return json.loads(answer[1])["ticket"]
        raise AssertionError(f"no answer for {number}")

    with ThreadPoolExecutor(SENDERS + 1) as pool:
        killer = pool.submit(kill_some, process, half_way)
        answered = list(pool.map(send, range(TICKETS)))
        assert killer.result() == KILLS
    with app.app_context():
        with reading() as c:
            stored = set(c.scalars(select(ticket.c.id)))
            per_ticket = c.execute(select(func.count(), func.max(journal.c.number)).group_by(journal.c.ticket)).all()
            keys = c.scalar(select(func.count()).select_from(done))
        assert set(answered) == stored and len(answered) == len(set(answered)) == keys == TICKETS
        assert {tuple(row) for row in per_ticket} == {(5, 5)}
        assert not any(changed for _id, changed in rebuild.rebuild())
        sequence.seal_all()
        with reading() as c:
            logged = [one["of"] for one in export.log_entries(c) if one["kind"] == "ticket"]
        assert sorted(logged) == sorted(answered)
        _look, *breaches = looked()
        assert [str(one) for one in breaches] == []


def kill_some(process: subprocess.Popen, begin: Event) -> int:
    """Kill workers with no warning, one after the other; how many."""
    begin.wait(60)
    killed = 0
    for _ in range(KILLS):
        worker = psutil.Process(process.pid).children()[0]
        os.kill(worker.pid, signal.SIGKILL)
        killed += 1
        time.sleep(0.3)
    return killed
