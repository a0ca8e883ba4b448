"""How tests fill in and file the refund of the story."""

from __future__ import annotations

from playwright.sync_api import Page


def fill_refund(page: Page, amount: str = "5000.01", student: str = "Li Hua") -> None:
    """The form of a refund, filled in so far that it can be filed."""
    page.goto("/start/refund")
    page.fill("[name=student]", student)
    page.check("#f-course-english")
    page.fill("[name=paid_on]", "2026-03-02")
    page.fill("[name=amount]", amount)
    page.check("#f-reason-quality")


def file_refund(page: Page, amount: str = "5000.01", student: str = "Li Hua") -> str:
    """File a refund; the path of its ticket."""
    fill_refund(page, amount, student)
    page.click(".form-end button[value=submit]")
    page.wait_for_url("**/tickets/*")
    return page.url.split("?")[0]


def approve(page: Page, ticket: str, button: str = "approve") -> None:
    """Press a button of the panel on the ticket."""
    page.goto(ticket)
    page.click(f'.ask button[value="{button}"]')
    page.wait_for_url("**did=*")
