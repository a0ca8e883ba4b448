"""Moving running tickets on its pages: with the keyboard, without script, and looked over in every look."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.processes.publish import publish
from tests.app.asking import file
from tests.browser.test_access import LOOKS, look_over
from tests.conftest import client_of

LOAN = """process loan "Loan of a device" {
  title "{what}"
  started by team("staff")
  nobody ask role("process-admin")

  form {
    what: text 80 "What"
    days: whole [1 .. 90] "Days"
  }

  table who first -> { desk, head } {
    short when days <= 7 -> desk
    otherwise -> head
  }

  flow {
    branch by who {
      desk {
        approve desk "Front desk" {
          by role("front-desk")
        }
      }
      head {
        approve head "Head of department" {
          by requester.department.head
        }
      }
    }
  }

  ends {
    done "Lent"
    rejected "Rejected"
  }
}
"""


@pytest.fixture(scope="module")
def loans(served) -> None:
    """Two running loans, and a newer version that has no front desk any more."""
    with served.app_context():
        publish(LOAN, "hana", "the first one")
    ana = client_of(served, "ana")
    for days in (30, 3):
        file(ana, {"what": f"A camera for {days} days", "days": days}, "loan")
    with served.app_context():
        publish(LOAN.replace('desk "Front desk"', 'counter "Counter"'), "hana", "a counter instead of the desk")


def begun(page: Page) -> None:
    """The plan, from the page of the process."""
    page.goto("/processes/loan/2")
    page.get_by_role("link", name="Look at what a move to version 2 would do").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What would become of them")).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_admin_looks_moves_and_undoes(visit, loans, script):
    hana = visit("hana", script=script)
    begun(hana)
    rows = hana.locator(".moves tbody tr")
    expect(rows.first).to_contain_text("from here: Lent")
    expect(rows.last).to_contain_text("`Front desk` is open and is not in the new version")
    expect(hana.get_by_role("checkbox")).to_have_count(1)
    hana.get_by_label("Why are they moved?").fill("the desk is closed")
    hana.get_by_role("button", name="Move all that can, of 2").focus()
    hana.keyboard.press("Enter")
    expect(hana.get_by_role("status").first).to_have_text("Moved: 1. Stayed: 1.")
    hana.get_by_role("link", name=re.compile("^#")).first.click()
    expect(hana.locator(".story")).to_contain_text("Hana Sato moved it to version 2: the desk is closed")
    hana.go_back()
    hana.get_by_label("Why?").fill("it opens again")
    hana.keyboard.press("Enter")
    expect(hana.get_by_role("status").first).to_have_text("Undone: 1 are back where they were, 0 stay.")


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_moves_can_be_used_by_everybody(visit, loans, look):
    hana = visit("hana", **LOOKS[look])
    hana.goto("/processes/loan/move?to=2")
    look_over(hana)
    hana.locator("#reason").fill("the desk is closed")
    hana.locator("#move-all").click()
    expect(hana.locator("#move .moves")).to_be_visible()
    look_over(hana)
    hana.locator("#undo-button").scroll_into_view_if_needed()
    hana.locator("#move #reason").fill("it opens again")
    hana.locator("#undo-button").click()
    expect(hana.locator("#undo-button")).to_have_count(0)
