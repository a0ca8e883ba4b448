"""The form designer in a browser: by keys alone, by mouse, on a phone, in the dark and in Chinese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drafting import new_draft, says, send, settled
from tests.browser.test_access import LOOKS, findings, look_over

TRIP = """process trip "Business trip" {
  title "{purpose}"

  form {
    section journey "The journey" {
      purpose: text 80 "Purpose"
      abroad: yes/no "Abroad"
      country: choice "Country" when abroad = yes { de "Germany", fr "France", jp "Japan" }
    }
    section costs "Costs" {
      lines: rows [0 .. 20] "Lines" {
        item: text 80 "Item"
        price: money EUR [0.00 .. 9999.00] "Price"
      }
      total: money EUR "Total" = sum(each line in lines: line.price)
    }
    remark: long text "Remark" help "Anything else we should know" optional
  }

  flow {
    approve boss "Boss" {
      by requester.manager
      reject end rejected
    }
  }

  ends {
    done "Done"
    rejected "Rejected"
  }

  words zh {
    purpose "事由"
    country "国家"
  }
}
"""
FIRST = "items.1.items.0.fields"


def design(page: Page, at: str = "", text: str = TRIP) -> Page:
    """The form of a new draft."""
    page.goto(f"/design/{new_draft(page, text)}/form" + (f"?at={at}" if at else ""))
    return page


def order(page: Page) -> list[str]:
    """The questions and sections as they stand."""
    return [id.partition("-")[2] for id in page.eval_on_selector_all("#form-parts .q-link", "all => all.map(one => one.id)")]


def stands(page: Page, *names: str) -> None:
    """Wait until the form's questions stand so."""
    expect(page.locator("#form-parts .q-link")).to_have_count(len(names))
    page.wait_for_function(
        "want => [...document.querySelectorAll('#form-parts .q-link')].map(o => o.id.split('-')[1]).join() === want",
        arg=",".join(names),
    )
    settled(page)


def test_a_form_is_built_without_a_mouse(visit):
    hana = design(visit("hana"), text='process leave "Leave" {\n  title "Leave"\n\n  form {\n  }\n}\n')
    hana.get_by_role("button", name="Add the first question").press("Enter")
    hana.keyboard.type("money")
    hana.keyboard.press("Enter")
    expect(hana.locator("#p-label")).to_be_focused()
    hana.keyboard.type("Travel costs")
    hana.keyboard.press("Control+Enter")
    expect(hana.locator("#palette-search")).to_be_focused()
    says(hana, 'travel_costs: money CNY "Travel costs" optional')
    hana.keyboard.type("several")
    hana.keyboard.press("ArrowDown")
    hana.keyboard.press("Enter")
    expect(hana.locator("#p-label")).to_be_focused()
    hana.keyboard.type("Days")
    hana.locator("#p-new-option").focus()
    hana.keyboard.type("Monday")
    hana.keyboard.press("Enter")
    says(hana, 'days: choices "Days" { option_1 "Option 1", option_2 "Option 2", monday "Monday" }')
    expect(hana.locator("#p-new-option")).to_be_focused()
    expect(hana.locator("#p-new-option")).to_have_value("")
    hana.keyboard.press("Escape")
    expect(hana.locator("#row-days")).to_be_focused()
    hana.keyboard.press("Control+d")
    stands(hana, "travel_costs", "days", "days_2")
    expect(hana.locator("#row-days_2")).to_be_focused()
    hana.keyboard.press("Delete")
    stands(hana, "travel_costs", "days")
    hana.keyboard.press("Alt+ArrowUp")
    stands(hana, "days", "travel_costs")
    expect(hana.locator("#row-days")).to_be_focused()
    hana.keyboard.press("Escape")
    expect(hana.locator("#shelf")).to_be_visible()
    expect(hana.locator("#row-days")).to_be_focused()


