"""What no page would send: the designer answers with a sentence, and the draft stays as it is."""

from __future__ import annotations

import pytest

from designer.address import walk
from designer.views import VIEWS
from dsl.parse import parse
from tests.conftest import EXAMPLES, ON_ONE_ENGINE, ROOT

EVERYTHING = (ROOT / "tests/designer/everything.way").read_text("utf-8")
REFUND = (EXAMPLES / "refund.way").read_text("utf-8")


@pytest.fixture
def hana(sign_in):
    """Somebody who designs."""
    return sign_in("hana")


@pytest.fixture
def draft(hana) -> int:
    """A draft of the refund process."""
    return hana.post("/api/drafts", json={"text": REFUND.replace("process refund ", "process other ")}).json["id"]


@pytest.mark.parametrize("revision", ["abc", "-1", "1e9", "", "²", "9" * 5000], ids=lambda text: text[:4] or "none")
@pytest.mark.parametrize("gesture", ["edit", "undo", "redo"])
def test_a_revision_that_is_none_is_refused(hana, draft, gesture, revision):
    form = {"_revision": revision, "_edit": "set-title", "text": "{amount}"}
    answer = hana.post(f"/design/{draft}/{gesture}", data=form)
    assert answer.status_code == 422
    assert "this page is too old: load it again" in answer.get_data(as_text=True)
    assert hana.get(f"/api/drafts/{draft}").json["revision"] == 1


@ON_ONE_ENGINE
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_with_any_line_selected_and_with_any_part_of_one(hana, view):
    """Also with a line that is shown in another view, as the address bar keeps it."""
    id = hana.post("/api/drafts", json={"text": EVERYTHING}).json["id"]
    lines = {type(node).__name__: address for address, node in walk(parse(EVERYTHING).process)}
    conditions = [f"{lines['Row']}.when{rest}" for rest in ("", ".left", ".items.0", ".items.0.right.units")]
    arms = [address for address, node in walk(parse(EVERYTHING).process) if address.rpartition(".")[0].endswith(".arms")]
    for address in (*lines.values(), *arms, *conditions, "items.0.at", "items.0.trivia", "__class__", "items.²", "-1"):
        answer = hana.get(f"/design/{id}/{view}", query_string={"at": address}, headers={"HX-Request": "true"})
        assert answer.status_code == 200, address


@pytest.mark.parametrize("revision", ["x", "-1", "", "²", "9" * 5000], ids=lambda text: text[:4] or "none")
def test_a_draft_is_not_thrown_away_at_a_revision_that_is_none(hana, draft, revision):
    assert hana.post(f"/drafts/{draft}/discard", data={"revision": revision}).status_code == 409
    assert "process other " in hana.get(f"/api/drafts/{draft}").json["text"]


def test_a_rehearsal_goes_back_to_its_beginning_for_a_number_that_is_none(hana, draft):
    assert hana.post(f"/design/{draft}/rehearse", data={"_act": "back ²"}).status_code == 200


@pytest.mark.parametrize("what", ["complete", "hover", "definition"])
def test_help_does_not_look_into_a_text_nested_too_deep(hana, draft, what):
    text = "process p {\n  form {\n    a: whole = " + "(" * 50_000 + "1" + ")" * 50_000 + "\n  }\n}\n"
    assert hana.post(f"/design/{draft}/{what}", json={"text": text, "offset": 60}).status_code == 400
