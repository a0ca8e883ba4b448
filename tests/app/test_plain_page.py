"""A version or a draft in plain language as a page: for who may read it, with a head that prints on every page."""

from __future__ import annotations

from urllib.parse import unquote

from app.db import reading
from app.people import queries
from app.processes.drafts import new_draft
from tests.conftest import EXAMPLES


def test_a_version_can_be_read_in_plain_words_by_who_may_read_it(sign_in):
    judith = sign_in("judith")
    page = judith.get("/processes/refund/1/plain").text
    assert "Amount is more than 5,000.00 CNY" in page and "Hana Sato" in page and "first version" in page
    assert 'href="/processes/refund/1/plain"' in judith.get("/processes/refund/1").text
    assert 'href="/processes/refund/1/plain"' in judith.get("/audit/versions?process=refund").text
    assert [judith.get(f"/processes/{rest}/plain").status_code for rest in ("refund/9", "nothing/1")] == [404, 404]


def test_in_chinese_it_is_all_chinese(sign_in):
    page = sign_in("judith").get("/processes/refund/1/plain", headers={"Accept-Language": "zh-CN"}).text
    assert "金额大于 5,000.00 CNY" in page and "办理过程" in page and "What happens" not in page


def test_every_printed_page_says_which_version_it_is(sign_in):
    judith = sign_in("judith")
    address = judith.get("/processes/refund/1/plain").text.partition('media="print" href="')[2].partition('"')[0]
    assert unquote(address).startswith("/processes/plain.css?line=Course refund · Version refund 1 · Hash ")
    style = judith.get(address)
    assert style.mimetype == "text/css" and "Course refund · Version refund 1" in style.text and "@top-left" in style.text
    bad = judith.get("/processes/plain.css", query_string={"line": '"} body { display: none } /* \\'}).text
    assert bad.count('"') == 2 and bad.count("}") == 2 and "/*" not in bad


def test_a_draft_can_be_read_before_it_is_published(app, sign_in):
    with app.app_context():
        with reading() as c:
            hana = queries.find(c, "hana")
        text = (EXAMPLES / "refund.way").read_text("utf-8").replace("5000.00", "6000.00")
        id = new_draft(hana, text).id
    assert "Amount is more than 6,000.00 CNY" in sign_in("hana").get(f"/processes/drafts/{id}/plain").text
    assert f'href="/processes/drafts/{id}/plain"' in sign_in("hana").get(f"/processes/drafts/{id}/publish").text
    assert sign_in("ana").get(f"/processes/drafts/{id}/plain").status_code in (403, 404)
