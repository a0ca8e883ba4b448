"""Publishing: versions that never change, tickets that stay on theirs, and who may read them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app.db import reading
from app.processes import programs
from app.processes.publish import NotPublished, publish
from app.processes.queries import find, versions
from app.processes.rows import reader
from tests.app.asking import REFUND, act, file
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
LARGER = TEXT.replace("5000.00 CNY", "6000.00 CNY").replace("5000.01", "6000.01").replace("5000.00", "6000.00")


def test_a_new_text_is_the_next_version_and_the_same_text_is_not(app):
    with app.app_context():
        second = publish(LARGER, "hana", "policy FIN-13")
        assert (second.number, publish(LARGER, "hana", "again").number) == (2, 2)
        assert publish(TEXT, "hana", "back to FIN-12").number == 3
        with reading() as c:
            found = versions(c, "refund")
            assert [one.number for one in found] == [3, 2, 1]
            assert found[0].hash == found[2].hash != found[1].hash
            assert (found[1].by, found[1].reason) == ("hana", "policy FIN-13")
            assert find(c, "refund").version == found[0].id


def test_a_ticket_stays_on_the_version_it_began_with(app, sign_in):
    ana, bruno = sign_in("ana"), sign_in("bruno")
    before = file(ana, REFUND | {"amount": "5500.00"})
    with app.app_context():
        publish(LARGER, "hana", "policy FIN-13")
    after = file(ana, REFUND | {"amount": "5500.00"})
    opened = [{one["step"] for one in ana.get(f"/api/tickets/{id}").json["open"]} for id in (before, after)]
    assert opened == [{"director", "controllers"}, {"line_manager"}]
    act(bruno, after, "approve", step="line_manager")
    assert ana.get(f"/api/tickets/{before}/reasons").json["reasons"][0]["rule"] == "large"


def test_numbers_have_no_gap_when_several_publish_at_once(app):
    texts = [TEXT.replace("# Course refunds.", f"# Course refunds, {number}.") for number in range(6)]

    def one(text):
        with app.app_context():
            return publish(text, "hana", "at once")

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(one, texts))
    assert sorted(version.number for version in found) == [2, 3, 4, 5, 6, 7]
    assert len({version.hash for version in found}) == 1


@pytest.mark.parametrize(
    ("text", "problems", "failed"),
    [("process x {", True, False), ("", True, False), (TEXT.replace("5000.00 CNY", "5001.00 CNY", 1), False, True)],
    ids=["broken", "empty", "examples fail"],
)
def test_what_has_a_mistake_is_not_published(app, text, problems, failed):
    with app.app_context():
        made = publish(text, "hana", "test")
        assert isinstance(made, NotPublished)
        assert (bool(made.problems), bool(made.failed)) == (problems, failed)
        with reading() as c:
            assert find(c, "refund").number == 1


def test_a_program_is_compiled_once_and_kept(app):
    with app.app_context(), reading() as c:
        id = find(c, "refund").version
        assert programs.program(c, id) is programs.program(c, id)
        with pytest.raises(LookupError):
            programs.program(c, 10**9)


def test_seen_by_a_role_is_a_right_of_the_version(app, sign_in):
    with app.app_context(), reading() as c:
        version = find(c, "refund").version
        assert list(c.scalars(select(reader.c.principal).where(reader.c.version == version))) == ["role:student-affairs"]


def test_the_schema_of_a_form_is_offered(sign_in):
    ana = sign_in("ana")
    schema = ana.get("/api/processes/refund").json["schema"]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"student", "amount", "lines"} <= set(schema["properties"])
    found = ana.get("/api/processes/refund/versions").json["versions"]
    assert found[0]["text"] == TEXT
