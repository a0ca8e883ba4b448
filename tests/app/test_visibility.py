"""Who sees what, by every channel there is: actor × ticket × address, the addresses taken from the product itself."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.db import transaction
from app.people import changes
from app.processes.publish import publish
from tests.app.asking import REFUND, act, file

MISSING = 999_999
OPEN = {
    ("GET", "/alive"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/static/<path:filename>"),
}
"""Every address that may answer without sign-in."""
SECRETS = {"salary": ("250000.00", "250,000.00"), "draft": ("Not Filed Yet",), "paper": ("contract-of-carla",)}


@dataclass(frozen=True)
class Told:
    """A ticket of the matrix: who may see it, and which secrets it holds for whom."""

    id: int
    seen_by: frozenset[str]
    secrets: dict[str, frozenset[str]]
    hash: str = "0" * 64


def upload(client, name: str) -> dict:
    answer = client.post("/api/files", data={"file": (io.BytesIO(b"%PDF-1.7 paper"), name)})
    assert answer.status_code == 201, answer.json
    return answer.json


@pytest.fixture
def tickets(app, sign_in) -> list[Told]:
    """Tickets in every situation; who may see them is written down here, not asked of the product."""
    with app.app_context():
        text = (Path(__file__).parent / "vault.way").read_text("utf-8")
        publish(text, "hana", "for the matrix")
    ana, bruno, carla = map(sign_in, ("ana", "bruno", "carla"))
    admins = {"hana", "judith"}
    affairs = admins | {"bruno", "carla"}
    draft = file(ana, {"student": "Not Filed Yet"}, draft=True)
    finance = file(ana)
    small = file(sign_in("li"), REFUND | {"amount": "80.00"})
    back = file(ana, REFUND | {"amount": "800.00"})
    act(bruno, back, "return", step="line_manager", to="request")
    act(ana, back, "save", answers=REFUND | {"student": "Not Filed Yet"})
    paper = upload(carla, "contract-of-carla.pdf")
    answers = {"subject": "A raise", "salary": "250000.00", "papers": [paper]}
    vault = file(carla, answers, "vault")
    judged = file(carla, answers, "vault")
    act(sign_in("dan"), judged, "approve", step="look")
    asked = {"dan", "eva", "fay"}
    whole = frozenset({"carla", "kai"} | admins)
    return [
        Told(draft, frozenset({"ana"}), {"draft": frozenset({"ana"})}),
        Told(finance, frozenset(affairs | {"ana"} | asked), {}),
        Told(small, frozenset(affairs | {"li", "gil"}), {}),
        Told(back, frozenset(affairs | {"ana"}), {"draft": frozenset({"ana"})}),
        Told(vault, whole | asked, {"salary": whole, "paper": whole}, paper["hash"]),
        Told(judged, whole | asked | {"gil"}, {"salary": whole | {"gil"}, "paper": whole | {"gil"}}, paper["hash"]),
    ]


def rules(app) -> list[tuple[str, str]]:
    """Every (method, address) of the product."""
    found = [(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods]
    return sorted((method, rule) for method, rule in found if method not in ("HEAD", "OPTIONS"))


def filled(rule: str, ticket: int = MISSING, hash: str = "0" * 64) -> str:
    """An address with its places filled; a place nobody thought of fails here."""
    known = {"<int:id>": str(ticket), "<hash>": hash, "<step>": "look", "<name>": "refund", "<id>": "refund"}
    known |= {"<int:number>": "1", "<path:filename>": "app.css", "<view>": "flow", "<key>": "course_refund"}
    known |= {"<int:run>": "1", "<int:inquiry>": "1", "<kind>": "moved", "<process>": "refund"}
    known |= {"<any(dmn, bpmn):kind>": "dmn", "<any(population, tickets, decisions, reasons):name>": "tickets"}
    return re.sub(r"<[^>]+>", lambda place: known[place[0]], rule)


def test_nothing_answers_without_sign_in_but_a_short_list(app, client):
    answered = set()
    for method, rule in rules(app):
        answer = client.open(filled(rule), method=method)
        refused = answer.status_code == 401 or "/sign-in" in answer.headers.get("Location", "")
        if not refused:
            answered.add((method, rule))
    assert answered <= OPEN


@pytest.mark.parametrize("trick", ["?x=/alive", "#/sign-in", ";/static/", "/", "%2f..%2falive", "?next=/sign-in"])
def test_no_spelling_of_an_address_opens_it(app, client, trick):
    for method, rule in rules(app):
        if (method, rule) not in OPEN and method == "GET":
            answer = client.get(filled(rule) + trick)
            assert answer.status_code in (401, 404, 308) or "/sign-in" in answer.headers["Location"], rule


def test_every_channel_shows_each_ticket_to_those_who_may_see_it_and_to_nobody_else(app, sign_in, tickets):
    wrong: list[str] = []
    for who in ("ana", "li", "bruno", "carla", "dan", "gil", "hana", "ivo", "judith", "kai"):
        client = sign_in(who)
        for method, rule in rules(app):
            if "<int:id>" in rule and not is_draft(rule) and "/moves/<" not in rule:
                wrong += [f"{who} {method} {rule}: {each}" for each in one_ticket(client, who, method, rule, tickets)]
    assert not wrong, "\n".join(wrong)


def is_draft(rule: str) -> bool:
    """Whether the address is about a draft of a process."""
    return rule.startswith("/design/<") or "/drafts/<" in rule


def test_a_draft_is_for_those_who_design_and_hidden_from_who_does_not_know_the_process(app, sign_in):
    """403 for who reads the process, for everybody else the same 404 whether it is there or not; nothing is changed."""
    hana = sign_in("hana")
    known = hana.post("/api/drafts", json={"process": "supplies"}).json
    fresh = hana.post("/api/drafts", json={"text": "Not Filed Yet"}).json
    drafts = [one for one in rules(app) if is_draft(one[1])]
    assert len(drafts) > 10
    wrong = []
    for who, draft, status in (("judith", known, 403), ("ana", known, 403), ("li", known, 404), ("ana", fresh, 404),
                               ("judith", fresh, 404), ("li", fresh, 404)):  # fmt: skip
        client = sign_in(who)
        for method, rule in drafts:
            answer = body(client, method, filled(rule, draft["id"]))
            missing = body(client, method, filled(rule))[1].replace(str(MISSING), str(draft["id"]))
            if answer[0] != status or (status == 404 and answer[1] != missing) or "Not Filed Yet" in answer[1]:
                wrong.append(f"{who} {method} {rule}: {answer[0]} instead of {status}")
    assert not wrong, "\n".join(wrong)
    assert [hana.get(f"/api/drafts/{one['id']}").json for one in (known, fresh)] == [known, fresh]


def one_ticket(client, who: str, method: str, rule: str, tickets: list[Told]) -> list[str]:
    """What is wrong with an address of one ticket."""
    parts = (False,) if rule.startswith("/api/") else (False, True)
    return [each for part in parts for each in one_ticket_in(client, who, method, rule, tickets, part)]


def one_ticket_in(client, who: str, method: str, rule: str, tickets: list[Told], part: bool) -> list[str]:
    """The same, asked for as a whole page or as a part of one."""
    nothing = body(client, method, filled(rule), part)
    found = [] if nothing[0] == 404 else [f"answers {nothing[0]} for a ticket that is not there"]
    for ticket in tickets:
        status, text = body(client, method, filled(rule, ticket.id, ticket.hash), part)
        if status >= 500:
            found.append(f"{status} for {ticket.id}")
        is_file = "<hash>" in rule
        may = who in ticket.seen_by and (not is_file or who in ticket.secrets.get("paper", frozenset()))
        if may and status == 404:
            found.append(f"hides {ticket.id}")
        missing = nothing[1].replace(f"tickets/{MISSING}", f"tickets/{ticket.id}")
        if not may and (status, text) != (404, missing):
            found.append(f"shows {ticket.id} ({status})")
        found += [f"tells `{secret}` of {ticket.id}" for secret in told(ticket, who, text)]
    return found


def told(ticket: Told, who: str, text: str) -> list[str]:
    """Secrets of a ticket in a text that this person may not read."""
    hidden = [name for name, readers in ticket.secrets.items() if who not in readers]
    return [name for name in hidden if any(word in text for word in SECRETS[name])]


def body(client, method: str, address: str, part: bool = False) -> tuple[int, str]:
    """Status and text of an answer, without what differs each time."""
    more = {"json": {}} if address.startswith("/api/") and method in ("POST", "PUT") else {}
    more |= {"headers": {"HX-Request": "true"}} if part else {}
    with client.open(address, method=method, **more) as answer:
        text = answer.get_data(as_text=True)
    return answer.status_code, text.replace(client.csrf, "csrf")


def test_every_list_names_the_tickets_one_may_see_and_no_other(app, sign_in, tickets):
    wrong = []
    for who in ("ana", "li", "bruno", "dan", "gil", "hana", "ivo", "judith", "kai"):
        client = sign_in(who)
        for address in lists(app):
            text = body(client, "GET", address)[1]
            shown = {ticket.id for ticket in tickets if names(text, ticket.id)}
            allowed = {ticket.id for ticket in tickets if who in ticket.seen_by}
            if shown - allowed or (address in ALL and shown != allowed):
                wrong.append(f"{who} {address}: {sorted(shown)} instead of {sorted(allowed)}")
            if "?q=" not in address:  # the box shows what was searched for
                wrong += [f"{who} {address}: tells {each}" for ticket in tickets for each in told_in_list(ticket, who, text)]
    assert not wrong, "\n".join(wrong)


ALL = ("/tickets", "/api/tickets?list=all")


def told_in_list(ticket: Told, who: str, text: str) -> list[str]:
    """Several tickets have the same secret, so only the lists of those who may read it nowhere count."""
    return told(ticket, who, text) if who in ("li", "bruno", "dan", "ivo") else []


def lists(app) -> list[str]:
    """Every address without places, and the lists of the API."""
    plain = [rule for method, rule in rules(app) if method == "GET" and "<" not in rule]
    search = ["/tickets?q=250000.00", "/tickets?q=raise", "/tickets?q=Not+Filed", "/tickets?process=vault"]
    return plain + search + [f"/api/tickets?list={name}" for name in ("all", "mine", "to-decide")]


def names(text: str, id: int) -> bool:
    """Whether a page links to the ticket, or an answer names it."""
    return bool(re.search(rf'/tickets/{id}(?![0-9])|"ticket": ?{id}(?![0-9])', text))


def test_searching_a_hidden_word_does_not_find_the_ticket(sign_in, tickets):
    vault = tickets[4].id
    assert names(sign_in("kai").get("/tickets?q=250000.00").get_data(as_text=True), vault)
    assert not names(sign_in("dan").get("/tickets?q=250000.00").get_data(as_text=True), vault)


def test_a_person_who_left_sees_nothing_at_once(app, sign_in, tickets):
    dan = sign_in("dan")
    assert dan.get(f"/api/tickets/{tickets[1].id}").status_code == 200
    with app.app_context(), transaction() as c:
        changes.disable(c, "dan")
    assert {dan.get(f"/api/tickets/{one.id}").status_code for one in tickets} == {401}


def test_a_manager_named_by_seen_by_sees_the_ticket(app, sign_in):
    """`seen by requester.manager` is no role: it is worked out when the ticket is filed."""
    with app.app_context():
        publish((Path(__file__).parent / "vault.way").read_text("utf-8"), "hana", "for the matrix")
    ticket = file(sign_in("ana"), {"subject": "A raise", "salary": "10.00", "papers": []}, "vault")
    assert sign_in("bruno").get(f"/api/tickets/{ticket}").status_code == 200
    assert sign_in("carla").get(f"/api/tickets/{ticket}").status_code == 404


def test_nobody_attaches_a_file_that_somebody_else_has(sign_in):
    carla, ana = sign_in("carla"), sign_in("ana")
    paper = upload(carla, "contract-of-carla.pdf")
    answer = ana.post("/api/processes/refund/tickets", json={"answers": REFUND | {"receipts": [paper]}})
    assert answer.status_code == 422
    assert file(carla, REFUND | {"receipts": [paper]})


def test_files_come_as_attachments_that_no_browser_runs(sign_in):
    ana = sign_in("ana")
    page = ana.post("/api/files", data={"file": (io.BytesIO(b"<script>alert(1)</script>"), "päge.html")}).json
    ticket = file(ana, REFUND | {"receipts": [page]})
    with ana.get(f"/tickets/{ticket}/files/{page['hash']}") as answer:
        assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''p%C3%A4ge.html"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
