"""Claims asked of recorded tickets: the command, the API, the auditor's page and the bundle count and name the same."""

from __future__ import annotations

import json
import zipfile

import pytest
from sqlalchemy import delete

from app.audit.verified import verified
from app.audit.verify import Bad
from app.cli.invariants import lines
from app.db import now, reading, transaction
from app.journal import checkpoints
from app.journal.rows import act as acts
from app.people import changes, queries
from app.processes.publish import publish
from app.processes.queries import find
from app.tickets import hindsight, inquiry
from app.tickets.erase import erase
from app.tickets.inquiry import asker
from app.tickets.rows import ticket as tickets
from tests.app.asking import act, file
from tests.app.bundling import bundle, spoilt
from tests.app.test_moving import moved, next_version
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
CLAIMS = TEXT[TEXT.index("  always {") : TEXT.index("  example large")]
LAX = (
    TEXT.replace(CLAIMS, "")
    .replace("amount > 5000.00 CNY -> finance", "amount > 90000.00 CNY -> finance")
    .replace('by role("cashier") pick least busy', 'by role("cashier"), requester')
)
"""An older version: no claims, finance only from 90 000 on, and the requester may pay out as well."""
KEPT_WORDS = LAX[: LAX.index("  example large")] + '\n  words zh {\n    refund "课程退费"\n  }\n}\n'


def versions(app) -> None:
    """The lax version, and on top of it the one that has the claims."""
    with app.app_context():
        files = {path.name: path.read_text("utf-8") for path in EXAMPLES.glob("*.csv")}
        assert publish(KEPT_WORDS, "hana", "lax", files).number == 2


def strict(app) -> None:
    with app.app_context():
        files = {path.name: path.read_text("utf-8") for path in EXAMPLES.glob("*.csv")}
        assert publish(TEXT.replace("Finance says no", "Finance refuses"), "hana", "strict", files).number == 3


def history(app, sign_in) -> tuple[int, int, int]:
    """Of the lax version one that finance never saw and one that its requester paid out, then one of the strict version."""
    versions(app)
    ana, bruno, gil = sign_in("ana"), sign_in("bruno"), sign_in("gil")
    skipped, own = file(ana), file(ana)
    for ticket in (skipped, own):
        act(bruno, ticket, "approve", step="line_manager")
    act(gil, skipped, "complete", step="payment", outcome="paid", answers={"payment_ref": "B-1"})
    act(ana, own, "complete", step="payment", outcome="paid", answers={"payment_ref": "B-2"})
    strict(app)
    good = file(ana)
    act(sign_in("carla"), good, "approve", step="director")
    act(sign_in("dan"), good, "approve", step="controllers")
    act(sign_in("eva"), good, "approve", step="controllers")
    act(gil, good, "complete", step="payment", outcome="paid", answers={"payment_ref": "B-3"})
    file(ana, draft=True)
    return skipped, own, good


OWN = CLAIMS.replace("decides any step", "decides payment").strip()


def asked(app, text: str | None = OWN) -> dict:
    with app.app_context(), reading() as c:
        asking = asker(c, find(c, "refund").version, text)
        *_others, result = hindsight.asked(c, "refund", asking)
        return result.to_json() | {"lines": lines(asking, {**result.to_json()}, "en")}


def test_tickets_of_an_older_version_that_break_a_claim_are_named_with_the_first_place(app, sign_in):
    skipped, own, _good = history(app, sign_in)
    found = asked(app)
    finance, requester = found["claims"]
    assert found["looked_at"] == 3
    assert finance["tickets"] == {"held": 1, "broken": 2, "unasked": 0, "silent": 0}
    assert requester["tickets"] == {"held": 2, "broken": 1, "unasked": 0, "silent": 0}
    assert [(each["ticket"], each["version"], each["by"]) for each in finance["broken"]] == [
        (skipped, 2, "gil"),
        (own, 2, "ana"),
    ]
    (place,) = requester["broken"]
    assert (place["ticket"], place["step"], place["why"]) == (own, "payment", "decided")
    told = sign_in("judith").get(f"/api/tickets/{own}/history").json["events"]
    assert next(each for each in told if each["number"] == place["event"])["type"] == "Completed"
    assert "  3 came to a decision at Pay out with amount > 5000.00 CNY: 1 after Finance, 2 without it." in found["lines"]


def test_after_an_erasure_only_what_needs_no_answer_is_asked(app, sign_in):
    _skipped, own, _good = history(app, sign_in)
    with app.app_context():
        with transaction() as c:
            c.execute(tickets.update().where(tickets.c.id == own).values(changed=now().replace(year=now().year - 9)))
        erase(own, "hana", "asked for")
    finance, requester = asked(app)["claims"]
    assert finance["unasked"] == [{"why": "erased", "about": "amount", "count": 1, "tickets": [own]}]
    assert requester["tickets"]["broken"] == 1


def begin(client, **given: str) -> str:
    """Ask on the page; where it leads."""
    answer = client.post("/audit/invariants", data={"process": "refund", "_csrf": client.csrf, **given})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def test_an_auditor_asks_on_the_page_and_opens_the_tickets(app, sign_in):
    skipped, own, _good = history(app, sign_in)
    judith = sign_in("judith")
    page = judith.get(begin(judith, claims=OWN)).get_data(as_text=True)
    assert "3 came to a decision at Pay out with amount &gt; 5000.00 CNY: 1 after Finance, 2 without it." in page
    assert f'href="/tickets/{skipped}"' in page and f'href="/tickets/{own}"' in page
    assert "What you asked lately" in judith.get("/audit/invariants").get_data(as_text=True)
    assert "0 came to" in judith.get(begin(judith, claims=OWN, since="2100-01-01")).get_data(as_text=True)


