"""Every page in light and dark, on desktop and phone, in both languages: axe finds nothing, nothing moves or overflows."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

LOOKS = {
    "light, desktop, English": {"dark": False, "phone": False, "language": "en"},
    "dark, desktop, Chinese": {"dark": True, "phone": False, "language": "zh"},
    "light, phone, Chinese": {"dark": False, "phone": True, "language": "zh"},
    "dark, phone, English": {"dark": True, "phone": True, "language": "en"},
}
PAGES = (
    "/catalogue",
    "/start/refund",
    "/start/supplies",
    "/mine",
    "/to-decide",
    "/tickets",
    "/processes",
    "/processes/refund/1",
    "/processes/refund/1/plain",
    "/profile",
)


AXE = """async () => {
  const moving = document.getAnimations().filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
  await Promise.all(moving.map((one) => one.finished.catch(() => {})));
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""


def findings(page: Page) -> list[str]:
    """What axe has to say, as rule and element, once no colour is on its way to another; what it finds good stays in the
    page, which takes long to tell."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE)


def look_over(page: Page) -> None:
    """The demands on every page."""
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than the screen"
    assert page.evaluate("window.shifted") < 0.02, f"{page.url} moves while it loads"


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_can_be_used_by_everybody(visit, filed, look):
    ana = visit("ana", **LOOKS[look])
    for path in (*PAGES, filed(student="A rather long name of a student, 一个很长的名字")):
        ana.goto(path)
        look_over(ana)


@pytest.mark.parametrize("look", LOOKS)
def test_deciding_can_be_done_by_everybody(visit, filed, look):
    ticket, carla = filed(), visit("carla", **LOOKS[look])
    carla.goto("/to-decide")
    carla.locator("td.act a").first.click()
    expect(carla.locator(".unfold").first).to_be_visible()
    look_over(carla)
    carla.goto(ticket)
    look_over(carla)


@pytest.mark.parametrize("look", LOOKS)
def test_problems_and_closed_doors_can_be_read_by_everybody(visit, look):
    hana = visit("hana", **LOOKS[look])
    hana.goto("/people")
    look_over(hana)
    hana.locator(".me summary").click()
    assert findings(hana) == []
    hana.goto("/tickets/999999")
    look_over(hana)
    hana.goto("/start/refund")
    hana.click(".form-end button[value=submit]")
    expect(hana.locator(".form-problems")).to_be_visible()
    assert findings(hana) == []
    stranger = visit(**LOOKS[look])
    stranger.goto("/sign-in")
    look_over(stranger)
    stranger.click('button[value="ana"]')
    expect(stranger).to_have_url(re.compile("/catalogue$"))


def test_the_reader_chooses_language_and_colours(visit):
    kai = visit("kai")
    kai.goto("/profile")
    kai.select_option("#own-language", "zh")
    kai.check("input[name=theme][value=dark]")
    kai.get_by_role("button", name="Save").click()
    expect(kai.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(kai.locator("html")).to_have_attribute("data-theme", "dark")
    expect(kai.get_by_role("link", name="待我处理")).to_be_visible()
    kai.locator(".me summary").click()
    kai.select_option("#language", "en")
    expect(kai.locator("html")).to_have_attribute("lang", "en")


def test_the_first_stop_leads_to_the_content(visit):
    ana = visit("ana")
    ana.goto("/mine")
    ana.keyboard.press("Tab")
    expect(ana.locator(".skip")).to_be_focused()
    ana.keyboard.press("Enter")
    assert ana.evaluate("location.hash") == "#main"


def test_the_keys_are_listed(visit):
    ana = visit("ana")
    ana.keyboard.press("?")
    expect(ana.get_by_role("dialog")).to_be_visible()
    assert findings(ana) == []
    ana.keyboard.press("Escape")
    expect(ana.get_by_role("dialog")).to_have_count(0)
