"""A refund of 5 000.01 CNY from the catalogue to the paid ticket, by mouse, by keyboard, and without script."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.filing import approve, file_refund, fill_refund


def test_a_refund_goes_to_finance_and_everybody_sees_why(visit):
    ana = visit("ana")
    ana.goto("/catalogue")
    ana.get_by_role("link", name="Course refund").click()
    fill_refund(ana)
    ana.click(".form-end button[value=submit]")
    ana.wait_for_url("**/tickets/*")
    ticket = ana.url.split("?")[0]
    expect(ana.locator("h1")).to_have_text("Li Hua: 5000.01 CNY")
    expect(ana.locator(".ticket-head")).to_contain_text("with Carla Rossi")
    why = ana.locator(".why").first
    expect(why).to_contain_text("Why finance?")
    expect(why).to_contain_text("large when amount > 5000.00 CNY -> finance")
    expect(why).to_contain_text("Amount: 5000.01 CNY")
    expect(why).to_contain_text("small Amount is at most 200.00 CNY")
    expect(why).to_contain_text("to manager if Amount is between 200.01 CNY and 5,000.00 CNY")

    dan = visit("dan")
    waiting = int(dan.locator("#waiting-count").text_content().split()[-1])
    row = dan.locator("tr", has_text="Li Hua: 5000.01 CNY").first
    row.get_by_role("link", name="Decide").click()
    dan.fill(".unfold [name=_comment]", "checked against the receipts")
    dan.click(".unfold button[value=approve]")
    expect(dan.locator(".decided").first).to_contain_text("You approved it.")
    expect(dan.locator(".decided a").first).to_be_focused()
    expect(dan.locator("#waiting-count")).to_have_text(f"waiting for you: {waiting - 1}")

    approve(visit("carla"), ticket)
    approve(visit("eva"), ticket)
    gil = visit("gil")
    gil.goto(ticket)
    gil.fill(".ask [name=payment_ref]", "PAY-77")
    gil.click('.ask button[value="complete paid"]')
    gil.wait_for_url("**did=complete")

    ana.goto(ticket)
    expect(ana.locator(".ticket-head .tag")).to_have_text("Refunded")
    story = ana.locator(".story > li")
    expect(story).to_have_count(5)
    expect(story.nth(0)).to_contain_text("Ana Weber filed the request")
    expect(story.nth(1)).to_contain_text("checked against the receipts")
    expect(story.nth(4)).to_contain_text("Gil Martin finished Pay out: Paid")
    expect(story.nth(4)).to_contain_text("Payment reference: PAY-77")


def test_the_rule_leads_to_its_line_in_the_text(visit, filed):
    ana = visit("ana")
    ana.goto(filed())
    ana.locator(".why-rule a").first.click()
    expect(ana.locator("li:target")).to_contain_text("large when amount > 5000.00 CNY -> finance")


def test_the_way_is_drawn_with_what_is_done_now_and_not_taken(visit, filed):
    ana = visit("ana")
    ana.goto(filed())
    picture = ana.locator(".progress svg.wide")
    expect(picture.locator("g.done", has_text="Request").first).to_be_visible()
    expect(picture.locator("g.now", has_text="Head of department").first).to_be_visible()
    expect(picture.locator("g.off", has_text="Line manager").first).to_be_visible()
    expect(picture.locator("g.next", has_text="Pay out").first).to_be_visible()
    ana.click("#progress-words summary")
    expect(ana.locator("#progress-words")).to_contain_text("Line manager: not taken")


def press_until(page: Page, selector: str, key: str = "Tab", most: int = 60) -> None:
    """Press `key` until the focus is on `selector`."""
    for _ in range(most):
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{selector} is not reached by {key}")


def test_all_of_it_by_keyboard(visit):
    ana = visit("ana")
    ana.goto("/mine")
    ana.keyboard.press("n")
    ana.wait_for_url("**/catalogue")
    ana.keyboard.press("/")
    expect(ana.locator("[data-search]")).to_be_focused()
    ana.keyboard.type("refund")
    press_until(ana, "a[href='/start/refund']")
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/start/refund")
    typed = {"student": "Wang Min", "course": " ", "paid_on": "02032026", "amount": "4999.00", "reason": " "}
    for field, text in typed.items():
        press_until(ana, f"[name={field}]")
        ana.keyboard.type(text)
    ana.keyboard.press("Enter")
    ana.wait_for_url("**/tickets/*")
    ticket = ana.url.split("?")[0]
    bruno = visit("bruno")
    bruno.goto("/to-decide")
    bruno.keyboard.press("j")
    press_until(bruno, f"a[hx-get='/tickets/{ticket.rsplit('/', 1)[1]}/decide']")
    bruno.keyboard.press("Enter")
    bruno.wait_for_selector(".unfold")
    expect(bruno.locator(".unfold h2 a")).to_be_focused()
    press_until(bruno, ".unfold button[value=approve]")
    bruno.keyboard.press("Enter")
    expect(bruno.locator(".decided")).to_contain_text("You approved it.")


def test_it_works_without_script(visit):
    ana = visit("ana", script=False)
    ticket = file_refund(ana, "300.00")
    bruno = visit("bruno", script=False)
    bruno.goto("/to-decide")
    bruno.locator("tr", has_text="300.00 CNY").first.get_by_role("link", name="Decide").click()
    bruno.wait_for_url("**/tickets/*")
    bruno.click(".ask button[value=reject]")
    bruno.wait_for_url("**did=reject")
    ana.goto(ticket)
    expect(ana.locator(".ticket-head .tag")).to_have_text("Rejected")
    ana.get_by_role("button", name="I have seen this").click()
    expect(ana.locator(".notice")).to_contain_text("Noted that you have seen it.")


def test_a_request_comes_back_and_is_filed_again(visit, filed):
    ana, bruno = visit("ana"), visit("bruno")
    ticket = filed(amount="410.00")
    bruno.goto(ticket)
    bruno.click(".more summary")
    bruno.fill(".ask [name=_comment]", "which course was it?")
    bruno.click(".ask button[value=return]")
    bruno.wait_for_url("**did=sendback")
    ana.goto(ticket)
    expect(ana.locator(".notice.wait")).to_contain_text("Bruno Keller sent this back to you")
    expect(ana.locator(".notice.wait")).to_contain_text("which course was it?")
    ana.get_by_role("link", name="Change and file again").click()
    expect(ana.locator("[name=amount]")).to_have_value("410.00")
    ana.fill("[name=amount]", "420.00")
    ana.click(".form-end button[value=submit]")
    ana.wait_for_url("**did=submit")
    expect(ana.locator("h1")).to_have_text("Li Hua: 420.00 CNY")
    expect(ana.locator(".story")).to_contain_text("filed it again (round 2)")


def test_a_row_folds_up_again(visit, filed):
    ticket, carla = filed().rsplit("/", 1)[1], visit("carla")
    carla.goto("/to-decide")
    row = carla.locator(f"#t{ticket}")
    row.get_by_role("link", name="Decide").click()
    expect(row.locator(".ask")).to_be_visible()
    row.get_by_role("link", name="Fold up").click()
    expect(row.locator(".ask")).to_have_count(0)
    expect(row.get_by_role("link", name="Decide")).to_be_visible()
