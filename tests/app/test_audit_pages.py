"""The auditor's pages: rules at a moment, versions, access, a population that adds up, acts, checkpoints, what is kept."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app.db import now, reading, transaction
from app.journal import checkpoints
from app.people import changes, queries
from app.processes import life
from app.processes.publish import publish
from app.processes.rows import reader, version
from app.sheets import cell
from app.tickets import retention
from app.tickets.rows import ticket as tickets
from tests.app.asking import REFUND, act, file
from tests.conftest import EXAMPLES

PAGES = ("/audit", "/audit/versions", "/audit/access", "/audit/population", "/audit/population.csv", "/audit/acts",
         "/audit/checkpoints", "/audit/kept", "/audit/invariants", "/audit/bundle")  # fmt: skip


def shown(client, address: str) -> str:
    """The words of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = answer.get_data(as_text=True).partition("<main")[2] or answer.get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def publish_again(app, reason: str, old: str = "Finance says no", new: str = "Finance refuses") -> None:
    """Publish the refund once more, with other words in its text."""
    text = (EXAMPLES / "refund.way").read_text("utf-8")
    assert old in text
    with app.app_context():
        files = {path.name: path.read_text("utf-8") for path in EXAMPLES.glob("*.csv")}
        assert publish(text.replace(old, new), "hana", reason, files).number > 1


@pytest.mark.parametrize("who, status", [("judith", 200), ("hana", 200), ("ana", 403), ("bruno", 403)])
def test_only_auditors_and_process_admins_may_look(sign_in, who, status):
    client = sign_in(who)
    assert {client.get(page).status_code for page in PAGES} == {status}
    assert ('href="/audit"' in client.get("/catalogue").get_data(as_text=True)) == (status == 200)


def test_nothing_can_be_changed_there_but_what_somebody_asks(app, sign_in):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/audit")]
    asking = "invariants", "bundle"
    methods = {method for rule in rules if not any(word in rule.rule for word in asking) for method in rule.methods}
    assert methods <= {"GET", "HEAD", "OPTIONS"}


def test_the_rules_of_a_moment_are_those_published_by_then(app, sign_in):
    publish_again(app, "clearer words")
    with app.app_context(), transaction() as c:
        first = version.c.process == "refund", version.c.number == 1
        c.execute(update(version).where(*first).values(at=now() - timedelta(days=10)))
    judith = sign_in("judith")
    today, before = shown(judith, "/audit"), shown(judith, f"/audit?at={now() - timedelta(days=5):%Y-%m-%dT%H:%M}")
    assert "version 2" in today and "clearer words" in today
    assert "version 2" not in before and "version 1" in before and "clearer words" not in before
    assert "No process was published by then" in shown(judith, "/audit?at=2001-01-01T00:00")
    assert "cannot be read" in shown(judith, "/audit?at=yesterday")


def test_a_retired_process_is_marked_at_the_moments_it_was(app, sign_in):
    judith = sign_in("judith")
    assert "retired since" not in shown(judith, "/audit")
    with app.test_request_context():
        with reading() as c:
            hana = queries.find(c, "hana")
        life.retire(hana, "refund", "no more")
    assert "retired since" in shown(judith, "/audit")


def test_versions_say_what_changed_and_whether_somebody_else_published(app, sign_in):
    publish_again(app, "clearer words")
    page = shown(sign_in("judith"), "/audit/versions?process=refund")
    assert "clearer words" in page and "first version" in page and "Changes: 1" in page
    assert "Finance refuses" in page
    assert "published by who wrote it" in page


def test_a_version_that_was_taken_away_is_an_error(app, sign_in):
    for number in range(2):
        publish_again(app, f"again {number}", new=f"Finance refuses {number}")
    judith = sign_in("judith")
    assert "have gaps" not in shown(judith, "/audit/versions")
    with app.app_context(), transaction() as c:
        gone = version.c.process == "refund", version.c.number == 2
        c.execute(delete(reader).where(reader.c.version.in_(select(version.c.id).where(*gone))))
        c.execute(delete(version).where(*gone))
    assert "The versions of refund have gaps. Missing: 2." in shown(judith, "/audit/versions")
    assert "have gaps" in shown(judith, "/audit")


def test_access_is_what_the_acts_had_left_by_then(app, sign_in):
    judith = sign_in("judith")
    assert re.search(r"process-admin role People: 1 .*publish processes.* \(hana\)", shown(judith, "/audit/access"))
    assert "are recorded since" in shown(judith, "/audit/access")
    assert "role People: 0" in shown(judith, "/audit/access?at=2001-01-01T00:00")
    with app.app_context(), transaction() as c:
        changes.disable(c, "hana")
    later = f"/audit/access?at={now() + timedelta(minutes=2):%Y-%m-%dT%H:%M}"
    assert "(hana)" not in shown(judith, later)
    assert "(gil)" in shown(judith, "/audit/access?of=role:finance") or "(dan)" in shown(
        judith, "/audit/access?of=role:finance"
    )


