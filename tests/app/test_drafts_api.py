"""The API of drafts and of a process's life, as a program uses it."""

from __future__ import annotations

import pytest

from app.db import transaction
from app.people.changes import entry, known, save
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
WORDED = TEXT.replace('"Receipts"', '"Bills"')


@pytest.fixture
def admins(app, sign_in):
    """Two process admins."""
    with app.app_context(), transaction() as c:
        save(c, entry(known(c, "judith") | {"roles": "process-admin"}))
    return sign_in("hana"), sign_in("judith")


def sent(client, address: str, status: int = 200, **body):
    answer = client.post(f"/api/{address}", json=body)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


def put(client, id: int, status: int = 200, **body):
    answer = client.put(f"/api/drafts/{id}", json=body)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


def test_from_a_draft_to_a_version(admins):
    hana, judith = admins
    draft = sent(hana, "drafts", 201, process="refund")
    assert (draft["text"], draft["base"], draft["revision"]) == (TEXT, 1, 1)
    assert sent(judith, "drafts", 201, process="refund")["id"] == draft["id"]
    id = draft["id"]
    assert put(hana, id, revision=1, text=WORDED)["revision"] == 2
    assert [one["id"] for one in judith.get("/api/drafts").json["drafts"]] == [id]
    assert sent(hana, f"drafts/{id}/undo", revision=2)["text"] == TEXT
    assert sent(hana, f"drafts/{id}/redo", revision=3)["text"] == WORDED
    made = sent(judith, f"drafts/{id}/publish", 201, reason="clearer", revision=4)
    assert (made["process"], made["version"]) == ("refund", 2)
    assert hana.get(f"/api/drafts/{id}").status_code == 409
    assert hana.get("/api/processes/refund/text").data == WORDED.encode()
    assert hana.get("/api/processes/refund/text?version=1").data == TEXT.encode()
    assert hana.get("/api/processes/refund/text?version=3").status_code == 404


def test_a_conflict_carries_both_texts(admins):
    hana, judith = admins
    id = sent(hana, "drafts", 201, process="refund")["id"]
    put(hana, id, revision=1, text=WORDED)
    mine = TEXT.replace('"Receipts"', '"Papers"')
    found = put(judith, id, 409, revision=1, text=mine)
    assert (found["theirs"], found["mine"], found["revision"], found["by"]) == (WORDED, mine, 2, "hana")
    assert found["code"] == "conflict" and found["title"]
    assert put(judith, id, revision=1, text=TEXT.replace('"Amount"', '"Sum"'))["merged"]
    assert sent(judith, f"drafts/{id}/undo", 409, revision=1)["revision"] == 3


def test_problems_and_failing_examples_are_told_with_their_lines(admins):
    hana, _judith = admins
    id = sent(hana, "drafts", 201, process="refund")["id"]
    put(hana, id, revision=1, text=TEXT.replace("amount > 5000.00", "amuont > 5000.00"))
    found = sent(hana, f"drafts/{id}/publish", 422, reason="x")
    assert found["code"] == "problems" and "amuont" in found["errors"][0]["message"]
    assert TEXT.splitlines()[found["errors"][0]["line"] - 1].strip().startswith("large when")
    put(hana, id, revision=2, text=TEXT.replace("amount > 5000.00 CNY -> finance", "amount > 6000.00 CNY -> finance"))
    found = sent(hana, f"drafts/{id}/publish", 422, reason="x")
    assert found["code"] == "examples" and found["errors"][0]["example"] == "large"
    (claim,) = found["errors"][1:]
    assert claim["code"] == "claim-refuted" and claim["way"] == ["line_manager", "payment"]
    assert "amount 5000.01 CNY" in claim["example"]
    chinese = hana.post(f"/api/drafts/{id}/publish", json={"reason": "x"}, headers={"Accept-Language": "zh"}).json
    assert chinese["errors"][0]["message"] != found["errors"][0]["message"]
    assert sent(hana, f"drafts/{id}/publish", 422, reason="x")["title"] == "This text cannot be published"


def test_the_rules_of_publishing_have_codes(admins):
    hana, judith = admins
    id = sent(hana, "drafts", 201, process="refund")["id"]
    assert sent(hana, f"drafts/{id}/publish", 409, reason="x")["code"] == "unchanged"
    put(hana, id, revision=1, text=WORDED)
    assert sent(hana, f"drafts/{id}/publish", 422, reason=" ")["code"] == "no-reason"
    assert sent(hana, f"drafts/{id}/publish", 409, reason="x", revision=1)["code"] == "changed"
    assert sent(judith, "processes/refund/life", do="four-eyes", reason="audit") == {"done": "four-eyes"}
    assert sent(hana, f"drafts/{id}/publish", 403, reason="x")["code"] == "four-eyes"
    assert sent(judith, f"drafts/{id}/publish", 201, reason="x")["version"] == 2
    found = sent(hana, "processes/refund/life", 201, do="roll-back", version=1, reason="it confused people")
    assert (found["text"], found["base"]) == (TEXT, 2)
    assert sent(hana, "processes/refund/life", do="two-eyes", reason="too slow") == {"done": "ask-two-eyes"}
    assert sent(judith, "processes/refund/life", do="two-eyes", reason="agreed") == {"done": "two-eyes"}
    assert sent(hana, f"drafts/{found['id']}/publish", 201, reason="x")["version"] == 3


