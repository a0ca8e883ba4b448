"""Rehearsing in the browser: play a refund, keep it as an example, publish; everybody can use it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drafting import new_draft, send
from tests.browser.test_access import LOOKS, look_over
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
TEXT = TEXT.replace('process refund "Course refund"', 'process rehearsed "Rehearsed refund"')
TEXT = TEXT.replace('    refund "课程退费"', '    rehearsed "演练退费"')

CHANGE = """async ([address, body]) => {
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), "Content-Type": "application/json" };
  await fetch(address, body ? { method: "PUT", headers, body: JSON.stringify(body) } : { method: "DELETE", headers });
}"""
"""Change a draft as a program does, or throw it away."""


def draft(page: Page) -> str:
    """A draft of one's own with the refund process, under another name; its address."""
    return f"/design/{new_draft(page, TEXT)}"


def standing(page: Page, text: str) -> None:
    expect(page.locator("#rehearse-standing")).to_have_text(text)


def file(page: Page, amount: str = "6000.00") -> None:
    """Fill the form with sensible values and file it."""
    page.click("#rehearse-fill")
    expect(page.locator("#f-student")).to_have_value("Li Hua")
    page.fill("#f-amount", amount)
    page.click("#do-submit")


def test_a_refund_is_played_kept_as_an_example_and_published(visit):
    hana = visit("hana")
    hana.goto(f"{draft(hana)}/flow")
    hana.click("#tab-rehearse")
    file(hana)
    standing(hana, "Head of department, Finance")
    expect(hana.locator(".progress .now").first).to_be_attached()
    expect(hana.locator(".why[open]")).to_contain_text("amount > 5000.00 CNY")
    hana.click("#do-approve")
    standing(hana, "Finance")
    hana.get_by_role("button", name=re.compile("^.*finance 2")).click()
    expect(hana.locator('.rehearse-place[aria-pressed="true"]')).to_contain_text("finance 2")
    hana.fill("#rehearse-comment", "looks right")
    hana.click("#do-approve")
    expect(hana.locator(".story")).to_contain_text("looks right")
    hana.click("#do-approve")
    standing(hana, "Pay out")
    hana.fill("#f-payment_ref", "R-1")
    hana.click("#do-complete-1")
    standing(hana, "Refunded")
    hana.fill("#keep-label", "Six thousand")
    hana.click("#keep-button")
    kept = hana.locator("#case-case_1")
    expect(kept).to_contain_text("Six thousand")
    expect(kept).to_contain_text("passed")
    standing(hana, "Refunded")
    hana.click("#publish")
    expect(hana.locator(".checklist")).to_contain_text("All 7 examples pass")
    hana.fill("#reason", "a refund of our own")
    hana.click("#publish-button")
    hana.wait_for_url("**did=publish")
    hana.get_by_role("link", name="File one now").click()
    hana.wait_for_url("**/start/rehearsed")


def test_moves_survive_an_edit_and_say_where_the_way_differs(visit):
    hana = visit("hana")
    address = draft(hana)
    hana.goto(f"{address}/rehearse")
    file(hana)
    hana.click("#do-approve")
    standing(hana, "Finance")
    hana.click("#tab-flow")
    expect(hana.locator("#tab-flow")).to_have_attribute("aria-current", "page")
    edited = hana.evaluate(
        """async ([id, revision]) => (await fetch(`/api/drafts/${id}/edits`, {method: "POST",
            headers: {"Content-Type": "application/json", "X-CSRF-Token": document.querySelector("[name=_csrf]").value},
            body: JSON.stringify({revision: Number(revision), edits: [
              {edit: "set-expression", address: "items.6.rows.1.when", text: "amount > 8000.00 CNY"}]})})).status""",
        [address.rsplit("/", 1)[1], hana.locator("#designer").get_attribute("data-revision")],
    )
    assert edited == 200
    hana.click("#tab-rehearse")
    expect(hana.locator("#rehearse-stopped")).to_contain_text("1 of the moves cannot be made any more")
    expect(hana.locator(".story")).to_contain_text("Since the draft was changed the way differs here")
    hana.click("#rehearse-on")
    standing(hana, "Line manager")
    hana.reload()
    standing(hana, "Line manager")


def test_undo_start_over_and_the_clock(visit):
    hana = visit("hana")
    hana.goto(f"{draft(hana)}/rehearse")
    hana.fill("#rehearse-day", "2026-03-06")
    hana.click("#rehearse-next-business-day")
    expect(hana.locator("#rehearse-day")).to_have_value("2026-03-09")
    hana.select_option("#rehearse-told-level", "vip")
    file(hana, "150.00")
    standing(hana, "Pay out")
    hana.click("#rehearse-undo")
    standing(hana, "Not filed yet")
    file(hana, "300.00")
    standing(hana, "Line manager")
    hana.click("#do-reject")
    standing(hana, "Rejected")
    hana.click("#rehearse-restart")
    standing(hana, "Not filed yet")
    hana.click("#open-refused")
    standing(hana, "Rejected")


def test_fields_come_and_go_and_problems_stand_at_their_field(visit):
    hana = visit("hana")
    hana.goto(f"{draft(hana)}/rehearse")
    hana.check("#f-reason-other")
    expect(hana.locator("#f-details")).to_be_visible()
    hana.click("#do-submit")
    expect(hana.locator(".form-problems")).to_contain_text("Student")
    expect(hana.locator("#f-details")).to_be_visible()


def test_it_is_played_without_script(visit):
    hana = visit("hana", script=False)
    hana.goto("/design/new")
    hana.select_option("#copy-process, [name=process]", "refund")
    hana.locator('form[action="/design/copy"] button').click()
    hana.locator("#tab-rehearse").click()
    hana.click("#rehearse-fill")
    hana.fill("#f-amount", "300.00")
    hana.click("#do-submit")
    standing(hana, "Line manager")
    hana.click("#do-approve")
    standing(hana, "Pay out")


@pytest.mark.parametrize("look", LOOKS)
def test_everybody_can_use_it(visit, look):
    hana = visit("hana", **LOOKS[look])
    address = draft(hana)
    hana.goto(f"{address}/rehearse?at=items.10")
    look_over(hana)
    hana.goto(f"{address}/rehearse")
    look_over(hana)
    file(hana) if LOOKS[look]["language"] == "en" else hana.click("#open-large")
    expect(hana.locator(".story")).to_be_visible()
    look_over(hana)
    hana.goto(f"{address}/rehearse?at=items.10")
    expect(hana.locator("#rehearse-play-it")).to_be_visible()
    look_over(hana)
    hana.goto(address.replace("/design/", "/processes/drafts/") + "/publish")
    look_over(hana)
    hana.goto("/processes/refund/compare?from=1&to=1")
    look_over(hana)


@pytest.mark.parametrize("look", LOOKS)
def test_everybody_can_see_what_a_new_version_changes(visit, look):
    hana = visit("hana", **LOOKS[look])
    found = send(hana, "/api/drafts", process="travel")
    text = found["text"].replace(
        "\n  flow {\n", '\n  flow {\n    task audit "Audit" {\n      by role("auditor")\n    }\n', 1
    )
    assert text != found["text"]
    hana.evaluate(CHANGE, [f"/api/drafts/{found['id']}", {"revision": found["revision"], "text": text}])
    hana.goto(f"/processes/drafts/{found['id']}/publish")
    expect(hana.locator(".progress .added").first).to_be_attached()
    expect(hana.locator(".diff ins").first).to_be_attached()
    look_over(hana)
    hana.evaluate(CHANGE, [f"/api/drafts/{found['id']}", None])
