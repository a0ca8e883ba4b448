"""Forged requests, headers, and bodies that nobody should send."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select

from app import create_app
from app.db import now, reading, transaction
from app.people import sessions
from app.processes.publish import publish
from app.security import HEADERS, POLICY, is_inside
from app.tickets.rows import ticket
from tests.app.asking import REFUND, act, file

CREATE = "/api/processes/refund/tickets"


def tickets(app) -> int:
    with app.app_context(), reading() as c:
        return c.scalar(select(func.count()).select_from(ticket))


def test_a_change_without_the_sessions_token_is_refused(app, sign_in):
    ana = sign_in("ana")
    for token in ("", "wrong", "0" * 43, "ü"):
        answer = ana.post(CREATE, json={"answers": REFUND}, headers={"X-CSRF-Token": token})
        assert (answer.status_code, tickets(app)) == (403, 0)


def test_the_token_of_somebody_else_is_refused(app, sign_in):
    ana, li = sign_in("ana"), sign_in("li")
    assert ana.post(CREATE, json={"answers": REFUND}, headers={"X-CSRF-Token": li.csrf}).status_code == 403


def test_a_request_made_by_another_site_is_refused(app, sign_in):
    ana = sign_in("ana")
    origins = ("https://evil.example", "null", "http://localhost.evil.example", "")
    elsewhere = [{"Origin": origin} for origin in origins]
    for headers in (*elsewhere, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
        answer = ana.post(CREATE, json={"answers": REFUND}, headers=headers)
        assert (answer.status_code, tickets(app)) == (403, 0), headers
    assert ana.post(CREATE, json={"answers": REFUND}, headers={"Origin": "http://localhost"}).status_code == 201


def test_signing_in_needs_the_form_of_this_browser(app, client):
    assert client.post("/sign-in", data={"who": "ana"}).status_code == 403
    page = client.get("/sign-in").get_data(as_text=True)
    token = page.split('name="_csrf" value="')[1].split('"')[0]
    assert app.test_client().post("/sign-in", data={"who": "ana", "_csrf": token}).status_code == 403
    answer = client.post("/sign-in", data={"who": "ana", "_csrf": token})
    assert answer.status_code == 303
    assert client.get("/api/me").json["id"] == "ana"


def test_a_program_with_a_bearer_token_needs_no_csrf_token(app, client):
    with app.app_context(), transaction() as c:
        token = sessions.give_token(c, "ana", "script", 1, now())
    answer = client.post(CREATE, json={"answers": REFUND}, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, tickets(app)) == (201, 1)


def test_every_answer_carries_the_policy(client):
    for address in ("/sign-in", "/api/me", "/nothing", "/alive", "/static/nothing.css"):
        with client.get(address) as answer:
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe" not in POLICY


def test_personal_answers_are_kept_nowhere(sign_in):
    ana = sign_in("ana")
    for address in ("/api/me", "/tickets", "/profile", "/api/tickets/999"):
        assert ana.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "inside"),
    [("/tickets/5", True), ("/tickets?q=a//b", True), ("//evil.example", False), ("/\\evil.example", False),
     ("https://evil.example", False), ("", False), ("javascript:alert(1)", False),
     ("/\r\nSet-Cookie: a=b", False), ("/\t/evil.example", False), ("/\ud800", False), ("/退费", True)],
)
def test_after_signing_in_one_stays_here(path, inside):
    assert is_inside(path) == inside


BODIES = (
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"null", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"answers": {"amount": NaN}}', "application/json", 400),
        (b'{"answers": {"amount": 1e400}}', "application/json", 400),
        (b'{"answers": {"amount": 1E+1000000}}', "application/json", 400),
        (b'{"answers": {}, "answers": {}}', "application/json", 400),
        (b'{"answers": ' + b"[" * 17 + b"]" * 17 + b"}", "application/json", 400),
        (b'{"answers": [], "draft": false}', "application/json", 422),
        (b'{"answers": "text"}', "application/json", 422),
        (b'{"answers": {}, "draft": "yes"}', "application/json", 422),
        (b'{"answers": {}, "version": 1}', "application/json", 422),
        (b"{}", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b" " * 1_048_577, "application/json", 413),
        (b" " * (2 * 1024 * 1024 + 1), "application/json", 413),
)


def test_a_wrong_body_is_refused_and_nothing_is_stored(app, sign_in):
    ana = sign_in("ana")
    for body, kind, status in BODIES:
        answer = ana.post(CREATE, data=body, content_type=kind)
        assert answer.status_code == status, (body[:80], answer.get_data())
        assert answer.mimetype == "application/problem+json"
        assert answer.json["status"] == status and answer.json["title"]
    assert tickets(app) == 0


def test_only_somebody_signed_in_may_send_large_files(sign_in, client):
    kind = {"content_type": "multipart/form-data; boundary=x", "method": "POST"}
    ana = sign_in("ana")
    for size, status in ((create_app.LARGEST_UPLOAD, 400), (create_app.LARGEST_UPLOAD + 1, 413)):
        claimed = {"CONTENT_LENGTH": str(size)}
        with ana.open("/api/files", input_stream=BytesIO(b"--x--"), environ_overrides=claimed, **kind) as answer:
            assert answer.status_code == status
    claimed = {"CONTENT_LENGTH": str(create_app.LARGEST_BODY + 1)}
    assert client.open("/sign-in", input_stream=BytesIO(b"--x--"), environ_overrides=claimed, **kind).status_code == 413


def test_all_wrong_answers_are_told_at_once(sign_in):
    wrong = REFUND | {"amount": "-1", "course": "karate", "paid_on": "2999-01-01", "nonsense": 1}
    answer = sign_in("ana").post(CREATE, json={"answers": wrong})
    assert answer.status_code == 422
    assert {"amount", "course", "paid_on", "nonsense"} <= {error["path"] for error in answer.json["errors"]}


def test_a_wrong_query_is_refused(sign_in):
    ana = sign_in("ana")
    for query in ("limit=0", "limit=201", "limit=x", "after=-1", "after=1e3", "list=secret", "limit=٣"):
        assert ana.get(f"/api/tickets?{query}").status_code == 400, query
    assert ana.get("/api/tickets?limit=200").status_code == 200


ACTS = (
        ({}, 422),
        ({"act": "destroy"}, 422),
        ({"act": "approve", "step": "nowhere"}, 409),
        ({"act": "approve", "step": ["director"]}, 422),
        ({"act": "comment", "comment": ""}, 422),
        ({"act": "comment", "comment": "x" * 4001}, 422),
        ({"act": "comment", "comment": "x\0"}, 422),
        ({"act": "transfer", "step": "director", "to": "ghost"}, 422),
        ({"act": "reassign", "step": "director", "people": ["dan"]}, 403),
        ({"act": "approve", "step": "director", "answers": {"amount": "1.00"}}, 422),
        ({"act": "complete", "step": "director"}, 409),
)


def test_a_wrong_act_is_refused(sign_in):
    number = file(sign_in("ana"))
    carla = sign_in("carla")
    before = carla.get(f"/api/tickets/{number}").json["number"]
    for given, status in ACTS:
        answer = carla.post(f"/api/tickets/{number}/acts", json=given)
        assert answer.status_code == status, (given, answer.json)
    assert carla.get(f"/api/tickets/{number}").json["number"] == before


def test_the_longest_comment_is_taken(sign_in):
    ana = sign_in("ana")
    number = file(ana)
    act(ana, number, "comment", comment="x" * 4000)


def test_a_refusal_names_its_code_and_speaks_the_persons_language(sign_in):
    ana = sign_in("ana")
    number = file(ana)
    given = {"act": "approve", "step": "director"}
    english = ana.post(f"/api/tickets/{number}/acts", json=given)
    chinese = ana.post(f"/api/tickets/{number}/acts", json=given, headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert (english.json["code"], chinese.json["code"]) == ("requester-decides", "requester-decides")
    assert "never decides" in english.json["detail"] and "不能审批" in chinese.json["detail"]
    assert "Ana Weber" in english.json["detail"]


def test_an_idempotency_key_belongs_to_one_request(sign_in):
    ana, li = sign_in("ana"), sign_in("li")
    key = {"Idempotency-Key": "k-1"}
    first = ana.post(CREATE, json={"answers": REFUND}, headers=key)
    assert ana.post(CREATE, json={"answers": REFUND}, headers=key).json == first.json
    assert ana.post(CREATE, json={"answers": REFUND | {"amount": "1.00"}}, headers=key).status_code == 422
    assert li.post(CREATE, json={"answers": REFUND}, headers=key).json["ticket"] != first.json["ticket"]
    number = first.json["ticket"]
    given = {"act": "comment", "comment": "once"}
    for _ in range(2):
        answer = ana.post(f"/api/tickets/{number}/acts", json=given, headers={"Idempotency-Key": "k-2"})
        assert answer.status_code == 200
    assert [e["type"] for e in ana.get(f"/api/tickets/{number}/history").json["events"]].count("Commented") == 1


def test_the_length_of_an_idempotency_key_has_a_bound(sign_in):
    ana = sign_in("ana")
    for key, status in (("k" * 200, 201), ("k" * 201, 400), ("", 400), ("kü", 400)):
        assert ana.post(CREATE, json={"answers": REFUND}, headers={"Idempotency-Key": key}).status_code == status


def test_a_process_one_may_not_start_is_not_there(sign_in):
    li = sign_in("li")
    hidden = li.post("/api/processes/supplies/tickets", json={"answers": {}})
    missing = li.post("/api/processes/nothing/tickets", json={"answers": {}})
    assert hidden.status_code == missing.status_code == 404
    assert hidden.get_data() == missing.get_data()
    assert {one["id"] for one in li.get("/api/processes").json["processes"]} == {"refund", "travel", "fault"}


def test_who_sees_a_process_but_may_not_start_it_is_told_so(sign_in):
    hana = sign_in("hana")
    shown = {one["id"]: one["may_start"] for one in hana.get("/api/processes").json["processes"]}
    assert shown["refund"] is True


@pytest.mark.parametrize("number", ["1" * 16, "1" * 25, "1" * 5000, "-1", "１", "1e3", "0x1"])
def test_a_number_that_cannot_be_one_of_ours_is_no_address(sign_in, number):
    hana = sign_in("hana")
    for address in ("/tickets/{}", "/tickets/{}/edit", "/api/tickets/{}", "/api/tickets/{}/history", "/processes/refund/{}"):
        assert hana.get(address.format(number)).status_code == 404
    assert hana.post(f"/api/tickets/{number}/acts", json={"act": "withdraw"}).status_code == 404


def test_asking_for_the_head_of_a_form_files_nothing(app, sign_in):
    ana = sign_in("ana")
    draft = file(ana, {"student": "Li Hua"}, draft=True)
    for address in ("/start/refund", f"/tickets/{draft}/edit"):
        assert ana.head(address, data=PAGE).status_code == 200
    assert tickets(app) == 1
    assert ana.get(f"/api/tickets/{draft}").json["status"] == "draft"


PAGE = {"student": "Li Hua", "course": "english", "paid_on": "2026-03-02", "amount": "800.00", "reason": "quality"}
"""A form as a page sends it."""


def test_pressing_twice_files_once_and_other_answers_under_the_same_key_are_asked_about(app, sign_in):
    ana = sign_in("ana")
    for key in ("a", "a" * 5000, "\0"):
        sent = PAGE | {"_act": "submit", "_once": key}
        first, second = ana.post("/start/refund", data=sent), ana.post("/start/refund", data=sent)
        assert (first.status_code, second.status_code) == (303, 303)
        assert first.headers["Location"] == second.headers["Location"]
        before = tickets(app)
        other = ana.post("/start/refund", data=sent | {"amount": "900.00"})
        assert (other.status_code, tickets(app)) == (409, before)
        page = other.get_data(as_text=True)
        assert "sent before with other answers" in page
        new = page.split('name="_once" value="')[1].split('"')[0]
        assert ana.post("/start/refund", data=sent | {"amount": "900.00", "_once": new}).status_code == 303
        assert tickets(app) == before + 1


def test_a_form_with_a_part_without_a_name_is_refused(app, sign_in):
    ana = sign_in("ana")
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--\r\n"
    for address in ("/start/refund", "/start/refund/fields", "/api/files"):
        assert ana.post(address, data=body, content_type="multipart/form-data; boundary=x").status_code == 400
    assert tickets(app) == 0


@pytest.mark.parametrize("bad", ["\0", "\u202e", "\x1b[31m", "\u2028"])
def test_comments_hold_no_characters_that_mislead(sign_in, bad):
    ana = sign_in("ana")
    id = file(ana)
    act(ana, id, "comment", comment=f"fi{bad}ne", status=422)
    assert ana.post(f"/tickets/{id}/act", data={"_act": "comment", "_comment": f"fi{bad}ne"}).status_code == 422
    act(ana, id, "comment", comment="fine,\nand more 😀")
    assert ana.get(f"/api/tickets/{id}").json["number"] == ana.get(f"/api/tickets/{id}/history").json["events"][-1]["number"]


@pytest.mark.parametrize("nobody", ["\0", "a\0", "dan\n", "\u202e", "x" * 4000, "' or 1=1 --"])
def test_a_ticket_is_given_to_nobody_whose_id_cannot_be_one(sign_in, nobody):
    ana, bruno, hana = map(sign_in, ("ana", "bruno", "hana"))
    id = file(ana, REFUND | {"amount": "800.00"})
    act(hana, id, "reassign", step="line_manager", people=[nobody], status=422)
    act(bruno, id, "transfer", step="line_manager", to=nobody, status=422)
    for who, name in ((hana, "reassign"), (bruno, "transfer")):
        data = {"_act": name, "_step": "line_manager", "_over": nobody}
        assert who.post(f"/tickets/{id}/act", data=data).status_code == 422


def test_half_a_character_is_no_text(sign_in):
    ana = sign_in("ana")
    for body in (b'{"\\ud800": 1}', b'{"act": "\\udc00"}', b'{"act": "comment", "comment": "\\ud83d"}'):
        answer = ana.post(f"/api/tickets/{file(ana)}/acts", data=body, content_type="application/json")
        assert answer.status_code == 400


def test_an_address_with_an_invisible_character_leads_nowhere(sign_in):
    hana = sign_in("hana")
    for address in ("/start/{}", "/processes/{}", "/processes/{}/1", "/api/processes/{}", "/api/processes/a{}b/versions"):
        assert hana.get(address.format("%00")).status_code == 404
    for address in ("/tickets?q={}", "/tickets?process=a{}b", "/people?q={}", "/catalogue?q={}", "/api/tickets?list={}"):
        assert hana.get(address.format("%00")).status_code == 400


@pytest.mark.parametrize("who", ["\0", "a\0", "\u202e", "' or 1=1 --", ""])
def test_nobody_signs_in_under_an_id_that_cannot_be_one(client, who):
    token = client.get("/sign-in").get_data(as_text=True).split('name="_csrf" value="')[1].split('"')[0]
    assert client.post("/sign-in", data={"who": who, "password": who, "_csrf": token}).status_code == 422


PAID = """process paid "Paid" {
  title "{reason}"
  started by team("staff")

  form {
    reason: text 80 "Reason"
    account: whole [1 .. 9] "Account"
  }

  table desk first -> { again, enough } {
    high when account > 5 -> again
    otherwise -> enough
  }

  flow {
    task pay "Pay" {
      by role("cashier")
      fills account required
    }
    approve look "Look" {
      by role("finance")
      edits account
    }
    branch by desk {
      again {
        end rejected
      }
      enough {
      }
    }
  }

  ends {
    done "Done"
    rejected "Rejected"
  }
}
"""


def test_what_later_rules_read_cannot_be_emptied_by_a_page_or_a_program(app, sign_in):
    with app.app_context():
        publish(PAID, "hana", "test")
    ana, gil, dan = map(sign_in, ("ana", "gil", "dan"))
    id = file(ana, {"reason": "books"}, "paid")
    act(gil, id, "complete", step="pay", answers={"account": 7})
    act(dan, id, "approve", step="look", answers={"account": None}, status=422)
    page = dan.post(f"/tickets/{id}/act", data={"_act": "approve", "_step": "look", "account": ""})
    assert 400 <= page.status_code < 500
    assert dan.get(f"/api/tickets/{id}").json["answers"]["account"] == 7
    assert act(dan, id, "approve", step="look")["end"] == "rejected"
