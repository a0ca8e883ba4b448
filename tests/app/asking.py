"""How tests file tickets and act on them through the API."""

from __future__ import annotations

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