def test_claims_of_ones_own_are_checked_and_their_problems_shown_beside_them(sign_in):
    judith = sign_in("judith")
    given = {"process": "refund", "claims": "mine: director before paymint", "_csrf": judith.csrf}
    answer = judith.post("/audit/invariants", data=given)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "line 1, column 7" in page and "director before paymint</textarea>" in page
    assert judith.post("/audit/invariants", data=given | {"since": "soon"}).status_code == 422
    assert judith.post("/audit/invariants", data=given | {"process": "none"}).status_code == 422
    assert judith.get("/audit/invariants/99").status_code == 404
    bruno = sign_in("bruno")
    assert bruno.post("/audit/invariants", data=given | {"_csrf": bruno.csrf}).status_code == 403


def test_long_work_goes_on_a_piece_at_a_time_and_is_counted_once(app, sign_in):
    history(app, sign_in)
    with app.app_context():
        with reading() as c:
            judith, version = queries.find(c, "judith"), find(c, "refund").version
        id = inquiry.start(judith, "refund", version, None, None, None)
        seen = []
        while not (found := inquiry.go_on(id, seconds=-1)).done:
            seen.append(found.result["looked_at"])
        assert seen == [1, 2, 3] and found.result["looked_at"] == 3
        assert inquiry.go_on(id) == found


def test_who_held_a_role_then_is_told_by_the_recorded_acts(app, sign_in):
    skipped, own, good = history(app, sign_in)
    with app.app_context(), transaction() as c:
        changes.disable(c, "gil")
    (found,) = asked(app, 'cashiers: never role("cashier") decides payment')["claims"]
    assert [each["ticket"] for each in found["broken"]] == [skipped, good]
    with app.app_context(), transaction() as c:
        c.execute(delete(acts).where(acts.c.what == "people"))
    (found,) = asked(app, 'cashiers: never role("cashier") decides payment')["claims"]
    assert found["unasked"] == [{"why": "no-fact", "about": "role:cashier", "count": 3, "tickets": [skipped, own, good]}]


def test_a_bundle_counts_the_same_and_says_each_decision_in_words(app, sign_in, tmp_path):
    skipped, own, _good = history(app, sign_in)
    with app.app_context():
        checkpoints.make()
    with zipfile.ZipFile(bundle(app, tmp_path / "b.zip")) as zip:
        (refund,) = [each for each in json.loads(zip.read("invariants.json"))["processes"] if each["process"] == "refund"]
        english, chinese = (zip.read(f"reasons/0000000.{language}.txt").decode() for language in ("en", "zh"))
    assert (refund["version"], refund["looked_at"]) == (3, 3)
    finance, _requester = refund["claims"]
    assert [each["ticket"] for each in finance["broken"]] == [skipped, own]
    assert finance["sentence"].endswith("1 after Finance, 2 without it.")
    assert "it would be finance if amount > 90000.00 CNY" in english and "Finance: dan, eva, fay, found by role" in english
    assert "如果 amount > 90000.00 CNY，结果会是 finance" in chinese and "财务审批：dan、eva、fay，依据" in chinese


def test_the_api_counts_the_same_and_tells_problems_of_ones_own_claims(app, sign_in):
    skipped, own, _good = history(app, sign_in)
    judith = sign_in("judith")
    answer = judith.post("/api/invariants", json={"process": "refund", "claims": OWN})
    assert answer.status_code == 201 and answer.json["done"] and answer.json["looked_at"] == answer.json["total"] == 3
    finance, _requester = answer.json["claims"]
    assert [each["ticket"] for each in finance["broken"]] == [skipped, own]
    assert judith.get(f"/api/invariants/{answer.json['id']}").json == answer.json
    assert judith.post(f"/api/invariants/{answer.json['id']}").json == answer.json
    wrong = judith.post("/api/invariants", json={"process": "refund", "claims": "x: director before paymint"})
    assert wrong.status_code == 422 and wrong.json["errors"][0]["message"].startswith("1:4: ")
    assert judith.post("/api/invariants", json={"process": "none", "since": "soon"}).status_code == 422
    assert judith.get("/api/invariants/999").status_code == 404
    assert sign_in("ana").post("/api/invariants", json={"process": "refund"}).status_code == 403


def test_a_bundle_that_hides_what_was_broken_is_found(app, sign_in, tmp_path):
    history(app, sign_in)
    with app.app_context():
        checkpoints.make()
    path = bundle(app, tmp_path / "b.zip")
    assert verified(path).seen["tickets"] == 4

    def hidden(files: dict[str, bytes]) -> None:
        files["invariants.json"] = files["invariants.json"].replace(b'"broken": 2', b'"broken": 0')

    spoilt(path, hidden, hide=True)
    with pytest.raises(Bad) as bad:
        verified(path)
    assert bad.value.place == "invariants.json"


def test_a_ticket_that_was_moved_is_read_by_the_version_of_each_moment(app, sign_in):
    ana, carla = sign_in("ana"), sign_in("carla")
    ticket = file(ana)
    act(carla, ticket, "approve", step="director")
    to = next_version(app, '"Two departments"', '"Both departments"')
    assert moved(app, to).counts == {"moves": 1}
    for who in ("dan", "eva"):
        act(sign_in(who), ticket, "approve", step="controllers")
    act(sign_in("gil"), ticket, "complete", step="payment", outcome="paid", answers={"payment_ref": "B-9"})
    found = asked(app, None)
    assert [each["tickets"]["held"] for each in found["claims"]] == [1, 1]
    told = ana.get(f"/api/tickets/{ticket}/decisions").json
    assert all(each["recomputed"] for each in (*told["decisions"], *told["asked"]))
    (first,) = asked(app, "x: payment before controllers")["claims"][0]["broken"]
    assert (first["version"], first["by"]) == (to, "dan")
