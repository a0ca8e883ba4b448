"""The flow designer in a browser: a branch, a parallel and an approval built by mouse and by keys alone, in every look."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drafting import new_draft, settled
from tests.browser.test_access import LOOKS, look_over

BARE = """process trip "Trip" {
  title "To {place}"
  started by team("staff")

  form {
    place: text 80 "Where to?"
    cost: money EUR [0.00 .. 4000.00] "Cost"
    booking: text 40 "Booking" optional
  }

  flow {
    # Her word is final.
    approve manager "Manager" {
      by requester.manager
    }
    notify requester "Booked: {place}"
  }

  ends {
    done "Booked"
    rejected "No trip"
  }
}
"""


@pytest.fixture
def flow(visit, address):
    """flow() is hana in the flow of a new draft."""

    def come(text: str = BARE, **look) -> Page:
        page = visit("hana", **look)
        page.goto(f"/design/{new_draft(page, text)}/flow")
        return page

    return come


def text_of(page: Page) -> str:
    return page.locator("#draft-text").input_value()


def card(page: Page, title: str):
    return page.locator("#flow-tree .flow-card", has=page.get_by_text(title, exact=True))


def pick(page: Page, what: str) -> None:
    page.locator("#flow-insert .flow-pick").filter(has_text=what).first.click()


def select(page: Page, title: str) -> None:
    """Click a card and wait for its panel."""
    card(page, title).click()
    expect(card(page, title)).to_have_attribute("aria-current", "true")


def test_by_mouse(flow):
    page = flow()
    page.get_by_role("button", name="Add a step before Manager").click()
    expect(page.locator("#flow-insert-search")).to_be_focused()
    pick(page, "Branch by a new table")
    expect(page.locator(".flow-arm-head")).to_have_count(2)
    assert "over_2000 when cost > 2000.00 EUR -> over_2000" in text_of(page)

    arm = page.locator(".flow-arm").first
    arm.locator(".flow-plus").first.click()
    pick(page, "In parallel")
    expect(page.locator(".flow-arm")).to_have_count(4)
    expect(page.locator("#desk-fine")).to_be_visible()

    usual = page.locator(".flow-step.branch > .flow-arms > .flow-arm").nth(1)
    card(page, "Manager").drag_to(usual.locator(".flow-plus").last)
    expect(card(page, "Manager")).to_have_attribute("data-address", "items.4.steps.0.arms.1.steps.0")
    assert "# Her word is final." in text_of(page)
    expect(card(page, "Manager")).to_have_attribute("aria-current", "true")

    page.get_by_label("How many decide").select_option("count")
    page.get_by_label("How many", exact=True).fill("3")
    page.get_by_label("How many", exact=True).press("Tab")
    expect(card(page, "Manager")).to_contain_text("3 of them decide")
    page.get_by_label("A reject leads to").select_option("to request")
    expect(page.locator(".flow-chip", has_text="if rejected → the request")).to_be_visible()
    page.locator(".flow-chip", has_text="if rejected → the request").hover()
    expect(page.locator("#flow-start")).to_have_class("flow-start aimed")


def test_by_keys_alone(flow):
    page = flow()
    keys = page.keyboard
    page.locator("#flow-search").focus()
    keys.press("Escape")
    expect(card(page, "Manager")).to_be_focused()

    keys.press("Insert")
    keys.type("new table")
    keys.press("Enter")
    expect(page.locator(".flow-step.branch > .flow-box > .flow-card")).to_be_focused()
    settled(page)
    keys.press("ArrowDown")
    expect(page.locator(".flow-arm-head").first).to_be_focused()
    keys.press("Insert")
    keys.type("parallel")
    keys.press("Enter")
    expect(page.locator(".flow-step.parallel > .flow-box > .flow-card")).to_be_focused()
    settled(page)
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    keys.press("Insert")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator(".flow-step.parallel .flow-arm").nth(1).locator(".flow-card")).to_have_count(2)
    settled(page)

    keys.press("Enter")
    expect(page.locator("#step-label")).to_be_focused()
    keys.press("Control+A")
    keys.type("Second look")
    keys.press("Enter")
    expect(card(page, "Second look")).to_be_visible()
    settled(page)
    keys.press("Escape")
    expect(card(page, "Second look")).to_be_focused()
    keys.press("Alt+ArrowLeft")
    expect(page.locator(".flow-step.parallel .flow-arm").nth(0).locator(".flow-card")).to_have_count(2)
    settled(page)
    expect(card(page, "Second look")).to_be_focused()
    keys.press("Control+d")
    expect(card(page, "Second look")).to_have_count(2)
    settled(page)
    keys.press("Delete")
    expect(card(page, "Second look")).to_have_count(1)
    expect(page.locator("#desk-fine")).to_be_visible()
    settled(page)
    keys.press("Control+z")
    expect(card(page, "Second look")).to_have_count(2)


def test_a_branch_is_cut_and_pasted_with_all_that_is_in_it(flow):
    page = flow()
    page.get_by_role("button", name="Add a step before Manager").click()
    pick(page, "In parallel")
    expect(page.locator(".flow-step.parallel > .flow-box > .flow-card")).to_be_focused()
    inside = text_of(page)
    page.locator("#step-cut").click()
    expect(page.locator(".flow-step.parallel")).to_have_count(0)
    page.get_by_role("button", name="Add a step at the end").first.click()
    pick(page, "Paste")
    expect(page.locator("#flow-tree > .flow-steps > .flow-step").last).to_have_class("flow-step parallel")
    assert sorted(text_of(page).split("\n")) == sorted(inside.split("\n"))


def test_folding_searching_and_zooming_survive_an_edit(flow):
    page = flow()
    page.get_by_role("button", name="Add a step before Manager").click()
    pick(page, "In parallel")
    page.locator(".flow-fold").click()
    expect(page.locator(".flow-arms")).to_be_hidden()
    page.locator("#flow-smaller").click()
    small = page.locator("#flow-tree").evaluate("tree => getComputedStyle(tree).zoom")
    select(page, "Manager")
    page.locator("#step-duplicate").click()
    expect(card(page, "Manager")).to_have_count(2)
    expect(page.locator(".flow-arms")).to_be_hidden()
    assert page.locator("#flow-tree").evaluate("tree => getComputedStyle(tree).zoom") == small != "1"

    page.locator("#flow-outline-button").click()
    expect(page.locator("#flow-outline a")).to_have_count(8)
    page.locator("#main").press("/")
    page.keyboard.type("arm 2")
    expect(page.locator(".flow-arm-head.found")).to_be_visible()


def test_a_refused_number_is_said_where_it_was_typed(flow):
    page = flow()
    select(page, "Manager")
    page.get_by_label("Within").fill("soon")
    page.get_by_label("Within").press("Tab")
    expect(page.locator("#refused-here")).to_contain_text("write a number from 1 to 9999")
    expect(page.get_by_label("Within")).to_have_value("soon")


def test_the_matrix_by_mouse_and_keys(flow):
    page = flow()
    page.locator("#tab-access").click()
    grid = page.get_by_role("grid", name="Fields by step")
    cell = grid.locator("tr[data-field=cost] td button")
    cell.click()
    page.locator("#level-edits").click()
    expect(cell).to_have_text("edits")
    settled(page)
    expect(cell).to_be_focused()
    assert "edits cost" in text_of(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    expect(grid.locator("tr[data-field=booking] td button")).to_have_text("must fill")
    settled(page)
    page.keyboard.press(" ")
    expect(grid.locator("tr[data-field=booking] td button")).to_have_text("hidden")
    settled(page)
    page.keyboard.press("s")
    expect(grid.locator("tr[data-field=booking] td button")).to_have_text("sees")
    settled(page)
    grid.get_by_role("button", name="Set all fields of Manager").click()
    page.locator("#level-edits").click()
    expect(grid.locator("td .edits")).to_have_count(3)


def test_without_script_a_step_is_added_and_a_cell_goes_round(flow, visit):
    draft = flow().url.split("/")[4]
    page = visit("hana", script=False)
    page.goto(f"/design/{draft}/flow")
    select(page, "Manager")
    page.locator("#flow-add").click()
    pick(page, "Task")
    expect(card(page, "Task")).to_be_visible()
    page.goto(f"/design/{draft}/access")
    page.locator("tr[data-field=cost] td button").first.click()
    expect(page.locator("tr[data-field=cost] td button").first).to_have_text("edits")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_look(flow, look):
    page = flow(**look)
    look_over(page)
    page.locator("#flow-tree .flow-plus").first.click()
    page.locator("#flow-insert .flow-pick.parallel").click()
    expect(page.locator(".flow-arm-head")).to_have_count(2)
    look_over(page)
    page.goto(page.url.partition("/flow")[0] + "/access")
    look_over(page)
