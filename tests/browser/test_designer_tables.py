"""Rule tables in a browser: the grid by mouse and by keys alone, rows pasted and uploaded, and the process beside them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.drafting import new_draft, settled
from tests.browser.test_access import LOOKS, look_over

TRIP = """process trip "Trip" {
  title "To {place}"
  started by team("staff")

  form {
    place: text 80 "Where to?"
    cost: money EUR [0.00 .. 9000.00] "Cost"
    abroad: yes/no "Abroad?"
    kind: choice "Kind" { fair "Fair", visit "Visit", course "Course" }
    leaves: date "Leaves"
  }

  table desk first -> { boss, head } {
    dear when cost > 1000.00 EUR -> head
    # since the audit
    far when abroad = yes and kind in {fair, visit} -> head
    otherwise -> boss
  }

  flow {
    branch by desk {
      boss {
      }
      head {
        approve head_of_it "Head" {
          by requester.department.head
        }
      }
    }
  }

  ends {
    done "Booked"
    rejected "No trip"
  }

  example near "A near one needs nobody" {
    requester ana
    place "Lyon", cost 10.00 EUR, abroad no, kind visit, leaves 2026-03-02
    expect done
  }

  words zh {
    desk.far "国外"
  }
}
"""

BARE = """process trip "Trip" {
  form {
    cost: money EUR [0.00 .. 9000.00] "Cost"
  }

  flow {
  }

  ends {
    done "Booked"
  }
}
"""


@pytest.fixture
def rules(visit, address):
    """rules() is hana in the rules of a new draft."""

    def come(text: str = TRIP, view: str = "tables", **look) -> Page:
        page = visit("hana", **look)
        page.goto(f"/design/{new_draft(page, text)}/{view}")
        return page

    return come


def text_of(page: Page) -> str:
    return page.locator("#draft-text").input_value()


def has(page: Page, line: str) -> None:
    """Waits until the text has a line."""
    page.wait_for_function("line => document.getElementById('draft-text').value.includes(line)", arg=line)
    settled(page)


def cell(page: Page, row: str, column: str) -> Locator:
    """The cell of a row, by its name, and of a column, by what its head says."""
    heads = page.locator("#rules-grid thead th .rules-head-name")
    expect(heads.filter(has_text=column.split()[0])).not_to_have_count(0)
    number = [head.split() for head in heads.all_inner_texts()].index(column.split())
    line = page.locator("#rules-grid tr[data-address]", has=page.get_by_role("rowheader", name=row, exact=True))
    return line.locator(":is(td, th):not(.rules-number)").nth(number)


def test_by_mouse(rules):
    page = rules()
    cell(page, "dear", "Cost >").dblclick()
    page.locator(".cell-editor input").fill("2,500")
    page.keyboard.press("Enter")
    has(page, "dear when cost > 2500.00 EUR -> head")
    expect(cell(page, "dear", "Cost >")).to_have_text("2,500.00")

    cell(page, "far", "Kind is one of").dblclick()
    look_over(page)
    page.get_by_role("checkbox", name="Course").check()
    page.keyboard.press("Enter")
    has(page, "kind in {fair, visit, course}")

    cell(page, "far", "Outcome").dblclick()
    page.locator(".cell-editor select").select_option(label="New outcome")
    page.locator(".cell-editor input").fill("board")
    page.keyboard.press("Enter")
    has(page, "table desk first -> { boss, head, board } {")
    has(page, "      board {\n      }")
    assert "# since the audit" in text_of(page)

    page.locator("#rules-add-column-open").click()
    page.locator("#rules-thing").select_option(label="Leaves")
    page.locator("#rules-op").select_option(">=")
    page.locator("#rules-column-add").click()
    cell(page, "dear", "Leaves ≥").dblclick()
    page.locator(".cell-editor input").fill("2026-06-01")
    page.keyboard.press("Enter")
    has(page, "dear when cost > 2500.00 EUR and leaves >= 2026-06-01 -> head")


def test_by_keys_alone(rules):
    page = rules()
    page.locator("#rules-grid [tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    expect(cell(page, "dear", "Cost >")).to_be_focused()
    for text in ("300", "yes", "course"):
        page.keyboard.press("Enter")
        editor = page.locator(".cell-editor")
        if editor.locator("input[type=checkbox]").count():
            editor.get_by_role("checkbox", name="Course").focus()
            page.keyboard.press("Space")
            page.keyboard.press("Enter")
        elif editor.locator("select").count():
            editor.locator("select").select_option(text)
            page.keyboard.press("ArrowRight")
        else:
            page.keyboard.type(text)
            page.keyboard.press("Tab")
    has(page, "dear when cost > 300.00 EUR and abroad = yes and kind in {course} -> head")

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.press("Alt+ArrowDown")
    has(page, "    # since the audit\n    far when abroad = yes and kind in {fair, visit} -> head\n    dear when")
    expect(cell(page, "dear", "Row")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Delete")
    has(page, "dear when abroad = yes and kind in {course} -> head")
    expect(cell(page, "dear", "Cost >")).to_be_focused()
    page.keyboard.press("Control+z")
    has(page, "dear when cost > 300.00 EUR and abroad = yes")


def test_a_refused_cell_stays_open_with_the_reason_and_escape_gives_up(rules):
    page = rules()
    cell(page, "dear", "Cost >").click()
    page.keyboard.type("a lot")
    page.keyboard.press("Tab")
    expect(page.locator(".cell-told")).to_have_text("`a lot` is no number: write digits")
    expect(page.locator(".cell-editor input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell(page, "dear", "Cost >")).to_be_focused()
    expect(cell(page, "dear", "Cost >")).to_have_text("1,000.00")
    assert "cost > 1000.00 EUR" in text_of(page)


PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


def test_rows_from_a_spreadsheet_are_looked_at_before_they_are_taken(rules):
    page = rules()
    cell(page, "dear", "Cost >").click()
    page.evaluate(PASTE, "name\tCost >\tkind in\toutcome\nfairs\tmany\tFair\thead\ncheap\t5\tVisit, Course\tboss")
    expect(page.locator(".cell-wrong")).to_have_text("`many` is no number: write digits")
    look_over(page)
    assert "cheap" not in text_of(page) and not page.locator("#rows-take").count()
    page.locator("#rows-text").fill("name\tCost >\tkind in\toutcome\nfairs\t700\tFair\thead\ncheap\t5\tVisit, Course\tboss")
    page.locator("#rows-look").click()
    page.locator("#rows-take").click()
    has(
        page,
        "fairs when cost > 700.00 EUR and kind in {fair} -> head\n    cheap when cost > 5.00 EUR and kind in {visit, ",
    )
    expect(page.locator("#paste-rows")).not_to_be_visible()


def test_a_table_goes_to_a_file_and_comes_back(rules, tmp_path):
    page = rules()
    before = text_of(page)
    with page.expect_download() as loaded:
        page.locator("#rules-download").click()
    file = tmp_path / "desk.csv"
    loaded.value.save_as(file)
    assert file.read_text("utf-8-sig").splitlines() == [
        "name,cost >,abroad =,kind in,outcome",
        "dear,1000.00,,,head",
        'far,,yes,"fair, visit",head',
    ]
    page.locator("#paste-open").click()
    page.locator("#rows-file").set_input_files(file)
    page.get_by_label("Replace all rows").check()
    page.locator("#rows-look").click()
    page.locator("#rows-take").click()
    expect(page.locator("#paste-rows")).not_to_be_visible()
    assert text_of(page) == before


def test_the_panel_says_everything_without_script(rules):
    page = rules(script=False)
    page.get_by_role("link", name="Row 2").click()
    assert page.get_by_label("Kind is one of").input_value() == "fair, visit"
    page.locator("#row-cell-0").fill("77")
    page.locator("form", has=page.locator("#row-cell-0")).get_by_role("button", name="Apply").click()
    assert "far when cost > 77.00 EUR and abroad = yes" in text_of(page)


def test_the_first_table_of_a_process(rules):
    page = rules(BARE)
    page.locator("#add-table").click()
    has(page, "table route first -> {")
    expect(page.locator("#rules-rows tr[data-address]")).to_have_count(1)
    expect(page.locator(".rules-said.problem")).to_have_count(0)
    page.locator("#add-row").click()
    has(page, "row when yes -> ")
    expect(page.locator("#row-name")).to_have_value("row")


def test_a_thousand_rows_stay_one_page_of_the_grid(rules):
    rows = "".join(
        f"    r{n} when cost > {n}.00 EUR and cost <= {n + 1}.00 EUR and kind = fair -> head\n" for n in range(1000)
    )
    page = rules(TRIP.replace("    dear when cost > 1000.00 EUR -> head\n", rows))
    lines = page.locator("#rules-rows tr[data-address]")
    expect(lines).to_have_count(200)
    page.locator("#rules-find").fill("r77")
    expect(lines).to_have_count(11)
    cell(page, "r777", "Cost >").dblclick()
    page.locator(".cell-editor input").fill("776.50")
    page.keyboard.press("Enter")
    has(page, "r777 when cost > 776.50 EUR")
    expect(lines).to_have_count(11)


def test_the_process_beside_its_rules(rules):
    page = rules(view="about")
    page.locator("#about-title").click()
    page.keyboard.press("End")
    page.get_by_role("button", name="Cost", exact=True).click()
    has(page, 'title "To {place}{cost}"')
    page.locator("#end-new").fill("Called off")
    page.keyboard.press("Enter")
    has(page, '    called_off "Called off"')
    expect(page.locator("#end-label")).to_have_value("Called off")
    page.locator("#words-find").fill("booked")
    expect(page.locator("#about-words tbody tr")).to_have_count(1)
    page.locator("#wording-zh-done").fill("已预订")
    page.keyboard.press("Tab")
    has(page, '    done "已预订"')
    expect(page.locator("#about-words tbody tr")).to_have_count(1)
    page.get_by_role("link", name="A near one needs nobody").click()
    page.locator("#example-answer-cost").fill("8000")
    page.keyboard.press("Tab")
    expect(page.locator("#example-result")).to_contain_text("`head_of_it` is asked now")
    page.locator("#example-take-way").click()
    has(page, "expect head_of_it, done")
    expect(page.locator("#example-result")).to_have_text("It goes as expected.")
    page.locator("#example-form").get_by_text("Comment in the text").click()
    page.locator("#example-form").get_by_label("Comment above the line").fill("agreed with finance")
    page.keyboard.press("Tab")
    has(page, "  # agreed with finance\n  example near")


VIEWS = ("tables", "tables?at=items.3.rows.1", "tables?at=items.3.otherwise", "about", "about?at=items.6")


@pytest.mark.parametrize("look", LOOKS)
def test_it_can_be_read_by_everybody(rules, look):
    page = rules(**LOOKS[look])
    home = page.url.rpartition("/")[0]
    for view in VIEWS:
        page.goto(f"{home}/{view}")
        look_over(page)
