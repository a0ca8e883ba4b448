"""How tests make a draft, open it as text, and type in it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

PURCHASE = """process purchase "Purchase" {
  title "{item}: {amount}"
  started by team("staff")

  form {
    item: text 80 "Item"
    amount: money CNY [0.01 .. 200000.00] "Amount"
    urgent: yes/no "Urgent?" default no
  }

  table desk first -> { pay, boss } {
    small when amount <= 200.00 CNY -> pay
    otherwise -> boss
  }

  flow {
    branch by desk {
      pay {
      }
      boss {
        approve manager "Manager" {
          by requester.manager
          reject end rejected
        }
      }
    }
    task payment "Pay out" {
      by role("cashier")
    }
  }

  ends {
    done "Bought"
    rejected "Rejected"
  }
}
"""
SEND = """async ([address, body]) => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const answer = await fetch(address, {
    method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  return answer.json();
}"""

DISCARD = """async () => {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const { drafts } = await (await fetch("/api/drafts")).json();
  for (const { id, process } of drafts) {
    if (!process) await fetch(`/api/drafts/${id}`, { method: "DELETE", headers });
  }
}"""


def settled(page: Page) -> None:
    """Wait until nothing is on its way: keys pressed while an answer is drawn meet no line that has the focus."""
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")


def says(page: Page, line: str) -> None:
    """Wait until the draft's text has a line, and nothing is on its way any more."""
    expect(page.locator("#draft-text")).to_have_value(re.compile(rf"^\s*{re.escape(line)}$", re.MULTILINE))
    settled(page)


def send(page: Page, address: str, **body: object) -> dict:
    """What a program sends with this person's session."""
    return page.evaluate(SEND, [address, body])


def new_draft(page: Page, text: str = PURCHASE) -> int:
    """A new draft of a process that is not published; those of earlier tests are thrown away."""
    page.evaluate(DISCARD)
    return send(page, "/api/drafts", text=text)["id"]


def open_text(page: Page, draft: int, view: str = "flow", at: str = "") -> Locator:
    """The text pane of a draft."""
    page.goto(f"/design/{draft}/{view}" + (f"?at={at}" if at else ""))
    if page.locator("#text-toggle").get_attribute("aria-expanded") != "true":
        page.click("#text-toggle")
    pane = page.locator("waybill-text")
    expect(pane.locator(".cm-content")).to_be_visible()
    return pane


def revision(page: Page) -> int:
    """The revision the page shows."""
    return int(page.locator("#designer").get_attribute("data-revision"))


def go_to(pane: Locator, line: str) -> None:
    """Put the cursor behind the first line that contains this, as the links of the frame do."""
    number = next(n for n, each in enumerate(typed(pane).split("\n"), 1) if line in each)
    pane.evaluate("(pane, number) => pane.goTo(number)", number)
    pane.page.keyboard.press("End")


def typed(pane: Locator) -> str:
    """The text in the pane; lines far out of sight are no elements of the page."""
    return pane.evaluate("(pane) => pane.text()")


def reads(pane: Locator, words: str, there: bool = True) -> None:
    """Wait until the text has these words, or has them no more."""
    has = "([words, there]) => document.querySelector('waybill-text').text().includes(words) === there"
    pane.page.wait_for_function(has, arg=[words, there], timeout=15_000)


def saved(pane: Locator) -> None:
    """Wait until the server has everything."""
    expect(pane).to_have_attribute("data-state", "saved")


def stored(page: Page, draft: int) -> str:
    """The draft's text as the server has it."""
    return page.evaluate(f"fetch('/design/{draft}/text').then((answer) => answer.json())")["text"]
