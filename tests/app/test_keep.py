"""A finished ticket kept as an example in the draft of its process, without what is personal, and refused with a reason."""

from __future__ import annotations

import pytest

from app.processes.drafts import StoredDrafts, open_draft
from app.processes.programs import libraries
from dsl.compile import compile_text
from dsl.examples import examples
from tests.app.asking import REFUND, act, file
from tests.app.test_life import person

LINE = {"item": "A rare book", "quantity": 2, "price": "30.00"}


def paid(sign_in) -> int:
    """A refund with a detour: sent back, filed again with more, edited by finance, and paid."""
    ana = sign_in("ana")
    ticket = file(ana, REFUND | {"lines": [LINE], "reason": "other", "details": "My cat ate the books of the course"})
    act(sign_in("carla"), ticket, "return", step="director", to="request")
    act(ana, ticket, "submit", answers=REFUND | {"amount": "9000.00", "student": "Zhou Jing"})
    act(sign_in("carla"), ticket, "approve", step="director")
    act(sign_in("dan"), ticket, "approve", step="controllers", answers={"amount": "8000.00"})
    act(sign_in("eva"), ticket, "approve", step="controllers")
    act(sign_in("gil"), ticket, "complete", step="payment", outcome="paid", answers={"payment_ref": "B-1"})
    return ticket


def test_a_finished_ticket_becomes_an_example_that_passes_and_names_nobody(app, sign_in):
    ticket = paid(sign_in)
    answer = sign_in("hana").post(f"/api/tickets/{ticket}/example")
    assert answer.status_code == 201, answer.json
    text = answer.json["text"]
    assert text.split("\n")[-2].strip() == (
        'expect director -> return, request { student "some words", amount 9000.00 CNY, reason quality, lines { } },'
        " director, controllers { amount 8000.00 CNY }, controllers, payment -> paid, done"
    )
    assert "amount 5000.01 CNY" in text and 'lines { item "some words", quantity 2, price 30.00 CNY }' in text
    for word in ("Li Hua", "Zhou Jing", "cat", "rare", "ana.", "carla", "B-1"):
        assert word not in text, word
    with app.app_context():
        draft = open_draft(person("hana"), "refund")
        results = {each.name: each for each in examples(compile_text(draft.text, libraries(draft.files)[0]))}
    assert results[f"ticket_{ticket}"].passed
    assert draft.id == answer.json["draft"]


def test_the_button_leads_to_the_example_and_works_once(app, sign_in):
    ticket, hana = paid(sign_in), sign_in("hana")
    page = hana.get(f"/tickets/{ticket}")
    assert f'action="/tickets/{ticket}/example"' in page.text
    went = hana.post(f"/tickets/{ticket}/example")
    assert went.status_code == 303 and "/about?at=items." in went.location
    assert f"ticket_{ticket}" in hana.get(went.location).text
    assert "already" in hana.post(f"/api/tickets/{ticket}/example").json["detail"]


def test_withdrawn_tickets_are_kept_as_well(app, sign_in):
    ana = sign_in("ana")
    ticket = file(ana)
    act(ana, ticket, "withdraw")
    answer = sign_in("hana").post(f"/api/tickets/{ticket}/example")
    assert "expect request -> withdraw" in answer.json["text"]


@pytest.mark.parametrize("who", ["ana", "carla"])
def test_only_who_designs_may_keep_it(app, sign_in, who: str):
    ticket = paid(sign_in)
    assert "/example" not in sign_in(who).get(f"/tickets/{ticket}").text
    assert sign_in(who).post(f"/api/tickets/{ticket}/example").status_code == 403


def test_what_cannot_be_kept_is_refused_with_the_reason(app, sign_in):
    hana, ticket = sign_in("hana"), file(sign_in("ana"))
    assert "still under way" in hana.post(f"/api/tickets/{ticket}/example").json["detail"]
    done = paid(sign_in)
    with app.app_context():
        me = person("hana")
        draft = open_draft(me, "refund")
        text = draft.text.replace("amount > 5000.00 CNY -> finance", "amount > 9999.00 CNY -> finance")
        StoredDrafts(lambda: me).save(draft.id, draft.revision, text, "edit")
    refused = hana.post(f"/api/tickets/{done}/example")
    assert refused.status_code == 409
    assert "expected `director`, but `line_manager` is asked now" in refused.json["detail"]
