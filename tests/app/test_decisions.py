"""Explanations in the API: why, why not, what would change it, and whether it comes out the same again."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from app.db import transaction
from app.journal.rows import journal
from app.processes.publish import publish
from app.tickets.known import forget
from tests.app.asking import act, file


def decisions(client, ticket: int) -> list[dict]:
    return client.get(f"/api/tickets/{ticket}/decisions").json["decisions"]


def change(app, ticket: int, **values: object) -> None:
    """Change the first routing decision behind the product's back."""
    with app.app_context(), transaction() as c:
        where = journal.c.ticket == ticket, journal.c.type == "Routed"
        body = c.execute(journal.select().where(*where)).first().body
        c.execute(update(journal).where(*where).values(body=body | values))
        forget(ticket)


def test_each_decision_says_why_why_not_and_what_would_change_it(sign_in):
    ana = sign_in("ana")
    (one,) = decisions(ana, file(ana))
    assert (one["rule"], one["outcome"], one["recomputed"], one["partly"]) == ("large", "finance", True, False)
    assert one["because"][0]["values"] == {"amount": "5000.01 CNY"}
    assert [each["rule"] for each in one["passed_over"]] == ["small"]
    assert {each["outcome"] for each in one["would_change"]} == {"manager", "pay"}


def test_a_decision_that_was_changed_in_the_database_is_found_and_shown(app, sign_in):
    ana = sign_in("ana")
    ticket = file(ana)
    assert "verify the journal" not in ana.get(f"/tickets/{ticket}").get_data(as_text=True)
    change(app, ticket, rules=["small"], outcomes=["pay"])
    (one,) = decisions(ana, ticket)
    assert (one["recomputed"], one["outcome"], one["again"], one["because"]) == (False, ["pay"], ["finance"], [])
    assert one["sentences"][0].startswith("ALARM: the history says pay, with what is stored it comes to finance")
    assert "verify the journal" in ana.get(f"/tickets/{ticket}").get_data(as_text=True)


def test_a_rule_that_does_not_exist_is_found_too(app, sign_in):
    ana = sign_in("ana")
    ticket = file(ana)
    change(app, ticket, rules=["nobody wrote this"])
    assert [(one["recomputed"], one["rule"]) for one in decisions(ana, ticket)] == [(False, ["nobody wrote this"])]


def test_fields_that_are_hidden_never_appear(app, sign_in):
    with app.app_context():
        publish((Path(__file__).parent / "vault.way").read_text("utf-8"), "hana", "test")
    carla, dan, gil = map(sign_in, ("carla", "dan", "gil"))
    ticket = file(carla, {"subject": "A raise", "salary": "250000.00", "papers": []}, "vault")
    act(dan, ticket, "approve", step="look")
    (hidden,), (whole,) = decisions(dan, ticket), decisions(gil, ticket)
    assert (hidden["because"], hidden["would_change"], hidden["partly"], hidden["recomputed"]) == ([], [], True, True)
    assert whole["because"][0]["values"] == {"salary": "250000.00 CNY"}
    assert sign_in("li").get(f"/api/tickets/{ticket}/decisions").status_code == 404


def asked(client, ticket: int) -> list[dict]:
    return client.get(f"/api/tickets/{ticket}/decisions").json["asked"]


def test_each_step_says_who_was_asked_by_which_words_and_who_was_left_out(sign_in):
    dan, ana = sign_in("dan"), sign_in("ana")
    ticket = file(dan)
    finance = next(each for each in asked(dan, ticket) if each["step"] == "controllers")
    assert (finance["expression"], finance["recomputed"], finance["partly"]) == ('role("finance")', True, False)
    assert "dan" in finance["found"] and "dan" not in finance["asked"]
    assert finance["left_out"] == [{"who": "dan", "why": "requester"}]
    assert finance["sentences"][1].endswith("was left out: nobody decides the own request")
    assert "You were not asked. " in dan.get(f"/tickets/{ticket}").get_data(as_text=True)
    chinese = dan.get(f"/tickets/{ticket}", headers={"Accept-Language": "zh"}).get_data(as_text=True)
    assert "不得审批自己的申请" in chinese
    assert ana.get(f"/api/tickets/{ticket}/decisions").status_code == 404


def test_people_put_into_the_record_are_found_and_shown(app, sign_in):
    ana = sign_in("ana")
    ticket = file(ana)
    with app.app_context(), transaction() as c:
        where = journal.c.ticket == ticket, journal.c.type == "Asked"
        row = c.execute(journal.select().where(*where).order_by(journal.c.number)).first()
        put = update(journal).where(*where, journal.c.number == row.number)
        c.execute(put.values(body=row.body | {"people": ["li"]}))
        forget(ticket)
    one = asked(ana, ticket)[0]
    assert (one["recomputed"], one["asked"], one["left_out"]) == (False, ["li"], [])
    assert one["again"] == row.body["people"] and one["sentences"][0].count("ALARM") == 1
    assert "it comes to" in ana.get(f"/tickets/{ticket}").get_data(as_text=True)


def test_whom_hidden_answers_named_is_not_told(app, sign_in):
    text = (Path(__file__).parent / "vault.way").read_text("utf-8")
    text = text.replace("    papers:", '    deputy: person "Deputy"\n    papers:').replace('by role("cashier")', "by deputy")
    with app.app_context():
        publish(text, "hana", "test")
    carla, dan, gil = map(sign_in, ("carla", "dan", "gil"))
    ticket = file(carla, {"subject": "A raise", "salary": "250000.00", "deputy": "carla", "papers": []}, "vault")
    act(dan, ticket, "approve", step="look")
    (_look, hidden), (_same, whole) = asked(dan, ticket), asked(carla, ticket)
    assert (hidden["partly"], hidden["left_out"], hidden["found"], hidden["recomputed"]) == (True, [], [], True)
    assert whole["left_out"] == [{"who": "carla", "why": "requester"}] and not whole["partly"]
    assert "Found and not asked" not in dan.get(f"/tickets/{ticket}").get_data(as_text=True)
    assert gil.get(f"/api/tickets/{ticket}/decisions").status_code == 404
