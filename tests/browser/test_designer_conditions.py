"""Conditions, values and people built from lists: by mouse, by keyboard, on the phone, and in Chinese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drafting import new_draft, says
from tests.browser.test_access import LOOKS, look_over
from tests.designer.desk import EVERY

URGENT = "items.2.items.3"
WHEN = f"{URGENT}.value"
"""A computed yes or no: its value is a condition about all other fields."""
PEOPLE = "items.4.steps.0.arms.1.steps.0"
NEW_FIELD = "items.2.items.0.fields.5"


def with_condition(condition: str) -> str:
    return EVERY.replace("= abroad or amount > 100.00 CNY", f"= {condition}")


def design(page: Page, text: str, view: str = "form", at: str = URGENT) -> Page:
    """A new draft with the line at `at` selected."""
    page.goto(f"/design/{new_draft(page, text)}/{view}?at={at}")
    return page


def control(page: Page, kind: str, address: str) -> Locator:
    return page.locator(f'[id="{kind}-{address}"]')


def has_focus(page: Page, kind: str, address: str) -> None:
    expect(control(page, kind, address)).to_be_focused()


def test_a_condition_is_built_from_lists_with_the_mouse(visit):
    page = design(visit("hana"), with_condition("abroad"))
    control(page, "subject", WHEN).select_option(label="Amount")
    says(page, 'urgent: yes/no "Urgent" = amount > 0.01 CNY')
    control(page, "value", WHEN + ".right").fill("5 000")
    control(page, "value", WHEN + ".right").blur()
    says(page, 'urgent: yes/no "Urgent" = amount > 5000.00 CNY')
    control(page, "operator", WHEN).select_option(label="is at least")
    says(page, 'urgent: yes/no "Urgent" = amount >= 5000.00 CNY')
    control(page, "add", WHEN).select_option(label="Hotel")
    says(page, 'urgent: yes/no "Urgent" = amount >= 5000.00 CNY and hotel is present and hotel > 0.00 CNY')
    control(page, "word", WHEN).select_option(label="At least one of these holds")
    says(
        page, 'urgent: yes/no "Urgent" = amount >= 5000.00 CNY or hotel is present or hotel is present and hotel > 0.00 CNY'
    )
    page.locator("#undo-button").click()
    says(page, 'urgent: yes/no "Urgent" = amount >= 5000.00 CNY and hotel is present and hotel > 0.00 CNY')
    control(page, "remove", f"{WHEN}.items.0").click()
    says(page, 'urgent: yes/no "Urgent" = hotel is present and hotel > 0.00 CNY')
    has_focus(page, "word", WHEN)
    expect(page.locator(f'[id="slot-{WHEN}"] .slot-told')).to_have_text("Hotel is filled in and Hotel is more than 0.00 CNY")


def test_a_condition_is_built_with_the_keyboard_alone(visit):
    page = design(visit("hana"), EVERY, "form", NEW_FIELD)
    add = control(page, "add", f"{NEW_FIELD}.when")
    add.focus()
    page.keyboard.type("amo")
    says(page, 'hotel: money CNY [0.00 .. 2000.00] "Hotel" optional when amount > 0.01 CNY')
    has_focus(page, "operator", f"{NEW_FIELD}.when")
    page.keyboard.press("Tab")
    has_focus(page, "value", f"{NEW_FIELD}.when.right")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("5 000")
    page.keyboard.press("Enter")
    says(page, 'hotel: money CNY [0.00 .. 2000.00] "Hotel" optional when amount > 5000.00 CNY')
    has_focus(page, "value", f"{NEW_FIELD}.when.right")
    expect(control(page, "value", f"{NEW_FIELD}.when.right")).to_have_value("5000.00")
    page.keyboard.press("Tab")
    has_focus(page, "remove", f"{NEW_FIELD}.when")
    page.keyboard.press("Enter")
    says(page, 'hotel: money CNY [0.00 .. 2000.00] "Hotel" optional')


def test_what_cannot_be_read_is_told_next_to_its_control(visit):
    page = design(visit("hana"), with_condition("amount > 5000.00 CNY"))
    value = control(page, "value", WHEN + ".right")
    value.fill("many")
    value.press("Enter")
    expect(page.locator("#refused-here")).to_have_text("`many` is no number: write it like 1250.50")
    expect(value).to_have_attribute("aria-invalid", "true")
    expect(value).to_have_value("many")
    value.fill("12.5")
    value.press("Enter")
    says(page, 'urgent: yes/no "Urgent" = amount > 12.50 CNY')
    expect(page.locator("#refused-here")).to_have_count(0)


def test_everything_else_can_be_written_as_text(visit):
    page = design(visit("hana"), with_condition("amount > 5000.00 CNY"))
    control(page, "more", f"{WHEN}-open").click()
    text = control(page, "text", WHEN)
    text.fill("amount >")
    text.press("Enter")
    expect(page.locator("#refused-here")).to_be_visible()
    text.fill("days(first_day, today) > 3 or abroad")
    text.press("Enter")
    says(page, 'urgent: yes/no "Urgent" = days(first_day, today) > 3 or abroad')
    control(page, "what", f"{WHEN}.items.0.left.arguments.1").select_option(label="Last day")
    says(page, 'urgent: yes/no "Urgent" = last_day is present and days(first_day, last_day) > 3 or abroad')


def test_line_items_are_gone_through_without_typing(visit):
    page = design(visit("hana"), with_condition("amount > 5000.00 CNY"))
    control(page, "subject", WHEN).select_option(label="The sum of Net")
    says(page, 'urgent: yes/no "Urgent" = sum(each line in lines: line.net) > 5000.00 CNY')
    control(page, "add", f"{WHEN}.left.where").select_option(label="Kind")
    says(page, 'urgent: yes/no "Urgent" = sum(each line in lines where line.kind = paper: line.net) > 5000.00 CNY')
    control(page, "kind", f"{WHEN}.left").select_option(label="How many")
    expect(page.locator("#draft-text")).to_have_value(re.compile(r"count\(each line in lines where line.kind = paper\)"))


def test_the_focus_goes_along_with_a_condition_that_is_moved(visit):
    page = design(visit("hana"), with_condition("abroad and nights > 3"))
    control(page, "more", f"{WHEN}.items.1-open").click()
    control(page, "up", f"{WHEN}.items.1").click()
    says(page, 'urgent: yes/no "Urgent" = nights > 3 and abroad')
    has_focus(page, "more", f"{WHEN}.items.0-open")
    expect(control(page, "down", f"{WHEN}.items.0")).to_be_visible()
    expect(control(page, "up", f"{WHEN}.items.1")).to_be_hidden()


def test_options_are_ticked(visit):
    page = design(visit("hana"), with_condition("course in {english}"))
    control(page, "member", f"{WHEN}-maths").check()
    says(page, 'urgent: yes/no "Urgent" = course in {english, maths}')
    control(page, "member", f"{WHEN}-english").uncheck()
    says(page, 'urgent: yes/no "Urgent" = course in {maths}')
    expect(control(page, "member", f"{WHEN}-english")).to_be_focused()


def test_the_people_of_a_step_are_chosen_from_lists(visit):
    page = design(visit("hana"), EVERY, "flow", PEOPLE)
    people = f"{PEOPLE}.clauses.0.people"
    control(page, "what", f"{people}.0").select_option(label="The requester's manager")
    says(page, "by requester.manager")
    control(page, "add", people).select_option(label="Everyone with a role")
    expect(page.locator("#draft-text")).to_have_value(re.compile(r'by requester.manager, role\("'))
    control(page, "value", f"{people}.1").select_option(value='role("finance")')
    says(page, 'by requester.manager, role("finance")')
    control(page, "remove", f"{people}.0").click()
    says(page, 'by role("finance")')


def test_a_chinese_reader_builds_in_chinese(visit):
    page = design(visit("hana", language="zh"), with_condition("abroad"))
    control(page, "subject", WHEN).select_option(label="金额")
    expect(page.locator(f'[id="slot-{WHEN}"] .slot-told')).to_have_text("金额大于 0.01 CNY")
    control(page, "add", WHEN).select_option(label="课程")
    expect(page.locator(f'[id="slot-{WHEN}"] .slot-told')).to_have_text("金额大于 0.01 CNY 且 课程是 英语")


COMPLEX = "amount > 5000.00 CNY and (course in {english} or not (abroad and visa = none)) and nights * 2 > 3"


@pytest.mark.parametrize("look", ["dark, desktop, Chinese", "light, phone, Chinese"])
def test_axe_finds_nothing(visit, look):
    page = design(visit("hana", **LOOKS[look]), with_condition(COMPLEX))
    control(page, "more", f"{WHEN}.items.0-open").click()
    look_over(page)
