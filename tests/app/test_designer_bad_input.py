"""What no page would send: the designer answers with a sentence, and the draft stays as it is."""

from __future__ import annotations

import pytest

from tests.conftest import EXAMPLES

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
