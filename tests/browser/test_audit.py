"""The auditor's pages in light and dark, on desktop and phone, in both languages, and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.test_access import LOOKS, look_over

PAGES = (
    "/audit",
    "/audit/versions",
    "/audit/versions/refund/1",
    "/audit/access",
    "/audit/population",
    "/audit/invariants",
    "/audit/acts",
    "/audit/checkpoints",
    "/audit/verified",
    "/audit/kept",
    "/audit/bundle",
)


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_the_audit_can_be_used_by_everybody(visit, filed, look):
    filed()
    judith = visit("judith", **LOOKS[look])
    for path in PAGES:
        judith.goto(path)
        for each in judith.locator("main details").all()[:2]:
            each.locator("summary").click()
        look_over(judith)


def test_an_auditor_goes_from_the_menu_to_the_rules_of_a_day_by_keyboard(visit):
    judith = visit("judith")
    judith.get_by_role("link", name="Audit").first.focus()
    judith.keyboard.press("Enter")
    expect(judith.get_by_role("link", name="Rules in force")).to_have_attribute("aria-current", "page")
    judith.get_by_label("At this moment").fill("2001-01-01T10:00")
    judith.keyboard.press("Enter")
    expect(judith.get_by_role("heading", name="No process was published by then")).to_be_visible()
    judith.get_by_role("link", name="Population").focus()
    judith.keyboard.press("Enter")
    expect(judith.get_by_text("It adds up")).to_be_visible()


def test_an_auditor_asks_a_claim_of_the_recorded_tickets_by_keyboard(visit, filed):
    filed()
    judith = visit("judith")
    judith.goto("/audit/invariants")
    judith.get_by_label("Process").select_option("refund")
    judith.get_by_label("Claims of your own").fill("mine: directr before payment")
    judith.get_by_role("button", name="Ask").focus()
    judith.keyboard.press("Enter")
    expect(judith.get_by_role("alert")).to_contain_text("line 1")
    judith.get_by_label("Claims of your own").fill("mine: never requester decides director")
    judith.get_by_role("button", name="Ask").focus()
    judith.keyboard.press("Enter")
    expect(judith.get_by_text("were decided at Head of department")).to_be_visible()
    look_over(judith)
