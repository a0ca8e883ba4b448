"""How tests file tickets and act on them through the API, and whose drafts they look at."""

from __future__ import annotations

from app.db import reading
from app.people.queries import Person
from app.people.queries import find as find_person
from app.processes.drafts import StoredDrafts

REFUND = {
    "student": "Li Hua",
    "course": "english",
    "paid_on": "2026-03-02",
    "amount": "5000.01",
    "reason": "quality",
    "receipts": [],
    "lines": [],
}
"""A request for more than 5000: it goes to the head of department and to finance."""


def file(client, answers=REFUND, process="refund", **more) -> int:
    """File a ticket; its id."""
    answer = client.post(f"/api/processes/{process}/tickets", json={"answers": answers, **more})
    assert answer.status_code == 201, answer.json
    return answer.json["ticket"]


def act(client, ticket, act, status=200, **more) -> dict:
    """Act on a ticket; the answer."""
    answer = client.post(f"/api/tickets/{ticket}/acts", json={"act": act, **more})
    assert answer.status_code == status, answer.json
    return answer.json


def person(id: str) -> Person:
    """Somebody of the directory."""
    with reading() as c:
        return find_person(c, id)


def drafts(who: str) -> StoredDrafts:
    """The drafts as somebody meets them."""
    found = person(who)
    return StoredDrafts(lambda: found)
