"""What was typed in a panel is never lost: to the next selection, to a lost connection, or to a tab that is closed."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.drafting import new_draft, revision, says, send, settled

ITEM, AMOUNT = "items.2.items.0", "items.2.items.1"
"""The addresses of a field whose label is typed, and of the one below it."""


def typed(page: Page, draft: int, text: str) -> None:
    """A label is typed and no key or click ends it."""
    page.goto(f"/design/{draft}/form?at={ITEM}")
    page.locator("#p-label").fill(text)


def typed_in_vain(page: Page, draft: int, text: str) -> None:
    """A label is typed while the server cannot be reached; then it can be."""
    page.route("**/edit", lambda route: route.abort("internetdisconnected"))
    typed(page, draft, text)
    page.keyboard.press("Tab")
    expect(page.locator("#announcements")).to_contain_text("sent as soon as it can be")
    page.unroute("**/edit")


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


def test_what_is_typed_while_another_line_is_being_selected_is_sent_before_that_line_is_shown(visit):
    page = visit("hana")
    draft = new_draft(page)
    page.goto(f"/design/{draft}/form?at={ITEM}")
    held: list[Route] = []
    page.route("**/form?at=*", lambda route: held.append(route), times=1)
    with page.expect_request("**/form?at=*"):
        page.locator(f'.q-link[data-address="{AMOUNT}"]').click()
    page.locator("#p-label").fill("What is bought")
    held[0].continue_()
    says(page, 'item: text 80 "What is bought"')
    expect(page.locator("#p-label")).to_have_value("Amount")
    says(page, 'amount: money CNY [0.01 .. 200000.00] "Amount"')


def test_without_a_connection_it_stays_and_is_sent_as_soon_as_there_is_one(visit):
    page = visit("hana")
    draft = new_draft(page)
    typed(page, draft, "What is bought")
    page.context.set_offline(True)
    page.keyboard.press("Tab")
    expect(page.locator("#announcements")).to_contain_text("sent as soon as it can be")
    expect(page.locator("#p-label")).to_have_value("What is bought")
    page.context.set_offline(False)
    says(page, 'item: text 80 "What is bought"')
    expect(page.locator("#announcements")).to_have_text("What you typed is sent.")


def test_what_found_no_server_is_sent_when_the_page_is_loaded_again(visit):
    page = visit("hana")
    draft = new_draft(page)
    typed_in_vain(page, draft, "What is bought")
    page.reload()
    says(page, 'item: text 80 "What is bought"')
    settled(page)
    expect(page.locator("#p-label")).to_have_value("What is bought")


def test_what_fits_no_more_after_a_lost_connection_is_shown_and_not_said_to_be_sent(visit):
    page = visit("hana")
    draft = new_draft(page)
    typed_in_vain(page, draft, "What is bought")
    answer = send(page, f"/api/drafts/{draft}/edits", revision=revision(page), edits=[{"edit": "remove", "address": ITEM}])
    assert "text" in answer, answer
    page.reload()
    expect(page.locator("#edit-refused")).to_contain_text("does not fit any more")
    expect(page.locator("#edit-refused q")).to_have_text("What is bought")
    expect(page.locator("#announcements")).to_have_text("")
