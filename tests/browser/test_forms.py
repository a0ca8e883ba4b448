"""Filling in: fields that come and go, line items, problems beside their field, drafts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.filing import approve, fill_refund


def test_a_field_appears_when_another_asks_for_it(visit):
    ana = visit("ana")
    ana.goto("/start/refund")
    ana.fill("[name=student]", "Wang Min")
    expect(ana.locator("[name=details]")).to_have_count(0)
    ana.check("#f-reason-other")
    expect(ana.locator("[name=details]")).to_be_visible()
    expect(ana.locator("[name=student]")).to_have_value("Wang Min")
    ana.check("#f-reason-schedule")
    expect(ana.locator("[name=details]")).to_have_count(0)


def test_what_is_typed_meanwhile_stays(visit):
    ana = visit("ana")
    ana.goto("/start/refund")
    ana.check("#f-reason-other")
    ana.locator("[name=student]").press_sequentially("Wang Min Xiu", delay=15)
    expect(ana.locator("[name=details]")).to_be_visible()
    expect(ana.locator("[name=student]")).to_have_value("Wang Min Xiu")
    expect(ana.locator("[name=student]")).to_be_focused()


def test_line_items_are_added_totalled_and_removed(visit):
    ana = visit("ana")
    ana.goto("/start/refund")
    for number, (item, price) in enumerate((("Books", "12.50"), ("Paper", "3.00"))):
        ana.click(".rows-add")
        ana.fill(f"[name='lines.{number}.item']", item)
        ana.fill(f"[name='lines.{number}.price']", price)
    ana.fill("[name='lines.0.quantity']", "4")
    ana.locator("[name='lines.0.quantity']").blur()
    expect(ana.locator("#f-listed")).to_have_text("53.00 CNY")
    ana.click("[name=_remove][value='lines.0']")
    expect(ana.locator("[name='lines.0.item']")).to_have_value("Paper")
    expect(ana.locator("[name='lines.1.item']")).to_have_count(0)
    expect(ana.locator("#f-listed")).to_have_text("3.00 CNY")


def test_a_problem_stands_beside_its_field_and_nothing_is_lost(visit):
    ana = visit("ana")
    fill_refund(ana, amount="much")
    ana.fill("[name=paid_on]", "2199-01-01")
    ana.click(".form-end button[value=submit]")
    expect(ana.locator(".form-problems li")).to_have_count(2)
    expect(ana.locator(".form-problems")).to_be_focused()
    amount = ana.locator("[name=amount]")
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_have_value("much")
    expect(ana.locator("#f-amount-problem")).to_contain_text("much is not a number")
    expect(ana.locator("#f-paid_on-problem")).to_have_text("This date is in the future")
    ana.locator(".form-problems a", has_text="Amount").click()
    expect(amount).to_be_focused()


def test_a_corrected_answer_takes_its_problem_away_at_once(visit):
    ana = visit("ana")
    fill_refund(ana, amount="much")
    ana.fill("[name=student]", "")
    ana.click(".form-end button[value=submit]")
    expect(ana.locator(".form-problems li")).to_have_count(2)
    ana.fill("[name=amount]", "12.00")
    ana.check("#f-reason-other")
    expect(ana.locator("#f-details-problem")).to_be_visible()
    expect(ana.locator("#f-amount-problem")).to_have_count(0)
    expect(ana.locator("#f-student-problem")).to_be_visible()
    expect(ana.locator("#f-reason-other")).to_be_focused()


def test_a_draft_waits_for_its_writer(visit):
    ana = visit("ana")
    ana.goto("/start/refund")
    ana.fill("[name=student]", "Half a request")
    ana.click(".form-end button[value=save]")
    ana.wait_for_url("**/edit?saved=yes")
    expect(ana.locator(".notice.good")).to_contain_text("Kept as a draft")
    expect(ana.locator("[name=student]")).to_have_value("Half a request")
    draft = ana.url.split("/edit")[0]
    bruno = visit("bruno")
    assert bruno.goto(draft).status == 404


def test_filing_twice_files_once(visit):
    ana = visit("ana")
    fill_refund(ana, student="Only once")
    ana.evaluate("""() => {
        const form = document.querySelector("#form"), body = new FormData(form);
        body.append("_act", "submit");
        return Promise.all([1, 2].map(() => fetch(form.action, {method: "POST", body})));
    }""")
    ana.goto("/mine")
    expect(ana.locator("tr", has_text="Only once")).to_have_count(1)


def test_a_step_says_what_it_still_needs(visit, filed):
    ticket, gil = filed(amount="500.00"), visit("gil")
    approve(visit("bruno"), ticket)
    gil.goto(ticket)
    gil.click('.ask button[value="complete paid"]')
    expect(gil.locator(".ask")).to_contain_text("this is needed")
    expect(gil.locator(".ask [name=payment_ref]")).to_have_attribute("aria-invalid", "true")


def test_a_chosen_file_stays_while_the_form_changes_and_is_kept(visit, tmp_path):
    receipt = tmp_path / "receipt 收据.txt"
    receipt.write_text("paid 12.00", encoding="utf-8")
    ana = visit("ana")
    fill_refund(ana, "12.00")
    ana.set_input_files("#f-receipts-upload", receipt)
    ana.check("#f-reason-other")
    ana.fill("[name=details]", "see the receipt")
    ana.click(".form-end button[value=submit]")
    ana.wait_for_url("**/tickets/*")
    with ana.expect_download() as download:
        ana.get_by_role("link", name="receipt 收据.txt").click()
    assert download.value.path().read_text("utf-8") == "paid 12.00"
