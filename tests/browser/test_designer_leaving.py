"""Somebody leaves while a panel still holds what was typed: it is in the draft when they come back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.drafting import new_draft

ITEM = "items.2.items.0"
"""The address of a field whose label is typed."""


def typed(page: Page, draft: int, text: str) -> None:
    """A label is typed and no key or click ends it."""
    page.goto(f"/design/{draft}/form?at={ITEM}")
    page.locator("#p-label").fill(text)


def comes_back_to(page: Page, draft: int, text: str) -> None:
    """The label is what was typed. What is sent on leaving may arrive a little later than one is back."""

    def there() -> None:
        page.goto(f"/design/{draft}/form?at={ITEM}")
        expect(page.locator("#p-label")).to_have_value(text, timeout=1_000)

    for _ in range(5):
        try:
            return there()
        except AssertionError:
            continue
    there()


def test_what_was_typed_in_a_panel_is_kept_when_another_page_is_opened(visit):
    page = visit("hana")
    draft = new_draft(page)
    typed(page, draft, "What is bought")
    page.goto("/processes")
    comes_back_to(page, draft, "What is bought")


def test_what_was_typed_in_a_panel_is_kept_when_the_tab_is_closed(visit):
    page = visit("hana")
    draft = new_draft(page)
    tab = page.context.new_page()
    typed(tab, draft, "What is wanted")
    tab.close()
    comes_back_to(page, draft, "What is wanted")
