"""What was known about a text when it was published is kept with the version, and its hash with the act."""

from __future__ import annotations

from sqlalchemy import select, update

from app.db import reading, transaction
from app.journal.rows import act as acts
from app.people.queries import find as find_person
from app.processes.drafts import StoredDrafts, open_draft
from app.processes.evidence import digest, stored
from app.processes.publish import publish
from app.processes.publish_draft import publish_draft
from app.processes.queries import find
from app.processes.rows import version
from tests.app.asking import REFUND, file
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
HIGHER = TEXT.replace("5000.00 CNY", "8000.00 CNY").replace("5000.01 CNY", "8000.01 CNY")


def known(c, name: str = "refund") -> dict:
    return stored(c, find(c, name).version)


def published(c, name: str = "refund"):
    said = select(acts.c.body).where(acts.c.what == "published", acts.c.subject == name).order_by(acts.c.number.desc())
    return c.scalar(said.limit(1))


def test_findings_examples_impact_and_the_backtest_of_just_this_text_are_kept(app, sign_in):
    file(sign_in("ana"), REFUND | {"amount": "6500.00"})
    hana = sign_in("hana")
    with app.app_context():
        with reading() as c:
            me = find_person(c, "hana")
            first = known(c)
        assert first["impact"] == first["backtest"] == {"state": "none"}
        assert {each["level"] for each in first["findings"]} == {"proved", "note"} and len(first["examples"]) == 6
        assert first["coverage"]["counts"]["row"] == {"exercised": 3, "of": 3}
        draft = open_draft(me, "refund")
        draft = StoredDrafts(lambda: me).save(draft.id, draft.revision, HIGHER, "edit").draft
        hana.post(f"/processes/drafts/{draft.id}/backtest", data={"_act": "begin", "_csrf": hana.csrf})
        made = publish_draft(me, draft.id, "policy FIN-13")
        with reading() as c:
            kept = known(c)
            assert digest(kept) == published(c)["evidence"]
    assert (made.number, kept["checks"]) == (2, {"four_eyes": False, "covered": False})
    tried = kept["backtest"]
    assert (tried["state"], tried["tickets"], tried["moved"]) == ("done", 1, 1)
    assert tried["kinds"] == [{"before": ["director", "controllers"], "after": ["line_manager"], "count": 1}]
    went = kept["impact"]
    assert (went["state"], went["than"], went["count"]) == ("decided", 1, 1)
    assert went["kinds"][0]["when"] == ["amount in [5000.01 CNY .. 8000.00 CNY]"]


def test_the_backtest_of_another_text_does_not_count(app, sign_in):
    file(sign_in("ana"), REFUND | {"amount": "6500.00"})
    hana = sign_in("hana")
    with app.app_context():
        with reading() as c:
            me = find_person(c, "hana")
        draft = open_draft(me, "refund")
        draft = StoredDrafts(lambda: me).save(draft.id, draft.revision, HIGHER, "edit").draft
        hana.post(f"/processes/drafts/{draft.id}/backtest", data={"_act": "begin", "_csrf": hana.csrf})
        StoredDrafts(lambda: me).save(draft.id, draft.revision, HIGHER.replace("Pay out", "Pay it out"), "edit")
        publish_draft(me, draft.id, "clearer")
        with reading() as c:
            assert known(c)["backtest"] == {"state": "none"}


def test_the_same_text_is_known_in_the_same_way(app):
    with app.app_context():
        publish(HIGHER, "hana", "higher")
        publish(TEXT, "hana", "lower again")
        publish(HIGHER, "hana", "and higher")
        with reading() as c:
            found = list(
                c.scalars(select(version.c.evidence).where(version.c.process == "refund").order_by(version.c.number))
            )
    first, again = found[1], found[3]
    assert again["impact"]["than"] == 3 and first["impact"]["than"] == 1
    assert again | {"impact": again["impact"] | {"than": 1}} == first


def test_auditors_read_what_was_known_and_see_when_it_was_changed(app, sign_in):
    with app.app_context():
        publish(HIGHER, "hana", "policy FIN-13")
    judith = sign_in("judith")
    assert "/audit/versions/refund/2" in judith.get("/audit/versions").text
    shown = judith.get("/audit/versions/refund/2").text
    assert "This is what was kept when it was published" in shown and "were not needed" in shown
    assert "amount in [5000.01 CNY .. 8000.00 CNY]" in shown and "Nobody had tried just this text" in shown
    assert "before: (Head of department | Finance) → Pay out → Refunded" in shown
    with app.app_context(), transaction() as c:
        of_first = (version.c.process == "refund") & (version.c.number == 1)
        c.execute(update(version).where(of_first).values(evidence=None))
        of_second = (version.c.process == "refund") & (version.c.number == 2)
        c.execute(update(version).where(of_second).values(evidence={**known(c), "findings": []}))
    assert "its hash is another one" in judith.get("/audit/versions/refund/2").text
    assert "is gone, or nobody kept it. Run <code>waybill verify</code>" in judith.get("/audit/versions/refund/1").text
    assert judith.get("/audit/versions/refund/3").status_code == 404
    assert sign_in("ana").get("/audit/versions/refund/1").status_code == 403