def test_arrows_walk_and_alt_with_arrows_moves_across_sections(visit):
    hana = design(visit("hana"))
    hana.locator("#row-country").focus()
    for _ in range(3):
        hana.keyboard.press("Alt+ArrowDown")
    stands(hana, "journey", "purpose", "abroad", "costs", "lines", "lines.item", "lines.price", "total", "country", "remark")
    expect(hana.locator("#row-country")).to_be_focused()
    hana.keyboard.press("ArrowUp")
    hana.keyboard.press("ArrowUp")
    expect(hana.locator("#row-lines")).to_be_focused()
    hana.keyboard.press("ArrowRight")
    hana.keyboard.press("ArrowRight")
    expect(hana.locator("#designer")).to_have_attribute("data-at", "items.1.items.1.fields.0.columns.1")
    hana.keyboard.press("Alt+ArrowLeft")
    stands(hana, "journey", "purpose", "abroad", "costs", "lines", "lines.price", "lines.item", "total", "country", "remark")


def test_what_others_use_is_not_deleted_before_its_uses_were_shown(visit):
    hana = design(visit("hana"))
    hana.locator("#row-abroad").focus()
    hana.keyboard.press("Delete")
    expect(hana.locator("#p-delete summary")).to_be_focused()
    expect(hana.locator("#p-delete")).to_contain_text("form: Country")
    hana.get_by_role("button", name="Delete it and its uses").click()
    says(hana, 'country: choice "Country" { de "Germany", fr "France", jp "Japan" }')


def grip(page: Page, row: str) -> tuple[float, float]:
    page.locator(f"#li-{row}").hover()
    box = page.locator(f"#li-{row} .q-grip").first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + 10


