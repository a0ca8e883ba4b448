"""The page of a rehearsal over HTTP: real people, drafts with problems, and whatever a browser may send."""

from __future__ import annotations

import html
import json
import random
import re

import pytest

from app.db import reading
from app.people.queries import find as find_person
from app.processes.drafts import StoredDrafts, new_draft
from tests.app.asking import REFUND
from tests.conftest import EXAMPLES, ON_ONE_ENGINE

pytestmark = ON_ONE_ENGINE
TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
ANSWERS = {name: value for name, value in REFUND.items() if isinstance(value, str)}


@pytest.fixture
def rehearse(app, sign_in):
    """rehearse(**form) posts to the page of a draft and gives its text and the rehearsal it carries on."""
    with app.app_context(), reading() as c:
        hana = find_person(c, "hana")
    with app.app_context():
        id = new_draft(hana, TEXT).id
    client = sign_in("hana")

    def post(text: str | None = None, status: int = 200, **form) -> tuple[str, str]:
        if text is not None:
            with app.app_context():
                drafts = StoredDrafts(lambda: hana)
                drafts.save(id, drafts.find(id).revision, text, "edit")
        answer = client.post(f"/design/{id}/rehearse", data={"_csrf": client.csrf, **form})
        assert answer.status_code == status
        play = html.unescape(re.search(r'id="rehearse" data-play="([^"]*)"', answer.text)[1])
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text))), play

    return post


def test_real_people_are_asked_when_a_real_person_files(rehearse):
    page, play = rehearse(_by="real ana", _act="do submit", **ANSWERS | {"amount": "300.00"})
    assert json.loads(play)["real"] is True
    assert "Requested by Ana Weber" in page and re.search(r"Line manager\s*: asked\s+Bruno Keller", page)
    page, _ = rehearse(_play=play, _act="do approve")
    assert "Bruno Keller" in page and "Gil Martin" in page


def test_what_the_directory_is_told_counts_for_real_people_too(rehearse):
    _page, play = rehearse(_by="real li", _told_level="vip", _act="do submit", **ANSWERS | {"amount": "150.00"})
    assert json.loads(play)["told"] == {"level": "vip"} and json.loads(play)["moves"][0]["then"][0] == "rule desk pay"


def test_a_draft_with_problems_keeps_the_moves_and_leads_to_the_problems(rehearse):
    _, play = rehearse(_by="pretend ana", _act="do submit", **ANSWERS)
    page, kept = rehearse(TEXT.replace("by requester.manager\n", "by requester.boss\n"), _play=play)
    assert "nobody can rehearse it yet" in page and kept == play
    page, _ = rehearse(TEXT, _play=kept)
    assert "Whom do you play now?" in page


def test_a_draft_that_cannot_be_read_is_rehearsed_as_it_was_before(rehearse):
    page, _ = rehearse(TEXT + "}", _act="do submit", **ANSWERS)
    assert "The text does not read well at the moment" in page and "Whom do you play now?" in page


def test_an_upload_is_only_pretended(rehearse, app):
    from io import BytesIO

    _, play = rehearse(_act="do submit", receipts=(BytesIO(b"%PDF"), "bill.pdf"), **ANSWERS)
    [receipt] = json.loads(play)["moves"][0]["raw"]["receipts"]
    assert json.loads(receipt) | {"hash": ""} == {"name": "bill.pdf", "hash": "", "size": 1, "type": "application/pdf"}


def test_rows_are_added_and_removed(rehearse):
    page, _ = rehearse(_add="lines", student="Li Hua")
    assert "Line 1" in page or "Item" in page


ODD = (
    "", "do", "do x", "do approve", "do complete:nosuch", "do return", "do transfer", "do withdraw", "do take-back",
    "do submit", "do comment", "do acknowledge", "seat x y", "seat director bo", "back 999", "back -1", "back x",
    "open nosuch", "open large", "on", "undo", "restart", "fill", "day", "business-day",
)  # fmt: skip


def test_whatever_is_pressed_answers_with_a_page(rehearse):
    """Random presses one after the other, with and without answers, people who are not there, clocks that are none."""
    r, play = random.Random(5), ""
    for _ in range(120):
        form = {"_act": r.choice(ODD), "_play": play, "_seat": r.choice(("", "director ana.department.head", "x y", " ana"))}
        if r.random() < 0.5:
            form |= ANSWERS | {"amount": r.choice(("5000.01", "100.00", "x"))}
        if r.random() < 0.3:
            form |= {"_day": r.choice(("", "x", "2026-02-30", "2026-03-06")), "_time": r.choice(("", "25:00", "08:00"))}
        if r.random() < 0.3:
            form |= {
                "_by": r.choice(("", "real nobody", "pretend x y", "real hana")),
                "_told_level": r.choice(("", "x", "vip")),
            }
        if r.random() < 0.3:
            form |= {"_to": r.choice(("", "request", "nosuch")), "_over": r.choice(("", "bo", "ana"))}
        play = rehearse(**form)[1]


def test_a_rehearsal_that_is_no_rehearsal_begins_anew(rehearse):
    for play in ("x", "{}", '{"moves":[]}', "[" * 5000, json.dumps({"moves": [{"act": "submit"}]})):
        page, _ = rehearse(_play=play)
        assert "Not filed yet" in page
