"""The whole story: an admin builds the course refund from an empty page, tries it, publishes it, and an employee files it.

Once with the mouse and once with the keyboard alone; in between an engineer's text pane shows every gesture as text.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.drafting import says


def begin(page: Page, title: str) -> None:
    page.goto("/processes")
    page.get_by_role("link", name="New process").click()
    page.fill("#title", title)
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url(re.compile("/design/[0-9]+/"))
    expect(page.locator("#desk-fine")).to_be_visible()


def card(page: Page, title: str) -> Locator:
    return page.locator("#flow-tree .flow-card", has=page.get_by_text(title, exact=True))


def select(page: Page, title: str, nth: int = 0) -> None:
    """Select a step and wait for its properties."""
    step = card(page, title).nth(nth)
    step.click()
    expect(page.locator("#designer")).to_have_attribute("data-at", step.get_attribute("data-address"))


def pick(page: Page, what: str) -> None:
    page.locator("#flow-insert .flow-pick").filter(has_text=what).first.click()


def view(page: Page, name: str) -> None:
    page.click(f"#tab-{name}")
    expect(page.locator(f"#tab-{name}")).to_have_attribute("aria-current", "page")


def type_in(page: Page, selector: str, value: str) -> None:
    """Type into a control and leave it, which sends it."""
    page.fill(selector, value)
    page.locator(selector).blur()


def test_with_the_mouse(visit):
    hana = visit("hana")
    begin(hana, "Tuition refund")

    view(hana, "form")
    hana.get_by_role("button", name="Amount of money").click()
    expect(hana.locator("#p-label")).to_be_focused()
    type_in(hana, "#p-label", "Amount")
    says(hana, 'amount: money CNY "Amount" optional')
    hana.get_by_label("May be left empty").uncheck()
    says(hana, 'amount: money CNY "Amount"')

    view(hana, "flow")
    hana.get_by_role("button", name="Add a step before Line manager").click()
    pick(hana, "Branch by a new table")
    expect(hana.locator(".flow-arm-head")).to_have_count(2)
    hana.locator(".flow-arm").first.locator(".flow-plus").first.click()
    pick(hana, "In parallel")
    expect(hana.locator(".flow-arm")).to_have_count(4)
    usual = hana.locator(".flow-step.branch > .flow-arms > .flow-arm").nth(1)
    card(hana, "Line manager").drag_to(usual.locator(".flow-plus").last)
    expect(usual.locator(".flow-card")).to_have_count(1)

    select(hana, "Approval")
    type_in(hana, "#step-label", "Head of department")
    says(hana, 'approve approval "Head of department" {')
    who = hana.get_by_role("combobox", name="Who", exact=True)
    who.select_option(label="The requester's department's head")
    says(hana, "by requester.department.head")
    select(hana, "Approval")
    type_in(hana, "#step-label", "Finance")
    says(hana, 'approve approval_2 "Finance" {')
    who.select_option(label="Everyone with a role")
    hana.get_by_role("combobox", name="Which", exact=True).select_option(label="finance")
    says(hana, 'by role("finance")')
    hana.get_by_label("A reject leads to").select_option("to request")
    says(hana, "reject return to request")

    view(hana, "tables")
    hana.locator("td", has_text="1,000.00").first.dblclick()
    hana.keyboard.press("Control+A")
    hana.keyboard.type("5000")
    hana.keyboard.press("Enter")
    says(hana, "over_1000 when amount > 5000.00 CNY -> over_1000")
    expect(hana.locator("#desk-fine")).to_be_visible()

    view(hana, "rehearse")
    hana.click("#rehearse-fill")
    hana.fill("#f-amount", "5000.01")
    hana.click("#do-submit")
    expect(hana.locator("#rehearse-standing")).to_have_text("Head of department, Finance")
    hana.click("#rehearse-undo")
    hana.click("#rehearse-fill")
    hana.fill("#f-amount", "5000.00")
    hana.click("#do-submit")
    expect(hana.locator("#rehearse-standing")).to_have_text("Line manager")
    hana.click("#do-approve")
    hana.fill("#keep-label", "5 000 stays with the line manager")
    hana.click("#keep-button")
    expect(hana.locator("#case-case_1")).to_contain_text("passed")
    publish_and_file(hana, visit, "Tuition refund")


def publish_and_file(hana: Page, visit, title: str) -> None:
    """It is published, and an employee files it a second later."""
    hana.click("#publish")
    hana.fill("#reason", "tuition is refunded here from now on")
    hana.click("#publish-button")
    hana.wait_for_url("**did=publish")
    ana = visit("ana")
    ana.get_by_role("link", name=title).click()
    ana.fill("#f-about", "The course was cancelled")
    ana.fill("#f-amount", "5000.01")
    ana.click(".form-end button[value=submit]")
    ana.wait_for_url("**/tickets/*")
    expect(ana.locator("#main")).to_contain_text("Finance")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str) -> None:
    """Walk with the Tab key until the control has the focus."""
    for _ in range(120):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"`{selector}` cannot be reached with Tab")


def open_view(page: Page, name: str) -> None:
    """Go to a view by its tab."""
    tab_to(page, f"#tab-{name}")
    press(page, "Enter")
    expect(page.locator(f"#tab-{name}")).to_have_attribute("aria-current", "page")


def choose(page: Page, selector: str, label: str) -> None:
    """Choose in the list that has the focus by typing what it says."""
    tab_to(page, selector)
    page.keyboard.type(label)
    press(page, "Tab")


def test_with_the_keyboard_alone(visit):
    hana = visit("hana")
    hana.goto("/design/new")
    tab_to(hana, "#title")
    hana.keyboard.type("Evening class refund")
    press(hana, "Enter")
    hana.wait_for_url(re.compile("/design/[0-9]+/"))

    open_view(hana, "form")
    tab_to(hana, "#row-about")
    press(hana, "Insert")
    expect(hana.locator("#palette-search")).to_be_focused()
    hana.keyboard.type("money")
    press(hana, "Enter")
    expect(hana.locator("#p-label")).to_be_focused()
    hana.keyboard.type("Amount")
    press(hana, "Tab")
    says(hana, 'amount: money CNY "Amount" optional')
    tab_to(hana, "[name=optional]")
    press(hana, "Space")
    says(hana, 'amount: money CNY "Amount"')

    open_view(hana, "flow")
    tab_to(hana, "#flow-search")
    press(hana, "Escape")
    expect(card(hana, "Line manager")).to_be_focused()
    press(hana, "ArrowUp", "Insert")
    hana.keyboard.type("new table")
    press(hana, "Enter")
    expect(hana.locator(".flow-arm-head")).to_have_count(2)
    expect(hana.locator(".flow-step.branch > .flow-box > .flow-card")).to_be_focused()
    press(hana, "ArrowDown")
    expect(hana.locator(".flow-arm-head").first).to_be_focused()
    press(hana, "Insert")
    hana.keyboard.type("parallel")
    press(hana, "Enter")
    expect(hana.locator(".flow-arm")).to_have_count(4)
    expect(hana.locator(".flow-step.parallel > .flow-box > .flow-card")).to_be_focused()

    walk_to(hana, "Line manager", "ArrowUp")
    press(hana, "Control+x")
    expect(card(hana, "Line manager")).to_have_count(0)
    arm = hana.locator(".flow-step.branch > .flow-arms > .flow-arm").nth(1)
    walk(hana, arm.locator(".flow-arm-head"), "ArrowUp", "ArrowDown", "ArrowRight")
    press(hana, "Control+v")
    expect(arm.locator(".flow-card")).to_have_count(1)

    expect(card(hana, "Line manager")).to_be_focused()
    press(hana, "ArrowLeft", "ArrowDown", "ArrowDown", "ArrowDown")
    expect(card(hana, "Approval").first).to_be_focused()
    press(hana, "Enter")
    expect(hana.locator("#step-label")).to_be_focused()
    press(hana, "Control+a")
    hana.keyboard.type("Head of department")
    press(hana, "Enter")
    says(hana, 'approve approval "Head of department" {')
    choose(hana, "#panel [aria-label=Who]", "The requester's department's head")
    says(hana, "by requester.department.head")

    press(hana, "Escape")
    expect(card(hana, "Head of department")).to_be_focused()
    press(hana, "ArrowRight", "ArrowDown")
    expect(card(hana, "Approval")).to_be_focused()
    press(hana, "Enter")
    expect(hana.locator("#step-label")).to_be_focused()
    press(hana, "Control+a")
    hana.keyboard.type("Finance")
    press(hana, "Enter")
    says(hana, 'approve approval_2 "Finance" {')
    choose(hana, "#panel [aria-label=Who]", "Everyone with a role")
    says(hana, 'by role("administration")')
    choose(hana, "#panel [aria-label=Which]", "finance")
    says(hana, 'by role("finance")')

    open_view(hana, "tables")
    tab_to(hana, "#rules-grid [tabindex='0']")
    walk(hana, hana.locator("#rules-grid td.number", has_text="1,000.00"), "ArrowUp", "ArrowLeft", "ArrowRight")
    press(hana, "Enter", "Control+a")
    hana.keyboard.type("5000")
    press(hana, "Enter")
    says(hana, "over_1000 when amount > 5000.00 CNY -> over_1000")

    open_view(hana, "rehearse")
    tab_to(hana, "#rehearse-fill")
    press(hana, "Enter")
    expect(hana.locator("#f-about")).not_to_have_value("")
    tab_to(hana, "#f-amount")
    press(hana, "Control+a")
    hana.keyboard.type("5000.01")
    tab_to(hana, "#do-submit")
    press(hana, "Enter")
    expect(hana.locator("#rehearse-standing")).to_have_text("Head of department, Finance")

    tab_to(hana, "#publish")
    press(hana, "Enter")
    hana.wait_for_url("**/publish")
    tab_to(hana, "#reason")
    hana.keyboard.type("evening classes are refunded, too")
    tab_to(hana, "#publish-button")
    press(hana, "Enter")
    hana.wait_for_url("**did=publish")
    expect(hana.locator("#main")).to_contain_text("Evening class refund")


def walk(page: Page, place: Locator, *keys: str) -> None:
    """Walk with these keys, over and over, until a place has the focus."""
    for key in keys * 6:
        if place.evaluate("place => place === document.activeElement"):
            return
        press(page, key)
    raise AssertionError(f"it cannot be reached with {keys}")


def walk_to(page: Page, title: str, key: str) -> None:
    """Walk through the flow with an arrow key."""
    for _ in range(12):
        if card(page, title).first.evaluate("card => card === document.activeElement"):
            return
        press(page, key)
    raise AssertionError(f"`{title}` cannot be reached with {key}")