def rows(client) -> list[dict[str, str]]:
    text = client.get("/audit/population.csv").get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_the_population_adds_up(app, sign_in):
    ana, bruno, judith = map(sign_in, ("ana", "bruno", "judith"))
    first = file(ana)
    file(ana, REFUND | {"amount": "80.50"})
    back = file(ana, REFUND | {"amount": "800.00"})
    act(bruno, back, "return", step="line_manager", to="request")
    act(ana, back, "save", answers=REFUND | {"amount": "99999.00"})
    last = file(ana, REFUND | {"amount": "77777.00"}, draft=True)
    found = rows(judith)
    (line,) = [row for row in found if row["kind"] == "tickets"]
    assert (line["tickets"], line["draft"], line["returned"], line["first"], line["last"]) == (
        "4",
        "1",
        "1",
        str(first),
        str(last),
    )
    assert [row["sum"] for row in found if row["field"] == "amount"] == ["5880.51"]
    told = {row["kind"]: row["process"] for row in found if row["kind"] not in ("tickets", "sum")}
    equal = "tickets stored", "tickets of all versions", "tickets in the journal"
    assert [told[name] for name in equal] == ["4", "4", "4"]
    page = shown(judith, "/audit/population")
    assert "It adds up: 4 tickets are stored" in page and "5,880.51" in page


def test_the_sums_follow_when_a_ticket_is_filed_again(sign_in):
    ana, bruno, judith = map(sign_in, ("ana", "bruno", "judith"))
    ticket = file(ana, REFUND | {"amount": "800.00"})
    act(bruno, ticket, "return", step="line_manager", to="request")
    assert [row["sum"] for row in rows(judith) if row["field"] == "amount"] == ["800.00"]
    act(ana, ticket, "submit", answers=REFUND | {"amount": "900.00"})
    assert [row["sum"] for row in rows(judith) if row["field"] == "amount"] == ["900.00"]


def test_a_ticket_that_was_taken_away_does_not_add_up(app, sign_in):
    ana = sign_in("ana")
    file(ana)
    with app.app_context(), transaction() as c:
        c.execute(delete(tickets))
    assert "It does not add up: 0 tickets are stored" in shown(sign_in("judith"), "/audit/population")


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)", "-x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "  =1"])
def test_no_cell_begins_a_formula(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5.00", "12", "Refund", "a=b"])
def test_numbers_and_other_text_stay(text):
    assert cell(text) == text


def test_acts_are_narrowed_by_kind_person_and_time(app, sign_in):
    judith = sign_in("judith")
    publish_again(app, "clearer words")
    assert "clearer words" in shown(judith, "/audit/acts?what=published&by=hana")
    assert "clearer words" not in shown(judith, "/audit/acts?what=people")
    assert "No act fits" in shown(judith, "/audit/acts?to=2001-01-01")
    assert "clearer words" in shown(judith, f"/audit/acts?from={now() - timedelta(days=2):%Y-%m-%d}")
    assert "No act fits" in shown(judith, "/audit/acts?by=nobody")


def test_what_may_be_erased_of_an_act_is_not_shown(app, sign_in):
    text = sign_in("judith").get("/audit/acts?what=people").get_data(as_text=True).partition("<main")[2]
    assert "ana" in text and "@example" not in text


def test_lists_come_in_pages(app, sign_in):
    judith = sign_in("judith")
    for number in range(27):
        publish_again(app, f"reason {number:02}", new=f"Finance refuses {number}")
    first = judith.get("/audit/versions?process=refund").get_data(as_text=True)
    following = re.search(r'href="(/audit/versions\?after=[^"]+)"', first)[1].replace("&amp;", "&")
    second = shown(judith, following)
    assert "reason 26" in first and "reason 01" not in first
    assert "reason 01" in second and "reason 26" not in second


def test_checkpoints_and_what_is_not_signed_yet(app, sign_in):
    judith = sign_in("judith")
    assert "No checkpoint yet" in shown(judith, "/audit/checkpoints")
    with app.app_context():
        note = checkpoints.make()
    page = shown(judith, "/audit/checkpoints")
    assert "not signed yet: 0." in page and note.splitlines()[2] in page and "sent nowhere" in page


def test_holds_and_retention(app, sign_in):
    ticket = file(sign_in("ana"))
    judith = sign_in("judith")
    assert "No ticket is under a legal hold" in shown(judith, "/audit/kept")
    with app.app_context(), transaction() as c:
        retention.put_hold(c, ticket, "judith", "a court asked")
        retention.set_years(c, "refund", 10, "hana", "the law")
    page = shown(judith, "/audit/kept")
    assert "a court asked" in page and f"Ticket {ticket}" in page and "refund 10 years" in page


def test_strange_addresses_are_answered(sign_in):
    judith = sign_in("judith")
    for query in ("at=9999-12-31T23:59", "at=0001-01-01T00:00", "after=99999999999", "process=%27", "of=role:x",
                  "from=9999-12-31&to=9999-12-31", "from=0001-01-01", "holds=1"):  # fmt: skip
        assert {judith.get(f"{page}?{query}").status_code for page in PAGES} == {200}, query
