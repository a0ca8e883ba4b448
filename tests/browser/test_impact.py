"""Which tickets a change sends elsewhere: from the designer to the publish page, and on the page that compares versions."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from app.db import reading
from app.people.queries import find
from app.processes.drafts import StoredDrafts, open_draft
from app.processes.publish import publish
from tests.browser.drafting import PURCHASE, settled
from tests.browser.test_access import LOOKS, look_over
from tests.browser.test_designer_tables import cell

ERRAND = PURCHASE.replace('purchase "Purchase"', 'errand "Errand"').replace("200.00 CNY -> pay", "5000.00 CNY -> pay")
OUTING = ERRAND.replace('errand "Errand"', 'outing "Outing"')
HIGHER = OUTING.replace("5000.00 CNY -> pay", "8000.00 CNY -> pay")
BETWEEN = "Amount is between 5,000.01 CNY and 8,000.00 CNY"


def drafted(served, name: str, *versions: str, text: str = "") -> int:
    """The draft that continues a process with these published versions."""
    with served.app_context():
        for each in versions:
            assert publish(each, "hana", "for a test").number
        with reading() as c:
            hana = find(c, "hana")
        draft = open_draft(hana, name)
        if text:
            StoredDrafts(lambda: hana).save(draft.id, draft.revision, text, "edit")
        return draft.id


def told(page: Page):
    """What a page says about tickets that go elsewhere."""
    return page.get_by_role("region", name="Which tickets go elsewhere")


def test_a_threshold_is_changed_and_its_tickets_are_shown_before_it_is_published(visit, served):
    draft, hana = drafted(served, "errand", ERRAND), visit("hana")
    publishing = f"/processes/drafts/{draft}/publish"
    hana.goto(f"/design/{draft}/tables")
    cell(hana, "small", "Amount ≤").dblclick()
    hana.locator(".cell-editor input").fill("8,000")
    hana.keyboard.press("Enter")
    expect(cell(hana, "small", "Amount ≤")).to_have_text("8,000.00")
    settled(hana)

    hana.click("#publish")
    expect(told(hana)).to_contain_text(BETWEEN)
    expect(told(hana)).to_contain_text("before: Manager → Pay out → Bought")
    expect(told(hana)).to_contain_text("after: Pay out → Bought")
    told(hana).get_by_role("button", name="Open in Rehearse").click()
    expect(hana.locator("#rehearse-standing")).to_have_text("Bought")

    hana.goto(publishing)
    told(hana).get_by_role("button", name="Keep as example").click()
    expect(hana.locator("#draft-text")).to_contain_text("example goes_elsewhere {")
    expect(hana.locator("#draft-text")).to_contain_text("amount 5000.01 CNY")

    hana.goto(publishing)
    expect(hana.get_by_text("The example passes")).to_be_visible()
    hana.fill("#reason", "The limit is higher")
    hana.click("#publish-button")
    hana.wait_for_url("**did=publish")
    hana.goto("/processes/errand/compare")
    expect(told(hana)).to_contain_text(BETWEEN)


@pytest.fixture(scope="module")
def outing(served) -> int:
    return drafted(served, "outing", OUTING, HIGHER, text=OUTING)


@pytest.mark.parametrize("look", LOOKS)
def test_everybody_can_read_which_tickets_go_elsewhere(visit, outing, look):
    hana = visit("hana", **LOOKS[look])
    for path in (f"/processes/drafts/{outing}/publish", "/processes/outing/compare"):
        hana.goto(path)
        expect(hana.locator("#elsewhere")).to_be_visible()
        look_over(hana)
