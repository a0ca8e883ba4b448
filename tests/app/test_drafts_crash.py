"""Processes of the server are killed while people write: what was answered is kept, and each state is there whole."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from sqlalchemy import select

from app.db import now, reading, transaction
from app.people import sessions
from app.processes.rows import draft_state
from tests.app.test_crash import KILLS, ask, kill_some, server

__all__ = ["server"]
SAVES, WRITERS = 60, 3


def test_what_was_saved_survives_the_death_of_the_server(app, server):
    port, process = server
    with app.app_context(), transaction() as c:
        token = sessions.give_token(c, "hana", "crash", 1, now())
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    half_way = Event()

    def surely(method: str, path: str, given: dict | None = None) -> tuple[int, dict]:
        """Ask until there is an answer."""
        for _ in range(200):
            if answer := ask(port, method, path, headers, json.dumps(given) if given is not None else None):
                return answer[0], json.loads(answer[1])
        raise AssertionError(f"no answer for {path}")

    def write(writer: int) -> int:
        """Save one text after the other; when no answer comes, look what is there and go on from that."""
        id = surely("POST", "/api/drafts", {"text": f"writer {writer}"})[1]["id"]
        for number in range(SAVES):
            if number == SAVES // 4:
                half_way.set()
            wanted, found = f"writer {writer}, {number}", surely("GET", f"/api/drafts/{id}")[1]
            while found["text"] != wanted:
                surely("PUT", f"/api/drafts/{id}", {"revision": found["revision"], "text": wanted})
                found = surely("GET", f"/api/drafts/{id}")[1]
        return id

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        killer = pool.submit(kill_some, process, half_way)
        ids = list(pool.map(write, range(WRITERS)))
        assert killer.result() == KILLS
    for writer, id in enumerate(ids):
        with app.app_context(), reading() as c:
            rows = c.execute(select(draft_state).where(draft_state.c.draft == id).order_by(draft_state.c.revision)).all()
        assert [row.revision for row in rows] == list(range(1, SAVES + 2))
        assert [row.before for row in rows] == [None, *range(1, SAVES + 1)]
        assert [row.text for row in rows[1:]] == [f"writer {writer}, {number}" for number in range(SAVES)]
