"""The life of a process: published from drafts, overtaken, rolled back, under four eyes, retired and brought back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from werkzeug.exceptions import Conflict as Refusal
from werkzeug.exceptions import Forbidden, NotFound

from app.db import reading, transaction
from app.errors import Invalid
from app.people.changes import entry, known, save
from app.processes.drafts import close_draft, new_draft, open_draft
from app.processes.life import ASK, OFF, ON, bring_back, deeds, retire, roll_back, switch_four_eyes
from app.processes.publish import NotPublished, publish
from app.processes.publish_draft import behind, publish_draft, rebase
from app.processes.queries import Version, find, versions
from designer.drafts import Conflict, Draft
from tests.app.asking import REFUND, act, drafts, file, person
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
WORDED = TEXT.replace('"Receipts"', '"Bills"')
NOTED = TEXT.replace("# Policy FIN-12:", "# Policy FIN-13:")
SMALL = 'process small "Small" {\n  form {\n    a: text 80 "A"\n  }\n  flow {\n  }\n  ends {\n    done "Done"\n  }\n}\n'


@pytest.fixture
def world(app):
    """The product, with a second process admin."""
    with app.app_context():
        with transaction() as c:
            save(c, entry(known(c, "judith") | {"roles": "process-admin"}))
        yield app


def published(name: str = "refund") -> list[Version]:
    with reading() as c:
        return versions(c, name)


def drafted(who: str, text: str, name: str = "refund") -> int:
    """A draft of a process with another text."""
    draft = open_draft(person(who), name)
    drafts(who).save(draft.id, draft.revision, text, "edit")
    return draft.id


def refused(made) -> str:
    """The rule that said no."""
    assert isinstance(made, NotPublished), made
    return made.code


def test_a_draft_becomes_the_next_version_and_is_closed(world):
    id = drafted("judith", WORDED)
    made = publish_draft(person("hana"), id, "  clearer  ")
    assert (made.number, made.text, made.by, made.author, made.reason) == (2, WORDED, "hana", "judith", "clearer")
    with pytest.raises(Refusal, match="published as version 2 of `refund`"):
        drafts("hana").save(id, 2, TEXT, "edit")
    assert open_draft(person("hana"), "refund").base == 2


def test_a_new_process_is_published_from_its_draft(world):
    id = new_draft(person("hana"), SMALL).id
    made = publish_draft(person("hana"), id, "first")
    assert (made.process, made.number) == ("small", 1)
    assert open_draft(person("hana"), "small").process == "small"


def test_what_has_a_mistake_is_not_published_and_the_draft_stays(world):
    for text, problems, failed in (
        (TEXT.replace("student: text", "student: txet"), True, False),
        (TEXT.replace("amount > 5000.00 CNY -> finance", "amount > 6000.00 CNY -> finance"), False, True),
    ):
        id = drafted("hana", text)
        made = publish_draft(person("hana"), id, "test")
        assert (bool(made.problems), bool(made.failed)) == (problems, failed)
        assert drafts("hana").find(id).text == text
    assert len(published()) == 1


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_version_needs_a_reason(world, reason):
    assert refused(publish_draft(person("hana"), drafted("hana", WORDED), reason)) == "no-reason"
    assert refused(publish(WORDED, "hana", reason)) == "no-reason"


def test_nothing_is_published_twice(world):
    id = open_draft(person("hana"), "refund").id
    assert refused(publish_draft(person("hana"), id, "again")) == "unchanged"


def test_what_somebody_changed_meanwhile_is_not_published_unseen(world):
    id = drafted("hana", WORDED)
    drafts("judith").save(id, 2, NOTED, "edit")
    assert refused(publish_draft(person("hana"), id, "clearer", revision=2)) == "changed"
    assert publish_draft(person("hana"), id, "clearer", revision=3).text == NOTED


def test_a_draft_keeps_to_its_process(world):
    """Neither a copy nor a renamed text gets round the drafts and the four eyes of another process."""
    id = new_draft(person("hana"), WORDED).id
    assert refused(publish_draft(person("hana"), id, "copy")) == "name-taken"
    id = drafted("hana", TEXT.replace("process refund", "process supplies").replace('    refund "', '    supplies "'))
    assert refused(publish_draft(person("hana"), id, "renamed")) == "other-name"
    assert len(published()) == 1 and len(published("supplies")) == 1


def test_a_draft_that_was_overtaken_brings_the_newer_version_in(world):
    id = drafted("hana", WORDED)
    publish(NOTED, "judith", "policy FIN-13")
    assert behind(drafts("hana").find(id)) == 2
    assert refused(publish_draft(person("hana"), id, "clearer")) == "newer-version"
    saved = rebase(person("hana"), id, 2)
    assert saved.merged and saved.draft.base == 2 and behind(saved.draft) is None
    assert saved.draft.text == WORDED.replace("# Policy FIN-12:", "# Policy FIN-13:")
    assert publish_draft(person("hana"), id, "clearer").number == 3


def test_lines_that_both_changed_are_for_a_person_to_choose(world):
    id = drafted("hana", NOTED)
    publish(TEXT.replace("# Policy FIN-12:", "# Policy FIN-99:"), "judith", "other policy")
    found = rebase(person("hana"), id, 2)
    assert isinstance(found, Conflict)
    assert "FIN-99" in found.theirs.text and "FIN-13" in found.mine
    assert "FIN-13" in rebase(person("hana"), id, 2, keep="mine").draft.text
    assert drafts("hana").undo(id, 3).draft.base == 1
    assert "FIN-99" in rebase(person("hana"), id, 4, keep="theirs").draft.text
    assert drafts("hana").undo(id, 5).draft.text == NOTED


def test_several_publish_one_draft_at_once_and_it_is_one_version(world):
    id = drafted("hana", WORDED)

    def one(who):
        with world.app_context():
            try:
                return publish_draft(person(who), id, "at once")
            except Refusal:
                return None

    with ThreadPoolExecutor(4) as pool:
        made = [each for each in pool.map(one, ["hana", "judith"] * 2) if isinstance(each, Version)]
    assert len(made) == 1 and len(published()) == 2


def test_two_new_drafts_of_one_name_are_not_versions_of_each_other(world):
    texts = SMALL, SMALL.replace('"A"', '"B"')
    ids = [new_draft(person("hana"), text).id for text in texts]

    def one(id):
        with world.app_context():
            return publish_draft(person("hana"), id, "first")

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(one, ids))
    assert [refused(each) for each in made if not isinstance(each, Version)] == ["name-taken"]
    assert len(published("small")) == 1


def test_under_four_eyes_who_wrote_it_does_not_publish_it(world):
    switch_four_eyes(person("hana"), "refund", True, "audit finding 7")
    id = drafted("hana", WORDED)
    assert refused(publish_draft(person("hana"), id, "clearer")) == "four-eyes"
    assert refused(publish(WORDED, "hana", "clearer")) == "four-eyes"
    made = publish_draft(person("judith"), id, "looked at it")
    assert (made.by, made.author) == ("judith", "hana")


def test_everybody_who_touched_the_draft_is_an_author_also_after_undoing(world):
    switch_four_eyes(person("hana"), "refund", True, "audit finding 7")
    id = drafted("hana", WORDED)
    drafts("judith").save(id, 2, NOTED, "edit")
    drafts("hana").undo(id, 3)
    assert refused(publish_draft(person("judith"), id, "looked at it")) == "four-eyes"


def test_bringing_a_newer_version_in_makes_nobody_an_author(world):
    id = drafted("hana", WORDED)
    publish(NOTED, "judith", "policy FIN-13")
    switch_four_eyes(person("hana"), "refund", True, "audit finding 7")
    rebase(person("judith"), id, 2)
    assert publish_draft(person("judith"), id, "looked at it").author == "hana"


def test_four_eyes_are_switched_off_by_two(world):
    hana, judith = person("hana"), person("judith")
    assert switch_four_eyes(hana, "refund", True, "audit finding 7") == ON
    assert switch_four_eyes(hana, "refund", False, "too slow") == ASK
    with pytest.raises(Refusal, match="you asked for this already"):
        switch_four_eyes(hana, "refund", False, "really")
    assert refused(publish_draft(hana, drafted("hana", WORDED), "alone")) == "four-eyes"
    assert switch_four_eyes(judith, "refund", False, "agreed") == OFF
    with reading() as c:
        assert not find(c, "refund").four_eyes
        assert [(each.what, each.by, each.reason) for each in deeds(c, "refund")] == [
            (OFF, "judith", "agreed"), (ASK, "hana", "too slow"), (ON, "hana", "audit finding 7"),
        ]  # fmt: skip


def test_who_disagrees_switches_four_eyes_on_again_and_the_question_is_answered(world):
    hana, judith = person("hana"), person("judith")
    switch_four_eyes(hana, "refund", True, "audit finding 7")
    with pytest.raises(Refusal):
        switch_four_eyes(judith, "refund", True, "again")
    switch_four_eyes(hana, "refund", False, "too slow")
    assert switch_four_eyes(judith, "refund", True, "no") == ON
    assert switch_four_eyes(judith, "refund", False, "hm") == ASK


def test_two_confirm_at_once_and_only_one_does_it(world):
    switch_four_eyes(person("hana"), "refund", True, "audit finding 7")

    def one(who):
        with world.app_context():
            try:
                return switch_four_eyes(person(who), "refund", False, "off")
            except Refusal:
                return None

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(one, ["hana", "judith"] * 2))
    assert sorted(each for each in done if each) == [ASK, OFF]


def test_rolling_back_is_a_new_version_with_the_old_text(world):
    publish(WORDED, "hana", "clearer")
    made = roll_back(person("judith"), "refund", 1, "it confused people")
    assert (made.number, made.text, made.reason, made.by) == (3, TEXT, "it confused people", "judith")
    with pytest.raises(Refusal):
        roll_back(person("judith"), "refund", 3, "again")
    with pytest.raises(NotFound):
        roll_back(person("judith"), "refund", 9, "again")
    with pytest.raises(Invalid):
        roll_back(person("judith"), "refund", 1, " ")


def test_rolling_back_under_four_eyes_is_a_draft_for_somebody_else_to_publish(world):
    publish(WORDED, "hana", "clearer")
    switch_four_eyes(person("hana"), "refund", True, "audit finding 7")
    draft = roll_back(person("hana"), "refund", 1, "it confused people")
    assert isinstance(draft, Draft) and (draft.text, draft.base) == (TEXT, 2)
    assert refused(publish_draft(person("hana"), draft.id, "back")) == "four-eyes"
    with pytest.raises(Refusal, match="somebody works on a draft"):
        roll_back(person("judith"), "refund", 1, "me too")
    assert publish_draft(person("judith"), draft.id, "back").number == 3


def test_a_retired_process_is_started_by_nobody_and_its_tickets_go_on(app, sign_in):
    ana, hana, carla, li = map(sign_in, ("ana", "hana", "carla", "li"))
    running, begun = file(ana), file(ana, {"student": "Half"}, draft=True)
    with app.app_context():
        retire(person("hana"), "refund", "replaced by the new one")
    for client, status in ((ana, 409), (hana, 409), (li, 404)):
        answer = client.post("/api/processes/refund/tickets", json={"answers": REFUND})
        assert answer.status_code == status, answer.json
        assert client.get("/start/refund").status_code == status
    assert "/start/refund" not in ana.get("/catalogue").get_data(as_text=True)
    assert ana.post(f"/api/tickets/{begun}/acts", json={"act": "submit", "answers": REFUND}).status_code == 409
    assert ana.get(f"/tickets/{begun}/edit").status_code == 409
    assert act(carla, running, "approve", step="director")["status"] == "open"
    assert hana.get("/api/processes/refund").json["retired"]
    with app.app_context():
        with pytest.raises(Refusal):
            retire(person("hana"), "refund", "again")
        bring_back(person("hana"), "refund", "still needed")
        with pytest.raises(Refusal):
            bring_back(person("hana"), "refund", "again")
        with reading() as c:
            assert [(each.what, each.reason) for each in deeds(c, "refund")] == [
                ("back", "still needed"), ("retired", "replaced by the new one"),
            ]  # fmt: skip
    assert file(li)


def test_only_process_admins_lead_the_life_of_a_process(world):
    id = drafted("hana", WORDED)
    doors = (
        lambda who: publish_draft(who, id, "x"),
        lambda who: rebase(who, id, 2),
        lambda who: close_draft(who, id),
        lambda who: roll_back(who, "refund", 1, "x"),
        lambda who: retire(who, "refund", "x"),
        lambda who: bring_back(who, "refund", "x"),
        lambda who: switch_four_eyes(who, "refund", True, "x"),
    )
    for door in doors:
        with pytest.raises(Forbidden):
            door(person("ana"))
    with pytest.raises(NotFound):
        retire(person("li"), "supplies", "x")


@pytest.mark.parametrize("reason", ["", "  "])
def test_every_deed_needs_a_reason(world, reason):
    for deed in (retire, bring_back):
        with pytest.raises(Invalid):
            deed(person("hana"), "refund", reason)
    with pytest.raises(Invalid):
        switch_four_eyes(person("hana"), "refund", True, reason)
