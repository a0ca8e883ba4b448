"""The findings about a draft in the designer: listed when asked for, opened as a ticket, kept as an example."""

from __future__ import annotations

import html
import re

import pytest

from app.db import reading
from app.people.queries import find as find_person
from app.processes.drafts import StoredDrafts, new_draft
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
BROKEN = TEXT.replace("large when amount > 5000.00 CNY", "large when amount > 8000.00 CNY")
FORGETS = TEXT.replace("otherwise -> manager", "medium when amount < 5000.00 CNY -> manager")
PART = {"HX-Request": "true"}


class Desk:
    """A draft in the designer of somebody."""

    def __init__(self, app, client, text: str) -> None:
        self.app, self.client = app, client
        with app.app_context(), reading() as c:
            self.me = find_person(c, "hana")
        with app.app_context():
            self.id = new_draft(self.me, text).id

    def listed(self, **headers: str) -> str:
        answer = self.client.get(f"/design/{self.id}/findings?view=tables", headers={**PART, **headers})
        assert answer.status_code == 200
        return answer.text

    def words(self, **headers: str) -> str:
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", self.listed(**headers))))

    def hidden(self, name: str) -> str:
        return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', self.listed())[1])

    def text(self) -> str:
        with self.app.app_context():
            return StoredDrafts(lambda: self.me).find(self.id).text


@pytest.fixture
def desk(app, sign_in):
    return lambda text: Desk(app, sign_in("hana"), text)


def test_a_claim_that_holds_and_one_that_does_not(desk):
    assert "`finance_sees_large` holds for every ticket" in desk(TEXT).words()
    told = desk(BROKEN).words()
    assert "`finance_sees_large` does not hold" in told and "line_manager → payment" in told
    assert told.index("does not hold") < told.index("holds for every ticket")


def test_findings_speak_the_language_of_the_reader(desk):
    assert "对所有单据都成立" in desk(TEXT).words(**{"Accept-Language": "zh"})


def test_the_ticket_opens_in_rehearse_and_stands_where_it_gets_stuck(desk):
    broken = desk(BROKEN)
    form = {"_act": "ticket", "_example": broken.hidden("_example"), "_csrf": broken.client.csrf}
    answer = broken.client.post(f"/design/{broken.id}/rehearse", data=form)
    shown = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))
    assert answer.status_code == 200 and re.search(r"Pay out\s*: asked", shown)


def test_the_ticket_is_kept_as_an_example_of_the_text(desk):
    broken = desk(BROKEN)
    values = {"list": "items", "index": broken.hidden("index"), "block": "process", "text": broken.hidden("text")}
    form = {"_edit": "add", "_revision": "1", "_view": "tables", "_csrf": broken.client.csrf, **values}
    assert broken.client.post(f"/design/{broken.id}/edit", data=form).status_code == 303
    assert "example claim_refuted {" in broken.text() and "5000.01 CNY" in broken.text().split("example claim_refuted")[1]


def test_a_gap_shows_its_ticket_though_nobody_can_rehearse_the_text_yet(desk):
    forgets = desk(FORGETS)
    assert "no row of `desk` takes this ticket: amount 5000.00 CNY" in forgets.words()
    assert 'name="_example"' not in forgets.listed() and "expect done" in forgets.hidden("text")


def test_a_text_that_does_not_read_says_so_and_the_list_is_a_page_without_script(desk):
    assert "nothing can be proved about it" in desk(TEXT + "}").words()
    page = desk(TEXT)
    whole = page.client.get(f"/design/{page.id}/findings")
    assert whole.status_code == 200 and "<html" in whole.text and "holds for every ticket" in whole.text
    assert f'hx-get="/design/{page.id}/findings?view=flow"' in page.client.get(f"/design/{page.id}/flow").text


def test_nobody_else_sees_them(desk, sign_in):
    assert sign_in("ana").get(f"/design/{desk(TEXT).id}/findings").status_code in (403, 404)


@pytest.mark.parametrize("example", ["", "example {", "process p { }", "x" * 5000])
def test_what_is_no_example_opens_nothing(desk, example: str):
    page = desk(TEXT)
    form = {"_act": "ticket", "_example": example, "_csrf": page.client.csrf}
    assert page.client.post(f"/design/{page.id}/rehearse", data=form).status_code == 200
