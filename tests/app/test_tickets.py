"""Tickets from filing to their end, as a program sees them."""

from __future__ import annotations

from tests.app.asking import act, file


def test_a_refund_over_5000_goes_to_finance_and_is_paid(sign_in):
    ana, carla, dan, eva, gil = map(sign_in, ("ana", "carla", "dan", "eva", "gil"))
    ticket = file(ana)
    shown = ana.get(f"/api/tickets/{ticket}").json
    assert (shown["title"], shown["status"]) == ("Li Hua: 5000.01 CNY", "open")
    assert {one["step"] for one in shown["open"]} == {"director", "controllers"}
    assert act(carla, ticket, "approve", step="director")["open"] == ["controllers"]
    act(dan, ticket, "approve", step="controllers", comment="fine")
    assert act(eva, ticket, "approve", step="controllers")["open"] == ["payment"]
    done = act(gil, ticket, "complete", step="payment", outcome="paid", answers={"payment_ref": "B-1"})
    assert (done["status"], done["end"]) == ("ended", "done")
    history = ana.get(f"/api/tickets/{ticket}/history").json["events"]
    assert [event["type"] for event in history][:2] == ["Submitted", "Routed"]
    assert [event["number"] for event in history] == list(range(1, len(history) + 1))
    reason = ana.get(f"/api/tickets/{ticket}/reasons").json["reasons"][0]
    assert (reason["rule"], reason["outcome"], reason["partly"]) == ("large", "finance", False)
    assert reason["because"][0]["values"] == {"amount": "5000.01 CNY"}
    assert [passed["rule"] for passed in reason["passed_over"]] == ["small"]