def drag(page: Page, start: tuple[float, float], onto: str, behind: bool = True) -> None:
    """Drag from a point to the place behind something, or before it."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 6, start[1] + 12, steps=3)
    box = page.locator(onto).bounding_box()
    x, y = box["x"] + 80, box["y"] + box["height"] * (0.8 if behind else 0.4)
    page.mouse.move(x, y, steps=8)
    for turn in range(40):
        page.mouse.move(x + turn % 3, y)
        if page.evaluate(BESIDE, [onto, "previousElementSibling" if behind else "nextElementSibling"]):
            break
    page.mouse.up()


BESIDE = """([onto, side]) => {
  const ghost = document.querySelector("#form-parts .sortable-ghost");
  return ghost !== null && ghost[side] === document.querySelector(onto);
}"""
"""Whether what is dragged lies beside its goal: the browser tells the page about a drag in its own time."""


def test_questions_columns_and_sections_are_dragged(visit):
    hana = design(visit("hana"))
    drag(hana, grip(hana, "row-purpose"), "#li-row-total")
    stands(hana, "journey", "abroad", "country", "costs", "lines", "lines.item", "lines.price", "total", "purpose", "remark")
    drag(hana, grip(hana, "part-costs"), "#li-part-journey", behind=False)
    stands(hana, "costs", "lines", "lines.item", "lines.price", "total", "purpose", "journey", "abroad", "country", "remark")
    hana.locator("#p-close").click()
    box = hana.locator("#shelf [data-kind=date]").bounding_box()
    drag(hana, (box["x"] + 20, box["y"] + 10), "#li-row-abroad")
    expect(hana.locator("#p-label")).to_be_focused()
    stands(
        hana,
        *("costs", "lines", "lines.item", "lines.price", "total", "purpose", "journey", "abroad", "question", "country"),
        "remark",
    )
    hana.click("#undo-button")
    stands(hana, "costs", "lines", "lines.item", "lines.price", "total", "purpose", "journey", "abroad", "country", "remark")


def test_a_move_that_a_colleague_crossed_is_taken_back(visit):
    hana = design(visit("hana"))
    here, draft = order(hana), hana.locator("#designer").get_attribute("data-id")
    send(hana, f"/design/{draft}/typed", revision=1, text=TRIP.replace("purpose: text 80", "purpose: text 90"))
    drag(hana, grip(hana, "row-purpose"), "#li-row-total")
    expect(hana.locator("#edit-refused")).to_contain_text("was not saved")
    stands(hana, *here)


def test_a_pasted_list_becomes_options(visit):
    hana = design(visit("hana"), f"{FIRST}.2")
    hana.locator("#p-new-option").focus()
    hana.evaluate(
        """() => { const clipboardData = new DataTransfer(); clipboardData.setData("text", "意大利\\nSpain\\n");
        const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(paste); }"""
    )
    options = 'de "Germany", fr "France", jp "Japan", 意大利 "意大利", spain "Spain"'
    says(hana, f'country: choice "Country" when abroad = yes {{ {options} }}')


def test_every_property_is_in_the_panel(visit):
    hana = design(visit("hana"), f"{FIRST}.0")
    hana.fill("#p-label", "Purpose of the trip")
    hana.keyboard.press("Tab")
    says(hana, 'purpose: text 80 "Purpose of the trip"')
    expect(hana.locator("#p-label-zh")).to_be_focused()
    hana.fill("#p-label-zh", "出差事由")
    hana.fill("#p-help", "One line")
    hana.keyboard.press("Tab")
    says(hana, 'purpose "出差事由"')
    hana.check("#p-optional")
    says(hana, 'purpose: text 80 "Purpose of the trip" help "One line" optional')
    hana.fill("#p-size", "many")
    hana.keyboard.press("Tab")
    expect(hana.locator("#p-size")).to_have_attribute("aria-invalid", "true")
    hana.select_option("#p-kind", "money")
    says(hana, 'purpose: money EUR "Purpose of the trip" help "One line" optional')
    hana.fill("#p-high", "1,500")
    hana.keyboard.press("Enter")
    says(hana, 'purpose: money EUR [0.00 .. 1500.00] "Purpose of the trip" help "One line" optional')
    hana.fill("#p-name", "cost")
    hana.keyboard.press("Enter")
    says(hana, 'title "{cost}"')


def test_the_form_on_trial_really_works(visit):
    hana = design(visit("hana"))
    hana.click("#mode-try")
    expect(hana.locator("#trial-hidden")).to_contain_text("Country")
    hana.check("#f-abroad-yes")
    expect(hana.locator("#trial-hidden")).not_to_contain_text("Country")
    expect(hana.locator("#f-country")).to_be_visible()
    hana.click("#trial .rows-add")
    hana.fill("#f-lines-0-item", "Train")
    hana.fill("#f-lines-0-price", "99.50")
    hana.keyboard.press("Tab")
    expect(hana.locator("#f-total")).to_have_text("99.50 EUR")
    hana.click("[data-trial-width=phone]")
    assert hana.locator("#trial-frame").bounding_box()["width"] == 390
    hana.click("#trial-check")
    expect(hana.locator(".form-problems")).to_contain_text("Purpose")
    expect(hana.locator("#trial-frame")).to_have_class(re.compile("phone"))
    hana.fill("#f-purpose", "Fair")
    hana.check("#f-country-jp")
    hana.click("#trial-check")
    expect(hana.locator("#trial-filed")).to_contain_text("Japan")
    hana.click("#trial-language-zh")
    expect(hana.locator("label[for=f-purpose]")).to_contain_text("事由")
    expect(hana.locator("#f-purpose")).to_have_value("Fair")


@pytest.mark.parametrize("look", LOOKS)
def test_everybody_can_use_it(visit, look):
    hana = design(visit("hana", **LOOKS[look]))
    look_over(hana)
    hana.click("#row-country")
    expect(hana.locator("#p-new-option")).to_be_visible()
    look_over(hana)
    hana.locator(".option-menu summary").first.click()
    assert findings(hana) == []
    hana.keyboard.press("Escape")
    hana.click("#p-close")
    hana.locator(".q-end .q-add").first.click()
    expect(hana.locator("#palette")).to_be_visible()
    assert findings(hana) == []
    hana.keyboard.press("Escape")
    hana.click("#mode-try")
    expect(hana.locator("#trial")).to_be_visible()
    look_over(hana)


def test_on_a_phone_what_is_selected_is_edited_over_the_canvas(visit):
    hana = design(visit("hana", phone=True))
    hana.tap("#row-purpose")
    panel = hana.locator("#panel")
    expect(hana.locator("#p-label")).to_be_in_viewport()
    expect(hana.locator("#row-purpose")).to_be_in_viewport()
    hana.tap("#q-down")
    stands(hana, "journey", "abroad", "purpose", "country", "costs", "lines", "lines.item", "lines.price", "total", "remark")
    hana.tap("#p-close")
    expect(panel.locator("#p-label")).to_have_count(0)
