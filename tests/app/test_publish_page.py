"""Publishing a draft on its page: what it says beforehand, what it refuses and why, and two versions side by side."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.db import reading, transaction
from app.people.changes import entry, known, save
from app.processes.drafts import StoredDrafts, new_draft, open_draft
from app.processes.life import switch_four_eyes
from app.processes.publish import publish
from app.processes.publish_draft import publish_draft
from app.processes.queries import find, versions
from tests.app.asking import file, person
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
HIGHER = TEXT.replace("large when amount > 5000.00 CNY", "large when amount > 5000.00 CNY or amount = 4999.99 CNY")
AGAIN = TEXT.replace("process refund", "process again").replace('    refund "', '    again "')
FAILING = TEXT.replace("large when amount > 5000.00 CNY", "large when amount > 8000.00 CNY")


@pytest.fixture
def world(app):
    """The product, with a second process admin."""
    with app.app_context(), transaction() as c:
        save(c, entry(known(c, "judith") | {"roles": "auditor process-admin"}))
    return app


def draft_of(app, text: str, who: str = "hana") -> int:
    """An open draft of the refund process with this text, written by `who`."""
    with app.app_context():
        me = person(who)
        draft = open_draft(me, "refund")
        StoredDrafts(lambda: me).save(draft.id, draft.revision, text, "edit")
        return draft.id


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def press(client, id: int, reason: str = "because", **more):
    form = {"reason": reason, "revision": "2", "_csrf": client.csrf, **more}
    return client.post(f"/processes/drafts/{id}/publish", data=form)


def newest(app) -> int:
    with app.app_context(), reading() as c:
        return find(c, "refund").number


def test_the_page_says_what_changes_in_words_lines_and_pictures(world, sign_in):
    hana, id = sign_in("hana"), draft_of(world, HIGHER)
    shown = page(hana, f"/processes/drafts/{id}/publish")
    assert "condition of desk.large: amount &gt; 5000.00 CNY → amount &gt; 5000.00 CNY or amount = 4999.99 CNY" in shown
    html = hana.get(f"/processes/drafts/{id}/publish").text
    assert html.count('class="progress"') == 2 and "<ins>" in html and "<del>" in html
    assert "30 equal lines" in shown and "All 6 examples pass" in shown
    assert re.search(r'<button class="button main" id="publish-button">', html)


def test_tickets_under_way_are_counted_by_the_version_they_stay_on(world, sign_in):
    ana, hana = sign_in("ana"), sign_in("hana")
    file(ana), file(ana)
    assert "2 tickets under way stay on version 1" in page(hana, f"/processes/drafts/{draft_of(world, HIGHER)}/publish")


def test_the_button_publishes_with_a_reason_and_leads_to_the_process(world, sign_in):
    hana, id = sign_in("hana"), draft_of(world, HIGHER)
    assert press(hana, id, " ").status_code == 422
    assert newest(world) == 1
    answer = press(hana, id, "art is special")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/processes/refund/2?did=publish")
    shown = page(hana, answer.headers["Location"])
    assert "The new version is published." in shown and "File one now" in shown and "art is special" in shown
    with world.app_context(), reading() as c:
        assert [each.text for each in versions(c, "refund")] == [HIGHER, TEXT]
    assert page(hana, f"/processes/drafts/{id}/publish", 409)


def test_problems_refuse_and_lead_to_where_they_are_mended(world, sign_in):
    hana, id = sign_in("hana"), draft_of(world, TEXT.replace("by requester.manager\n", "by requester.boss\n"))
    html = hana.get(f"/processes/drafts/{id}/publish").text
    assert f'href="/design/{id}/flow?at=items.7.steps.0.arms.1.steps.0.clauses.0"' in html
    assert re.search(r'id="publish-button" disabled', html)
    answer = press(hana, id)
    assert (answer.status_code, newest(world)) == (422, 1)
    assert "This text cannot be published" in answer.text


def test_a_text_that_cannot_be_read_is_compared_by_its_lines(world, sign_in):
    shown = page(sign_in("hana"), f"/processes/drafts/{draft_of(world, TEXT + '}')}/publish")
    assert "only its lines are compared" in shown and "1 problem" in shown


def test_failing_examples_refuse_and_are_named(world, sign_in):
    hana, id = sign_in("hana"), draft_of(world, FAILING)
    shown = page(hana, f"/processes/drafts/{id}/publish")
    assert "1 of 6 examples fail" in shown
    assert "expected director, but line_manager is asked now" in shown
    assert (press(hana, id).status_code, newest(world)) == (422, 1)


def test_four_eyes_say_who_may_publish_instead(world, sign_in):
    with world.app_context():
        switch_four_eyes(person("judith"), "refund", True, "audit")
    id = draft_of(world, HIGHER)
    hana, judith = sign_in("hana"), sign_in("judith")
    shown = page(hana, f"/processes/drafts/{id}/publish")
    assert "you wrote part of this text" in shown and re.search(r"It can be published by: [^.]*Judith", shown)
    refused = press(hana, id)
    assert (refused.status_code, newest(world)) == (409, 1) and "four eyes" in refused.text
    assert "others wrote it, you publish it" in page(judith, f"/processes/drafts/{id}/publish")
    assert press(judith, id).status_code == 303
    assert "written by Hana" in page(judith, "/processes/refund/2")


def test_a_draft_that_a_newer_version_overtook_brings_its_changes_in(world, sign_in):
    hana, id = sign_in("hana"), draft_of(world, TEXT)
    with world.app_context():
        me = person("judith")
        publish(TEXT.replace('"Pay out"', '"Pay"'), "judith", "shorter")
        StoredDrafts(lambda: me).save(id, 1, HIGHER, "edit")
    shown = page(hana, f"/processes/drafts/{id}/publish")
    assert "Version 2 was published after this draft began" in shown
    assert press(hana, id).status_code == 409
    answer = hana.post(f"/processes/drafts/{id}/publish", data={"_rebase": "both", "revision": "2", "_csrf": hana.csrf})
    assert answer.status_code == 303
    assert press(hana, id, revision="3").status_code == 303
    with world.app_context(), reading() as c:
        assert versions(c, "refund")[0].text == HIGHER.replace('"Pay out"', '"Pay"')


def test_a_new_process_is_published_from_its_page(world, sign_in):
    hana = sign_in("hana")
    with world.app_context():
        id = new_draft(person("hana"), AGAIN).id
    assert "This process is new" in page(hana, f"/processes/drafts/{id}/publish")
    assert press(hana, id, revision="1").headers["Location"] == "/processes/again/1?did=publish"


def test_the_published_text_again_is_nothing_to_publish(world, sign_in):
    hana, id = sign_in("hana"), draft_of(world, TEXT)
    assert "there is nothing to publish" in page(hana, f"/processes/drafts/{id}/publish")
    assert press(hana, id, revision="1").status_code == 409


def test_any_two_versions_are_compared(world, sign_in):
    hana, id = sign_in("hana"), draft_of(world, HIGHER)
    press(hana, id)
    shown = page(hana, "/processes/refund/compare?from=1&to=2")
    assert "condition of desk.large" in shown and "because" in shown
    assert page(hana, "/processes/refund/compare") == shown
    assert "The texts are the same." in page(hana, "/processes/refund/compare?from=2&to=2")
    assert page(hana, "/processes/refund/compare?from=1&to=7", 404)
    assert "What changed in version 2" in page(hana, "/processes/refund/2")


def test_of_very_many_changes_the_first_are_told(world, sign_in):
    rows = "".join(f"    r{number} when amount = {number}.00 CNY -> manager\n" for number in range(300, 700))
    hana, id = sign_in("hana"), draft_of(world, TEXT.replace("    small when", rows + "    small when"))
    shown = page(hana, f"/processes/drafts/{id}/publish")
    assert "rule desk.r300 added" in shown and "and 100 more changes" in shown and "desk.r699 added" not in shown


def test_who_may_not_design_gets_neither_page_nor_button(world, sign_in, client):
    id = draft_of(world, HIGHER)
    ana = sign_in("ana")
    assert ana.get(f"/processes/drafts/{id}/publish").status_code == 403
    assert press(ana, id).status_code == 403
    assert newest(world) == 1
    with world.app_context():
        own = new_draft(person("hana"), AGAIN).id
    assert ana.get(f"/processes/drafts/{own}/publish").status_code == 404
    assert client.get(f"/processes/drafts/{id}/publish").status_code in (302, 303, 401)
    with world.app_context():
        assert publish_draft(person("hana"), id, "fine").number == 2


def test_the_rehearsal_is_for_designers_and_stores_nothing(world, sign_in):
    id = draft_of(world, HIGHER)
    ana, hana = sign_in("ana"), sign_in("hana")
    assert ana.get(f"/design/{id}/rehearse").status_code == 403
    assert ana.post(f"/design/{id}/rehearse", data={"_csrf": ana.csrf, "_act": "do submit"}).status_code == 403
    shown = hana.post(f"/design/{id}/rehearse", data={"_csrf": hana.csrf, "_act": "fill"})
    assert shown.status_code == 200 and "Fill with sensible values" in shown.text
    with world.app_context():
        assert StoredDrafts(lambda: person("hana")).find(id).revision == 2


def test_rules_that_forget_exactly_5000_are_refused_and_show_that_ticket(world, sign_in):
    forgets = TEXT.replace("otherwise -> manager", "medium when amount < 5000.00 CNY -> manager")
    hana, id = sign_in("hana"), draft_of(world, forgets)
    answer = press(hana, id)
    assert (answer.status_code, newest(world)) == (422, 1)
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))
    assert "no row of desk takes this ticket: amount 5000.00 CNY" in shown
    assert "example gap {" in shown and "amount 5000.00 CNY" in shown.split("example gap {")[1]


def test_a_claim_that_a_new_limit_breaks_is_refused_with_a_ticket_that_rehearse_can_open(world, sign_in):
    hana, id = sign_in("hana"), draft_of(world, FAILING)
    html = hana.get(f"/processes/drafts/{id}/publish").text
    assert "1 finding refuses it" in html and "line_manager → payment" in html
    assert re.search(r'id="publish-button" disabled', html)
    example = unescape(re.search(r'name="_example" value="([^"]*)"', html)[1])
    assert "amount 5000.01 CNY" in example
    opened = hana.post(f"/design/{id}/rehearse", data={"_act": "ticket", "_example": example, "_csrf": hana.csrf})
    assert opened.status_code == 200 and "5,000.01" in opened.text.replace("5000.01", "5,000.01")


def test_the_page_tells_which_tickets_go_elsewhere_with_one_to_try(world, sign_in):
    id = draft_of(world, HIGHER)
    text = page(sign_in("hana"), f"/processes/drafts/{id}/publish")
    assert "Which tickets go elsewhere" in text
    assert "4999.99" in text and "Open in Rehearse" in text


def test_two_versions_that_differ_in_words_send_no_ticket_elsewhere(world, sign_in):
    hana = sign_in("hana")
    id = draft_of(world, TEXT + "# only a comment\n")
    assert "No ticket goes elsewhere." in page(hana, f"/processes/drafts/{id}/publish")
    with world.app_context():
        publish(HIGHER, "hana", "a higher limit")
    assert "Which tickets go elsewhere" in page(hana, "/processes/refund/compare")


def test_a_field_that_is_gone_keeps_its_label_in_what_is_told_of_its_tickets(world, sign_in):
    gone = TEXT.replace("and requester.level = vip -> pay", "and requester.level = vip and reason != other -> pay")
    with world.app_context():
        publish(gone, "hana", "others are asked")
    id = draft_of(world, TEXT.replace("reason", "cause").replace('"Reason"', '"Cause"'))
    text = page(sign_in("hana"), f"/processes/drafts/{id}/publish")
    assert "and Reason is Something else and" in text
