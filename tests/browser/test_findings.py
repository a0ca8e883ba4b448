"""Findings in the designer: opened by keyboard, a ticket rehearsed and kept, for everybody's eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drafting import new_draft
from tests.browser.test_access import LOOKS, look_over
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
TEXT = TEXT.replace('process refund "Course refund"', 'process examined "Examined refund"')
TEXT = TEXT.replace('    refund "课程退费"', '    examined "分析退费"')
TEXT = TEXT.replace("large when amount > 5000.00 CNY", "large when amount > 8000.00 CNY")


def opened(page: Page) -> None:
    page.goto(f"/design/{new_draft(page, TEXT)}/tables")
    page.focus("#desk-findings-open")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-findings-list .problem")).to_be_visible()


def test_a_ticket_that_breaks_a_claim_is_opened_in_rehearse(visit):
    hana = visit("hana")
    opened(hana)
    expect(hana.locator("#desk-findings-list .problem")).to_contain_text("finance_sees_large")
    expect(hana.locator("#desk-findings-open")).to_be_focused()
    hana.locator("#desk-findings-list .problem").get_by_role("button", name="Open as ticket").press("Enter")
    expect(hana.locator("#rehearse-standing")).to_have_text("Pay out")


def test_a_ticket_is_kept_as_an_example(visit):
    hana = visit("hana")
    opened(hana)
    hana.locator("#desk-findings-list .problem").get_by_role("button", name="Keep as example").click()
    expect(hana.locator("#draft-text")).to_contain_text("example claim_refuted {")


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(visit, look):
    hana = visit("hana", **LOOKS[look])
    opened(hana)
    look_over(hana)
