"""Forms that were open while their ticket moved, and a ticket that is back and whose answers fit the new version no more."""

from __future__ import annotations

import re

from app.db import reading
from app.tickets.known import know
from tests.app.asking import act, file
from tests.app.test_moving import OLD, moved, next_version


def state_of(app, ticket: int):
    with app.app_context(), reading() as c:
        return know(c, ticket).state


def version_in(page: str) -> str:
    """The version a form was made for."""
    return re.search(r'name="_version" value="(\d+)"', page)[1]


def test_a_decision_made_on_a_page_from_before_the_move_is_refused(app, sign_in):
    ana, carla = sign_in("ana"), sign_in("carla")
    ticket = file(ana)
    before = version_in(carla.get(f"/tickets/{ticket}").text)
    form = {"_csrf": carla.csrf, "_step": "director", "_act": "approve", "_version": before}
    moved(app, next_version(app, '"Head of department"', '"Just a formality"'))
    refused = carla.post(f"/tickets/{ticket}/act", data=form)
    assert refused.status_code == 409 and version_in(refused.text) != before
    assert "director" in state_of(app, ticket).open
    assert carla.post(f"/tickets/{ticket}/act", data=form | {"_version": version_in(refused.text)}).status_code == 303
    assert "director" not in state_of(app, ticket).open


def test_a_ticket_that_is_back_moves_also_when_an_answer_fits_no_more(app, sign_in):
    ana, carla = sign_in("ana"), sign_in("carla")
    ticket = file(ana)
    act(carla, ticket, "return", step="director", to="request", comment="which one?")
    text = OLD[: OLD.index("\n  example ")]
    assert "before payment when amount > 5000.00 CNY" in text
    to = next_version(app, "CNY", "EUR")
    assert moved(app, to).counts == {"moves": 1}
    assert "amount" not in state_of(app, ticket).answers
    form = {"_csrf": ana.csrf, "_act": "submit", "student": "Wang Min"}
    page = ana.post(f"/tickets/{ticket}/edit", data=form)
    assert page.status_code in (409, 422) and state_of(app, ticket).status == "returned"
