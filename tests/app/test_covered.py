"""Full examples: a process can ask that its examples exercise everything before a version is published."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update
from werkzeug.exceptions import Conflict as Refusal
from werkzeug.exceptions import Forbidden

from app.cli import main
from app.db import reading, transaction
from app.journal.rows import act
from app.processes.drafts import StoredDrafts, open_draft
from app.processes.life import COVERED, UNCOVERED, switch_covered
from app.processes.programs import libraries
from app.processes.publish import NotPublished, publish
from app.processes.publish_draft import publish_draft
from app.processes.queries import Version
from app.processes.rows import process
from app.tickets.checks.breach import Look
from app.tickets.checks.house import processes
from dsl.coverage import Covering
from dsl.parse import parse
from dsl.rewrite import rewrite
from tests.app.test_life import TEXT, WORDED, drafted, person
from tests.conftest import SECRET


@pytest.fixture
def world(app):
    with app.app_context():
        yield app


def full(text: str) -> str:
    """The text with an example for everything."""
    source = parse(text)
    return rewrite(source, Covering(source.process, libraries=libraries({})[0]).cases().process).text


def test_a_version_is_published_only_with_full_examples(world):
    hana = person("hana")
    assert switch_covered(hana, "refund", True, "audit finding 9") == COVERED
    refused = publish_draft(hana, drafted("hana", WORDED), "clearer")
    assert isinstance(refused, NotPublished) and refused.code == "not-covered"
    assert "`amount` just below 200.00 CNY, in `desk`" in refused.told and refused.told.endswith(" and 3 more")
    assert isinstance(publish(WORDED, "hana", "the other door"), NotPublished)
    made = publish(full(WORDED), "hana", "clearer")
    assert isinstance(made, Version) and made.number == 2


def test_one_person_switches_it_off_and_says_why(world):
    hana = person("hana")
    switch_covered(hana, "refund", True, "audit finding 9")
    with pytest.raises(Refusal):
        switch_covered(hana, "refund", True, "again")
    with pytest.raises(Forbidden):
        switch_covered(person("ana"), "refund", False, "I want to")
    assert switch_covered(hana, "refund", False, "the old text must come back now") == UNCOVERED
    assert isinstance(publish(WORDED, "hana", "clearer"), Version)
    with reading() as c:
        whats = list(c.scalars(select(act.c.what).where(act.c.subject == "refund").order_by(act.c.number)))
    assert whats[-3:] == ["covered", "uncovered", "published"]


def test_verify_sees_who_switched_it_without_an_act(world):
    switch_covered(person("hana"), "refund", True, "audit finding 9")
    with reading() as c:
        assert list(processes(Look(c))) == []
    with transaction() as c:
        c.execute(update(process).where(process.c.id == "refund").values(covered=False))
    with reading() as c:
        assert [each.wrong for each in processes(Look(c))] == ["no act left `covered` as it is"]


def test_the_publish_page_writes_examples_one_and_all(world, sign_in):
    client = sign_in("hana")
    client.post("/processes/refund/life", data={"_do": "covered", "reason": "audit finding 9"})
    id = drafted("hana", WORDED)
    page = client.get(f"/processes/drafts/{id}/publish").text
    assert "6 of 10" in page and "8 things are missing" in page
    assert re.search(r'<button class="button main" id="publish-button" disabled', page)
    thing = '["border", "desk", "amount", "200.00 CNY", "below"]'
    revision = open_draft(person("hana"), "refund").revision
    sent = {"_edit": "write-cases", "_view": "about", "language": "en"}
    went = client.post(f"/design/{id}/edit", data={**sent, "_revision": revision, "thing": thing})
    assert went.status_code in (200, 303), went.text
    assert "7 things are missing" in client.get(f"/processes/drafts/{id}/publish").text
    client.post(f"/design/{id}/edit", data={**sent, "_revision": revision + 1, "thing": ""})
    page = client.get(f"/processes/drafts/{id}/publish").text
    assert "Everything that a ticket can do here is in an example." in page
    assert re.search(r'<button class="button main" id="publish-button">', page)
    text = StoredDrafts(lambda: person("hana")).find(id).text
    assert all(line in text for line in TEXT.replace('"Receipts"', '"Bills"').split("\n"))


def test_the_command_switches_it(world, database, tmp_path):
    given = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET}

    def run(*words: str) -> tuple[int, str]:
        ran = CliRunner().invoke(main, ["full-examples", "refund", "--reason", "audit finding 9", *words], env=given)
        return ran.exit_code, ran.output.strip().splitlines()[-1]

    assert run("--by", "ana")[0] == 2
    assert run("--by", "hana") == (0, "`refund`: covered")
    assert run("--by", "hana") == (1, "it is so already")
    assert run("--by", "hana", "--off") == (0, "`refund`: uncovered")


def test_programs_switch_it_and_are_told_what_is_missing(world, sign_in):
    client = sign_in("hana")
    body = {"do": "covered", "reason": "audit finding 9"}
    assert client.post("/api/processes/refund/life", json=body).json == {"done": "covered"}
    id = drafted("hana", WORDED)
    refused = client.post(f"/api/drafts/{id}/publish", json={"reason": "clearer"})
    assert (refused.status_code, refused.json["code"]) == (422, "not-covered")
