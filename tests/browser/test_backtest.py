"""A draft tried on recorded tickets: begun on the page of publishing, gone on by itself, and looked into, for everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.db import reading
from app.processes import draft_rows
from app.tickets import backtest_runs as runs
from tests.app.asking import file
from tests.browser.drafting import PURCHASE, settled
from tests.browser.test_access import LOOKS, look_over
from tests.browser.test_impact import drafted
from tests.conftest import client_of

BETWEEN = ("300.00", "6500.00", "9000.00")


def world(served, name: str) -> int:
    """A process with three tickets, and its draft with a higher threshold."""
    low = PURCHASE.replace('purchase "Purchase"', f'{name} "Outlay"').replace("200.00 CNY -> pay", "5000.00 CNY -> pay")
    id = drafted(served, name, low, text=low.replace("5000.00 CNY -> pay", "8000.00 CNY -> pay"))
    ana = client_of(served, "ana")
    for amount in BETWEEN:
        file(ana, {"item": "Chairs", "amount": amount, "urgent": False}, name)
    return id


def half(served, id: int) -> None:
    """A run of the draft that somebody left after its first ticket."""
    with served.app_context():
        with reading() as c:
            draft = draft_rows.find(c, id).draft
        runs.go_on(runs.begin(draft, "hana", None, None), draft, runs.program_of(draft), 0)


def test_a_draft_is_tried_gone_on_with_and_looked_into(visit, served):
    id, hana = world(served, "outlay"), visit("hana")
    part = hana.locator("#backtest")
    hana.goto(f"/processes/drafts/{id}/publish")
    hana.focus("#backtest-button")
    hana.keyboard.press("Enter")
    expect(part.get_by_role("status")).to_have_text("All 3 tickets were tried.")
    expect(hana.locator("#backtest-button")).to_be_focused()
    half(served, id)
    hana.reload()
    expect(part.get_by_role("status")).to_have_text("All 3 tickets were tried.")
    settled(hana)
    part.get_by_role("link", name="1 ticket Pay out").click()
    hana.get_by_role("link", name="Chairs").click()
    expect(hana.get_by_text("another way from here").first).to_be_visible()
    expect(hana.get_by_role("region", name="Why they part")).to_contain_text("amount <= 8000.00 CNY")


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_it_can_be_used_by_everybody(visit, served, look):
    name = f"outlay_{[*LOOKS].index(look)}"
    id, hana = world(served, name), visit("hana", **LOOKS[look])
    half(served, id)
    hana.goto(f"/processes/drafts/{id}/backtest")
    expect(hana.locator("#backtest-stop-button")).to_have_count(0)
    settled(hana)
    look_over(hana)
    for inside in (".backtest-kinds a", "td.title a"):
        with hana.expect_navigation():
            hana.locator(inside).first.click()
        look_over(hana)


def test_without_script_a_button_goes_on(visit, served):
    id, hana = world(served, "outlay_plain"), visit("hana", script=False)
    half(served, id)
    hana.goto(f"/processes/drafts/{id}/backtest")
    expect(hana.get_by_role("status").first).to_have_text("1 of 3 tickets tried")
    hana.get_by_role("button", name="Go on").click()
    expect(hana.get_by_role("status").first).to_have_text("All 3 tickets were tried.")
