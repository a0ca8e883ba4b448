"""Beginning a process as an admin does it: by keyboard, on every kind of screen, and from the gallery."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_access import LOOKS, look_over

PAGES = ("/processes", "/design/new", "/gallery", "/gallery/course_refund", "/processes/refund/1")


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_around_the_designer_can_be_used_by_everybody(visit, look):
    hana = visit("hana", **LOOKS[look])
    for path in PAGES:
        hana.goto(path)
        look_over(hana)


def test_a_process_begins_by_keyboard_and_its_name_follows_the_title(visit):
    hana = visit("hana")
    hana.goto("/processes")
    hana.get_by_role("link", name="New process").focus()
    hana.keyboard.press("Enter")
    hana.get_by_label("What is it called?").focus()
    hana.keyboard.type("Parking space")
    expect(hana.get_by_label("Name in the text")).to_have_value("parking_space")
    expect(hana.get_by_label("What is it called?")).to_be_focused()
    hana.keyboard.press("Enter")
    hana.wait_for_url(re.compile(r"/design/\d+/flow"))
    hana.goto("/processes")
    expect(hana.get_by_role("link", name="Parking space")).to_be_visible()


def test_a_name_that_was_typed_stays_while_the_title_changes(visit):
    hana = visit("hana")
    hana.goto("/design/new")
    hana.get_by_label("Name in the text").fill("mine")
    with hana.expect_response("**/design/new/name?**"):
        hana.get_by_label("What is it called?").fill("Parking space")
    with hana.expect_response("**/design/new/name?**"):
        hana.get_by_label("What is it called?").press_sequentially("s")
    expect(hana.get_by_label("Name in the text")).to_have_value("mine")


def test_without_script_a_title_is_enough(visit):
    hana = visit("hana", script=False)
    hana.goto("/design/new")
    hana.get_by_label("What is it called?").fill("Guest pass")
    hana.get_by_role("button", name="Begin").click()
    expect(hana).to_have_url(re.compile(r"/design/\d+/flow"))


def test_from_the_gallery_to_a_draft_that_is_thrown_away(visit):
    hana = visit("hana")
    hana.goto("/gallery")
    hana.get_by_role("button", name="Use this: Course refund").click()
    hana.wait_for_url(re.compile(r"/design/\d+/flow"))
    hana.goto("/processes")
    row = hana.get_by_role("row", name=re.compile("^Course refund new"))
    row.locator("summary").click()
    row.get_by_role("button", name="Throw away").click()
    expect(hana.get_by_text("The draft is thrown away.")).to_be_visible()
    expect(row).to_have_count(0)


def test_retiring_asks_why_and_can_be_taken_back(visit):
    hana = visit("hana")
    hana.goto("/processes/travel/1")
    hana.locator("summary", has_text="Retire").click()
    hana.get_by_role("button", name="Retire").click()
    expect(hana.get_by_label("Why?").locator("visible=true")).to_be_focused()
    hana.get_by_label("Why?").locator("visible=true").fill("replaced")
    hana.get_by_role("button", name="Retire").click()
    expect(hana.get_by_text("The process is retired.", exact=True)).to_be_visible()
    expect(hana.get_by_role("link", name="New request").locator("visible=true")).to_have_count(1)
    hana.locator("summary", has_text="Bring back").click()
    hana.get_by_label("Why?").locator("visible=true").fill("still needed")
    hana.get_by_role("button", name="Bring back").click()
    expect(hana.get_by_text("The process can be started again.")).to_be_visible()
