"""Recorded tickets tried with a changed text: who would be asked anew, who no longer, and where a replay stops."""

from __future__ import annotations

from app.db import reading
from app.journal import entries
from app.people.queries import find
from app.processes.publish import publish
from app.tickets import moves
from app.tickets.backtest import SHOWN, one, summed, trials
from dsl.compile import compile_text
from tests.app.asking import REFUND, act, file
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")


def paid(sign_in) -> int:
    """A refund that two departments approved and that was paid."""
    ticket = file(sign_in("ana"))
    act(sign_in("carla"), ticket, "approve", step="director")
    act(sign_in("dan"), ticket, "approve", step="controllers")
    act(sign_in("eva"), ticket, "approve", step="controllers")
    act(sign_in("gil"), ticket, "complete", step="payment", outcome="paid", answers={"payment_ref": "B-1"})
    return ticket


def outcome(app, text: str) -> dict:
    with app.app_context(), reading() as c:
        return summed(trials(c, "refund", compile_text(text))).to_json()


def test_the_published_text_itself_moves_no_ticket(app, sign_in):
    paid(sign_in)
    file(sign_in("ana"))
    found = outcome(app, TEXT)
    assert (found["tickets"], found["moved"], dict(found["untried"])) == (2, 0, {})


def test_a_replay_stops_at_the_first_decision_nobody_made(app, sign_in):
    ticket = paid(sign_in)
    found = outcome(app, TEXT.replace("amount > 5000.00 CNY -> finance", "amount > 8000.00 CNY -> finance"))
    assert (found["moved"], found["waiting"], found["assumed"]) == (1, 1, 1)
    assert (dict(found["asked"]), dict(found["skipped"])) == ({"line_manager": 1}, {"director": 1, "controllers": 1})
    (way,) = found["ways"]
    assert way["after"] == ["line_manager"] and way["tickets"] == [ticket]


def test_a_ticket_that_was_sent_back_and_filed_again_is_tried_to_its_end(app, sign_in):
    ticket, ana = file(sign_in("ana")), sign_in("ana")
    act(sign_in("carla"), ticket, "return", step="director", to="request")
    act(ana, ticket, "submit", answers=REFUND)
    act(sign_in("carla"), ticket, "approve", step="director")
    act(sign_in("dan"), ticket, "approve", step="controllers")
    act(sign_in("eva"), ticket, "approve", step="controllers")
    act(sign_in("gil"), ticket, "complete", step="payment", outcome="bounced", answers={"payment_ref": "B-1"})
    act(ana, ticket, "submit", answers=REFUND)
    found = outcome(app, TEXT)
    assert (found["tickets"], found["moved"], found["untried"]) == (1, 0, {})


def test_approvals_that_would_be_skipped_are_counted_and_later_ones_still_made(app, sign_in):
    paid(sign_in)
    without = "\n".join(line for line in TEXT.split("\n") if "finance_sees_large" not in line)
    text = without.replace("amount > 5000.00 CNY -> finance", "amount > 5000.00 CNY -> pay")
    found = outcome(app, text)
    assert (found["untried"], found["moved"], found["waiting"]) == ({}, 1, 0)
    assert dict(found["skipped"]) == {"director": 1, "controllers": 1}
    assert found["ways"][0]["after"][-1] == found["ways"][0]["before"][-1]


def test_a_ticket_the_claims_of_the_text_would_stop_is_told_apart(app, sign_in):
    paid(sign_in)
    found = outcome(app, TEXT.replace("amount > 5000.00 CNY -> finance", "amount > 5000.00 CNY -> pay"))
    assert (found["moved"], found["untried"]) == (0, {"claim-before": 1})


def test_nothing_is_stored(app, sign_in):
    ticket = paid(sign_in)
    with app.app_context(), reading() as c:
        count = len(entries.read(c, ticket))
    outcome(app, TEXT.replace("> 5000.00", "> 8000.00"))
    with app.app_context(), reading() as c:
        assert len(entries.read(c, ticket)) == count


def test_of_very_many_tickets_only_the_ways_and_a_few_names_are_kept(app, sign_in):
    ticket = paid(sign_in)
    text = TEXT.replace("> 5000.00", "> 8000.00")
    with app.app_context(), reading() as c:
        made = compile_text(text)
        found = summed((number, one(c, ticket, made)) for number in range(1000))
    assert found.moved == 1000 and len(found.ways) == 1
    assert all(len(ids) == SHOWN for _count, ids in found.ways.values())


def test_a_ticket_that_was_moved_is_tried_with_what_each_of_its_versions_recorded(app, sign_in):
    ticket = file(sign_in("ana"))
    with app.app_context():
        made = publish(TEXT.replace('"Two departments"', '"Both departments"'), "hana", "clearer")
        with reading() as c:
            hana = find(c, "hana")
            chosen = moves.all_waiting(c, moves.target(c, hana, "refund", made.number)[1])
        moves.go_on(moves.begin(hana, "refund", made.number, chosen, "clearer"), 60)
    act(sign_in("carla"), ticket, "approve", step="director")
    with app.app_context(), reading() as c:
        assert len({each.version for each in entries.read(c, ticket)}) == 2
    found = outcome(app, TEXT)
    assert (found["tickets"], found["moved"], found["untried"]) == (1, 0, {})
    found = outcome(app, TEXT.replace("> 5000.00", "> 8000.00"))
    assert (found["moved"], found["skipped"]) == (1, {"director": 1, "controllers": 1})
