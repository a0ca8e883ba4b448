"""The form's pages over HTTP: gestures change the stored text, refusals say where, and a form on trial keeps nothing."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import func, select

from app.db import db, reading
from tests.conftest import EXAMPLES, ON_ONE_ENGINE

pytestmark = ON_ONE_ENGINE
TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
AMOUNT = "items.5.items.0.fields.3"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def hana(sign_in):
    return sign_in("hana")


@pytest.fixture
def draft(hana) -> int:
    return hana.post("/api/drafts", json={"text": TEXT.replace("process refund", "process again")}).json["id"]


def edit(client, draft: int, what: str, status: int = 200, **values: str) -> str:
    """A gesture on the newest text; the page that answers."""
    revision = client.get(f"/api/drafts/{draft}").json["revision"]
    sent = {"_edit": what, "_revision": revision, "_view": "form", "_at": "", **values}
    answer = client.post(f"/design/{draft}/edit", data=sent, headers=FRAGMENT)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def text_of(client, draft: int) -> str:
    return client.get(f"/api/drafts/{draft}").json["text"]


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_gesture_changes_its_line_and_shows_what_it_made(hana, draft):
    shown = edit(hana, draft, "add-field", list="", kind="date")
    assert 'data-at="items.5.items.4"' in shown
    assert "\n    question: date optional\n" in text_of(hana, draft)
    edit(hana, draft, "set-label", address="items.5.items.4", label="Needed by")
    assert '\n    needed_by: date "Needed by" optional\n' in text_of(hana, draft)


def test_a_bound_that_is_none_is_refused_at_its_box_and_nothing_changes(hana, draft):
    before = text_of(hana, draft)
    told = edit(hana, draft, "set-measure", 422, address=AMOUNT, currency="CNY", low="lots")
    assert 'data-part="low"' in told and "no number" in told
    assert text_of(hana, draft) == before


def test_labels_and_help_are_text_wherever_they_stand(hana, draft):
    evil = "<img src=x onerror=alert(1)>"
    edit(hana, draft, "set-label", address=AMOUNT, label=evil)
    edit(hana, draft, "set-text", address=AMOUNT, part="help", text=evil)
    for address in (f"form?at={AMOUNT}", "form/preview"):
        shown = page(hana, f"/design/{draft}/{address}")
        assert "<img src=x" not in shown and "&lt;img src=x" in shown


def test_every_line_of_the_form_can_be_selected(hana, draft):
    addresses = set(re.findall(r'data-address="(items[^"]*)"', page(hana, f"/design/{draft}/form")))
    assert {AMOUNT, "items.5.items.0", "items.5.items.1.fields.0.columns.3"} <= addresses
    for address in addresses:
        assert 'id="p-close"' in page(hana, f"/design/{draft}/form?at={address}") or not address.startswith("items.5")


def rows_stored() -> dict[str, int]:
    with reading() as c:
        tables = db.metadata.tables.values()
        return {table.name: c.scalar(select(func.count()).select_from(table)) for table in tables}


def test_a_form_on_trial_works_and_nothing_is_stored(app, hana, draft):
    with app.app_context():
        before = rows_stored()
    address = f"/design/{draft}/form/preview"
    assert "Tell us more" in page(hana, address)
    typed = {"reason": "other", "lines": "", "lines.0.quantity": "2", "lines.0.price": "3.50", "lines.0.item": "Desk"}
    live = hana.post(f"{address}/fields?language=zh", data=typed, headers=FRAGMENT).get_data(as_text=True)
    assert 'name="details"' in live and "7.00" in live and "补充说明" in live
    sent = hana.post(address, data=typed | {"_act": "check"})
    assert sent.status_code == 422
    whole = typed | {"student": "Li Hua", "course": "art", "paid_on": "2026-03-02", "amount": "10", "details": "…"}
    receipt = {"receipts": (io.BytesIO(b"paper"), "receipt.pdf"), "_act": "check"}
    fine = hana.post(address, data=whole | receipt, content_type="multipart/form-data")
    assert fine.status_code == 200 and "receipt.pdf" in fine.get_data(as_text=True)
    with app.app_context():
        assert rows_stored() == before


def test_only_who_may_change_the_draft_may_try_its_form(sign_in, draft):
    kai = sign_in("kai")
    assert kai.get(f"/design/{draft}/form/preview").status_code == 404
    assert kai.post(f"/design/{draft}/form/preview/fields", data={}).status_code == 404
    assert kai.get("/design/999/form/preview").status_code == 404