def test_retiring_and_bringing_back(admins):
    hana, judith = admins
    assert sent(hana, "processes/refund/life", do="retire", reason="replaced") == {"done": "retire"}
    assert sent(hana, "processes/refund/life", 409, do="retire", reason="again")["detail"]
    assert not judith.get("/api/processes/refund").json["may_start"]
    sent(judith, "processes/refund/life", do="bring-back", reason="needed")
    assert "retired" not in judith.get("/api/processes/refund").json


def test_a_draft_that_was_overtaken(admins):
    hana, judith = admins
    id = sent(hana, "drafts", 201, process="refund")["id"]
    put(hana, id, revision=1, text=WORDED)
    sent(judith, f"drafts/{id}/publish", 201, reason="x")
    id = sent(hana, "drafts", 201, process="refund")["id"]
    put(hana, id, revision=1, text=WORDED.replace('"Amount"', '"Sum"'))
    sent(judith, "processes/refund/life", 201, do="roll-back", version=1, reason="x")
    assert sent(hana, f"drafts/{id}/publish", 409, reason="x")["code"] == "newer-version"
    found = sent(hana, f"drafts/{id}/rebase", revision=2)
    assert (found["base"], found["merged"], found["text"]) == (3, True, TEXT.replace('"Amount"', '"Sum"'))


def test_a_text_of_a_new_process_and_its_tables(admins):
    hana, judith = admins
    draft = sent(hana, "drafts", 201, text="process new", files={"a.csv": "x\n"})
    assert (draft["process"], draft["text"], draft["files"]) == (None, "process new", {"a.csv": "x\n"})
    assert hana.delete(f"/api/drafts/{draft['id']}?revision=2").status_code == 409
    assert judith.delete(f"/api/drafts/{draft['id']}?revision=1").status_code == 204
    assert judith.get(f"/api/drafts/{draft['id']}").status_code == 404


def test_a_text_for_a_process_does_not_write_over_somebody_elses_work(admins):
    hana, judith = admins
    assert sent(hana, "drafts", 201, process="refund", text=WORDED)["revision"] == 2
    assert sent(hana, "drafts", 201, process="refund", text=TEXT + "# more\n")["revision"] == 3
    found = sent(judith, "drafts", 409, process="refund", text=WORDED)
    assert found["theirs"] == TEXT + "# more\n" and found["mine"] == WORDED
    assert sent(judith, "drafts", 201, process="refund")["text"] == TEXT + "# more\n"


WRONG = (
    ("POST", "drafts", {}, 422), ("POST", "drafts", {"text": 1}, 422), ("POST", "drafts", {"text": None}, 422),
    ("POST", "drafts", {"text": "x", "name": "y"}, 422), ("POST", "drafts", {"text": "a\0b"}, 422),
    ("POST", "drafts", {"process": "nothing"}, 404), ("POST", "drafts", {"text": "x", "files": []}, 422),
    ("POST", "drafts", {"text": "x", "files": {"a.exe": "x"}}, 422),
    ("POST", "drafts", {"text": "x", "files": {"a.csv": 1}}, 422),
    ("POST", "drafts", {"text": "x", "files": {f"{n}.csv": "" for n in range(51)}}, 422),
    ("POST", "drafts", {"text": "x" * 1_048_577}, 413),
    ("PUT", "drafts/{id}", {"text": "x"}, 422), ("PUT", "drafts/{id}", {"revision": "1", "text": "x"}, 422),
    ("PUT", "drafts/{id}", {"revision": True, "text": "x"}, 422), ("PUT", "drafts/{id}", {"revision": 0, "text": "x"}, 422),
    ("PUT", "drafts/{id}", {"revision": 1}, 422), ("PUT", "drafts/{id}", {"revision": 1, "text": "x", "typed": 1}, 422),
    ("PUT", "drafts/{id}", {"revision": 77, "text": "x"}, 409),
    ("PUT", "drafts/{id}", {"revision": 10**10, "text": "x"}, 422),
    ("POST", "drafts/{id}/undo", {}, 422), ("POST", "drafts/{id}/redo", {"revision": 1.5}, 422),
    ("POST", "drafts/{id}/rebase", {"revision": 1, "keep": "nothing"}, 422), ("POST", "drafts/{id}/publish", {}, 422),
    ("DELETE", "drafts/{id}?revision=x", None, 400), ("GET", "processes/refund/text?version=x", None, 400),
    ("POST", "processes/refund/life", {}, 422), ("POST", "processes/refund/life", {"do": "explode", "reason": "x"}, 422),
    ("POST", "processes/refund/life", {"do": "retire"}, 422),
    ("POST", "processes/refund/life", {"do": "roll-back", "reason": "x"}, 422),
    ("POST", "processes/nothing/life", {"do": "retire", "reason": "x"}, 404),
)  # fmt: skip


def test_a_wrong_request_is_refused_and_the_draft_stays(admins):
    hana, _judith = admins
    draft = sent(hana, "drafts", 201, process="refund")
    for method, address, body, status in WRONG:
        given = {"json": body} if body is not None else {}
        answer = hana.open(f"/api/{address.format(id=draft['id'])}", method=method, **given)
        assert answer.status_code == status, (method, address, str(body)[:80], answer.get_data(as_text=True)[:300])
        assert answer.mimetype == "application/problem+json"
    assert hana.get(f"/api/drafts/{draft['id']}").json == draft
    assert hana.put(f"/api/drafts/{draft['id']}", data="x").status_code == 415
