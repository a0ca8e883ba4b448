"""Tickets from filing to their end, as a program sees them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, insert

from app.db import reading, transaction
from app.journal import entries
from app.people import changes
from app.people.rows import holding
from app.processes.publish import publish
from app.processes.queries import find
from tests.app.asking import REFUND, act, file


def test_a_refund_over_5000_goes_to_finance_and_is_paid(sign_in):
    ana, carla, dan, eva, gil = map(sign_in, ("ana", "carla", "dan", "eva", "gil"))
    ticket = file(ana)
    shown = ana.get(f"/api/tickets/{ticket}").json
    assert (shown["title"], shown["status"]) == ("Li Hua: 5000.01 CNY", "open")
    assert {one["step"] for one in shown["open"]} == {"director", "controllers"}
    assert act(carla, ticket, "approve", step="director")["open"] == ["controllers"]
    act(dan, ticket, "approve", step="controllers", comment="fine")
    assert act(eva, ticket, "approve", step="controllers")["open"] == ["payment"]
    done = act(gil, ticket, "complete", step="payment", outcome="paid", answers={"payment_ref": "B-1"})
    assert (done["status"], done["end"]) == ("ended", "done")
    history = ana.get(f"/api/tickets/{ticket}/history").json["events"]
    assert [event["type"] for event in history][:2] == ["Submitted", "Routed"]
    assert [event["number"] for event in history] == list(range(1, len(history) + 1))
    reason = ana.get(f"/api/tickets/{ticket}/reasons").json["reasons"][0]
    assert (reason["rule"], reason["outcome"], reason["partly"]) == ("large", "finance", False)
    assert reason["because"][0]["values"] == {"amount": "5000.01 CNY"}
    assert [passed["rule"] for passed in reason["passed_over"]] == ["small"]


def test_a_request_that_comes_back_is_changed_and_filed_again(sign_in):
    ana, bruno = sign_in("ana"), sign_in("bruno")
    ticket = file(ana, REFUND | {"amount": "800.00"})
    act(bruno, ticket, "return", step="line_manager", to="request", comment="which course?")
    shown = ana.get(f"/api/tickets/{ticket}").json
    assert (shown["status"], {one["act"] for one in shown["acts"]} >= {"submit", "save", "withdraw", "acknowledge"}) == (
        "returned", True
    )
    act(ana, ticket, "acknowledge")
    act(ana, ticket, "submit", answers=REFUND | {"amount": "900.00"})
    shown = bruno.get(f"/api/tickets/{ticket}").json
    assert (shown["status"], shown["round"], shown["waiting"]) == ("open", 2, ["line_manager"])
    assert shown["answers"]["amount"] == "900.00"


def test_who_sends_a_ticket_back_need_not_fill_in_what_going_on_needs(sign_in):
    ana, bruno, gil = map(sign_in, ("ana", "bruno", "gil"))
    ticket = file(ana, REFUND | {"amount": "800.00"})
    act(bruno, ticket, "approve", step="line_manager")
    wrong = {"step": "payment", "outcome": "bounced", "answers": {"payment_ref": "x" * 50}}
    assert act(gil, ticket, "complete", 422, **wrong)["errors"][0]["path"] == "payment_ref"
    assert act(gil, ticket, "complete", 422, step="payment", outcome="paid")["errors"][0]["path"] == "payment_ref"
    assert act(gil, ticket, "complete", step="payment", outcome="bounced", comment="closed")["status"] == "returned"


def test_a_draft_is_kept_incomplete_and_filed_when_it_is_whole(sign_in):
    ana = sign_in("ana")
    ticket = file(ana, {"student": "Li"}, draft=True)
    assert act(ana, ticket, "save", answers={"student": "Li Hua"})["status"] == "draft"
    wrong = ana.post(f"/api/tickets/{ticket}/acts", json={"act": "submit", "answers": {"student": "Li Hua"}})
    assert wrong.status_code == 422 and {"amount", "course"} <= {error["path"] for error in wrong.json["errors"]}
    assert act(ana, ticket, "submit", answers=REFUND)["open"] == ["controllers", "director"]


def test_the_requester_takes_it_back_only_before_somebody_decided(sign_in):
    ana, carla = sign_in("ana"), sign_in("carla")
    first, second = file(ana), file(ana)
    assert act(ana, first, "take back")["status"] == "returned"
    assert carla.get("/api/tickets?list=to-decide").json["tickets"][0]["ticket"] == second
    act(carla, second, "approve", step="director")
    assert act(ana, second, "take back", 409)["code"] == "already-decided"
    assert act(ana, second, "withdraw")["end"] == "withdrawn"
    assert act(carla, first, "withdraw", 403)["code"] == "not-the-requester"


def test_what_is_decided_leaves_the_list_of_all_who_were_asked(sign_in):
    ana, dan, eva, fay = map(sign_in, ("ana", "dan", "eva", "fay"))
    ticket = file(ana)

    def waits(who):
        return [one["waiting"] for one in who.get("/api/tickets?list=to-decide").json["tickets"]]

    assert [waits(who) for who in (dan, eva, fay)] == [[["controllers"]]] * 3
    act(dan, ticket, "approve", step="controllers")
    assert [waits(who) for who in (dan, eva, fay)] == [[], [["controllers"]], [["controllers"]]]
    act(eva, ticket, "approve", step="controllers")
    assert [waits(who) for who in (dan, eva, fay)] == [[], [], []]
    assert fay.get(f"/api/tickets/{ticket}").status_code == 200


def test_a_rejection_ends_the_ticket_and_takes_it_from_everybody(sign_in):
    ana, carla, dan = map(sign_in, ("ana", "carla", "dan"))
    ticket = file(ana)
    assert act(carla, ticket, "reject", step="director", comment="no")["end"] == "rejected"
    assert dan.get("/api/tickets?list=to-decide").json["tickets"] == []
    assert act(dan, ticket, "approve", 409, step="controllers")["code"] == "ended"


def test_a_step_whose_people_have_left_is_an_incident_until_somebody_is_named(app, sign_in):
    ana, hana, kai = map(sign_in, ("ana", "hana", "kai"))
    ticket = file(ana)
    assert hana.get("/api/tickets?list=incidents").json["tickets"] == []
    with app.app_context(), transaction() as c:
        changes.disable(c, "carla")
    stuck = hana.get("/api/tickets?list=incidents").json["tickets"]
    assert [(one["ticket"], one["stuck"]) for one in stuck] == [(ticket, True)]
    assert ana.get("/api/tickets?list=incidents").status_code == 403
    given = {"step": "director", "people": ["kai"], "comment": "carla has left"}
    assert act(ana, ticket, "reassign", 403, **given)["status"] == 403
    act(hana, ticket, "reassign", **given)
    assert hana.get("/api/tickets?list=incidents").json["tickets"] == []
    act(kai, ticket, "approve", step="director")


def test_when_nobody_is_found_and_no_admin_is_there_it_is_an_incident(app, sign_in):
    hana = sign_in("hana")
    with app.app_context(), transaction() as c:
        changes.disable(c, "carla")
        c.execute(delete(holding).where(holding.c.role == "process-admin"))
    ticket = file(sign_in("ana"))
    with app.app_context(), transaction() as c:
        c.execute(insert(holding).values(role="process-admin", person="hana"))
    stuck = hana.get("/api/tickets?list=incidents").json["tickets"]
    assert [(one["ticket"], one["stuck"]) for one in stuck] == [(ticket, True)]


def test_a_list_is_read_page_by_page_without_gap_or_double(sign_in):
    ana = sign_in("ana")
    made = [file(ana, {"student": str(number)}, draft=True) for number in range(23)]
    seen, after = [], ""
    while after is not None:
        page = ana.get(f"/api/tickets?list=mine&limit=5{after and f'&after={after}'}").json
        seen += [one["ticket"] for one in page["tickets"]]
        after = page["next"]
    assert seen == sorted(made, reverse=True)


def test_who_may_not_see_a_field_is_told_the_reason_without_it(app, sign_in):
    with app.app_context():
        publish((Path(__file__).parent / "vault.way").read_text("utf-8"), "hana", "test")
    carla, dan, gil = map(sign_in, ("carla", "dan", "gil"))
    ticket = file(carla, {"subject": "A raise", "salary": "250000.00", "papers": []}, "vault")
    assert dan.get(f"/api/tickets/{ticket}").json["answers"] == {"subject": "A raise"}
    assert dan.get("/api/tickets").json["tickets"][0]["title"] is None
    act(dan, ticket, "approve", step="look")
    told = {who: who.get(f"/api/tickets/{ticket}/reasons").json["reasons"][0] for who in (dan, gil)}
    assert (told[dan]["because"], told[dan]["partly"]) == ([], True)
    assert (told[gil]["because"][0]["values"], told[gil]["partly"]) == ({"salary": "250000.00 CNY"}, False)
    submitted = dan.get(f"/api/tickets/{ticket}/history").json["events"][0]
    assert submitted["answers"] == {"subject": "A raise"}


def test_who_may_not_see_a_field_is_not_told_which_conditions_it_did_not_meet(app, sign_in):
    with app.app_context():
        publish((Path(__file__).parent / "vault.way").read_text("utf-8"), "hana", "test")
    carla, dan = map(sign_in, ("carla", "dan"))
    ticket = file(carla, {"subject": "A raise", "salary": "2500.00", "papers": []}, "vault")
    act(dan, ticket, "approve", step="look")
    routed = {
        who: next(e for e in who.get(f"/api/tickets/{ticket}/history").json["events"] if e["type"] == "Routed")
        for who in (carla, dan)
    }
    assert ("failed" in routed[carla], "failed" in routed[dan]) == (True, False)


def test_the_journal_says_which_version_decided_with_which_facts(app, sign_in):
    ticket = file(sign_in("ana"))
    with app.app_context(), reading() as c:
        first = entries.read(c, ticket)[0]
        assert first.version == find(c, "refund").version
    assert first.facts["role:finance"] == ["dan", "eva", "fay"]
    assert first.facts["person:ana:department"] == "student-affairs"


def test_a_process_admin_names_nobody_for_the_own_request(sign_in):
    hana = sign_in("hana")
    ticket = file(hana, REFUND | {"amount": "800.00"})
    step = hana.get(f"/api/tickets/{ticket}").json["open"][0]["step"]
    assert "reassign" not in {each["act"] for each in hana.get(f"/api/tickets/{ticket}").json["acts"]}
    act(hana, ticket, "reassign", step=step, people=["ana"], status=403)
    page = hana.post(f"/tickets/{ticket}/act", data={"_act": "reassign", "_step": step, "_over": "ana"})
    assert page.status_code == 403
