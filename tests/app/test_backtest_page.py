"""Before anyone clicks publish: which recorded tickets would have gone elsewhere, told on pages and to programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from click.testing import CliRunner

from app.cli import main
from app.db import reading
from app.people.queries import find as find_person
from app.processes.drafts import StoredDrafts, open_draft
from app.tickets import backtest_pages
from app.tickets import backtest_runs as runs
from tests.app.asking import REFUND, act, file
from tests.conftest import EXAMPLES, SECRET

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
HIGHER = TEXT.replace("5000.00 CNY", "8000.00 CNY").replace("5000.01 CNY", "8000.01 CNY")


def draft_of(app, text: str):
    """The draft of the refund process with this text."""
    with app.app_context():
        with reading() as c:
            hana = find_person(c, "hana")
        mine = StoredDrafts(lambda: hana)
        draft = open_draft(hana, "refund")
        return mine.save(draft.id, draft.revision, text, "edit").draft


def filed(sign_in, *amounts: str) -> list[int]:
    ana = sign_in("ana")
    return [file(ana, REFUND | {"amount": amount}) for amount in amounts]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_changing_the_threshold_shows_which_tickets_would_have_gone_elsewhere_before_anyone_publishes(app, sign_in):
    _small, between, large = filed(sign_in, "400.00", "6500.00", "9000.00")
    act(sign_in("carla"), between, "approve", step="director")
    hana, draft = sign_in("hana"), draft_of(app, HIGHER)
    publish, address = f"/processes/drafts/{draft.id}/publish", f"/processes/drafts/{draft.id}/backtest"
    assert "Try it on recorded tickets" in words(hana.get(publish).text)

    answer = hana.post(address, data={"_act": "begin", "since": "2020-01-01", "_csrf": hana.csrf})
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    for page in (address, publish):
        shown = words(hana.get(page).text)
        assert "All 3 tickets were tried." in shown
        assert "go as they went 2" in shown and "go elsewhere 1" in shown and "could not be tried 0" in shown
        assert "before: Head of department → Finance" in shown and "after: Line manager" in shown
        assert "wait for a decision nobody made: from there on nothing is said 1" in shown

    (kind,) = re.findall(rf'href="({address}/\d+/\w+)"', hana.get(address).text)
    shown = hana.get(kind).text
    assert re.findall(rf'href="{address}/\d+/tickets/(\d+)"', shown) == [str(between)]
    (one,) = re.findall(rf'href="({address}/\d+/tickets/{between})"', shown)
    shown = words(hana.get(one).text)
    assert "another way from here" in shown and "nobody decided this: the replay stops here" in shown
    assert "Amount is more than 5,000.00 CNY" in shown and "Amount is more than 8,000.00 CNY" in shown
    assert "6500.00 CNY" in shown
    assert "It goes as it went." in words(hana.get(one.replace(f"/{between}", f"/{large}")).text)

    assert hana.get("/processes/refund/2").status_code == 404


def test_a_draft_that_was_changed_is_told_and_its_run_goes_no_further(app, sign_in):
    filed(sign_in, "6500.00", "6600.00")
    hana, draft = sign_in("hana"), draft_of(app, HIGHER)
    with app.app_context():
        made = runs.program_of(draft)
        run = runs.go_on(runs.begin(draft, "hana", None, None), draft, made, 0)
        assert (run.state, run.result["tickets"]) == ("running", 1)
    draft_of(app, HIGHER.replace("8000.00", "7000.00").replace("8000.01", "7000.01"))
    address = f"/processes/drafts/{draft.id}/backtest"
    hana.post(address, data={"_act": "go", "_csrf": hana.csrf})
    shown = words(hana.get(address).text)
    assert "The draft was changed since this was tried" in shown and "Stopped after 1 of 2 tickets." in shown
    draft_of(app, HIGHER)
    assert "1 of 2 tickets tried" in words(hana.get(address).text)
    hana.post(address, data={"_act": "go", "_csrf": hana.csrf})
    assert "All 2 tickets were tried." in words(hana.get(address).text)


def test_two_tabs_that_ask_for_the_same_piece_count_nothing_twice(app, sign_in):
    filed(sign_in, "6500.00", "6600.00", "9000.00")
    draft = draft_of(app, HIGHER)
    with app.app_context():
        made = runs.program_of(draft)
        begun = runs.begin(draft, "hana", None, None)
        first, second = (runs.go_on(begun, draft, made, 0) for _tab in range(2))
        assert first == second and first.result["tickets"] == 1
        with reading() as c:
            assert runs.find(c, draft.id, begun.id) == first
        whole = runs.go_on(first, draft, made)
        assert (whole.state, whole.result["tickets"], whole.result["moved"]) == ("done", 3, 2)


def test_a_run_is_stopped_and_goes_on_where_it_was(app, sign_in):
    filed(sign_in, "6500.00", "6600.00")
    hana, draft = sign_in("hana"), draft_of(app, HIGHER)
    address = f"/processes/drafts/{draft.id}/backtest"
    with app.app_context():
        begun = runs.begin(draft, "hana", None, None)
        run = runs.go_on(begun, draft, runs.program_of(draft), 0)
    hana.post(address, data={"_act": "stop", "_csrf": hana.csrf})
    shown = words(hana.get(address).text)
    assert "Stopped after 1 of 2 tickets." in shown
    with app.app_context():
        assert runs.go_on(run, draft, runs.program_of(draft)) == replace(run, state="stopped")
    hana.post(address, data={"_act": "again", "_csrf": hana.csrf})
    assert "All 2 tickets were tried." in words(hana.get(address).text)


def test_only_tickets_begun_in_the_days_that_were_asked_for_are_tried(app, sign_in):
    filed(sign_in, "6500.00")
    hana, draft = sign_in("hana"), draft_of(app, HIGHER)
    address = f"/processes/drafts/{draft.id}/backtest"
    hana.post(address, data={"_act": "begin", "since": "2001-01-01", "until": "2001-12-31", "_csrf": hana.csrf})
    assert "All 0 tickets were tried." in words(hana.get(address).text)
    wrong = hana.post(address, data={"_act": "begin", "since": "last year", "_csrf": hana.csrf})
    assert wrong.status_code == 422 and "This day cannot be read." in wrong.text


def test_only_who_writes_processes_tries_drafts(app, sign_in):
    filed(sign_in, "6500.00")
    draft = draft_of(app, HIGHER)
    address = f"/processes/drafts/{draft.id}/backtest"
    ana = sign_in("ana")
    for answer in (ana.get(address), ana.post(address, data={"_act": "begin", "_csrf": ana.csrf})):
        assert answer.status_code in (403, 404)
    assert sign_in("hana").get(f"{address}/99/abc").status_code == 404


def test_a_draft_with_problems_is_not_tried(app, sign_in):
    filed(sign_in, "6500.00")
    hana, draft = sign_in("hana"), draft_of(app, TEXT.replace("by requester.manager\n", "by requester.boss\n"))
    answer = hana.post(f"/processes/drafts/{draft.id}/backtest", data={"_act": "begin", "_csrf": hana.csrf})
    assert answer.status_code == 422 and "when the text has no problems" in answer.text


def test_a_program_begins_reads_and_stops(app, sign_in):
    (ticket,) = filed(sign_in, "6500.00")
    hana, draft = sign_in("hana"), draft_of(app, HIGHER)
    address = f"/api/drafts/{draft.id}/backtest"
    assert hana.get(address).status_code == hana.post(address, json={"do": "go"}).status_code == 404
    begun = hana.post(address, json={"since": "2020-01-01"})
    assert (begun.status_code, begun.json["state"], begun.json["outdated"]) == (201, "done", False)
    assert begun.json["result"]["ways"] == [
        {"before": ["director", "controllers"], "after": ["line_manager"], "count": 1, "tickets": [ticket]}
    ]
    assert hana.get(address).json == hana.post(address, json={"do": "stop"}).json == begun.json
    assert hana.post(address, json={"since": "soon"}).json["errors"][0]["path"] == "since"
    assert hana.post(address, json={"do": "jump"}).status_code == 422
    assert sign_in("ana").post(address, json={}).status_code in (403, 404)


def test_the_command_tries_a_file_on_the_database(app, sign_in, monkeypatch, tmp_path):
    (ticket,) = filed(sign_in, "6500.00")
    with app.app_context():
        url = app.config["SQLALCHEMY_DATABASE_URI"]
    for name, value in {"DATABASE": url, "DATA": str(tmp_path), "SECRET": SECRET, "DEMO": "1"}.items():
        monkeypatch.setenv(f"WAYBILL_{name}", value)
    path = tmp_path / "higher.way"
    path.write_text(HIGHER, "utf-8")
    words = ("backtest", str(path), "--process", "refund")
    said = CliRunner().invoke(main, words)
    assert said.exit_code == 0 and "1 tickets tried, 1 go elsewhere, 0 not tried" in said.stdout
    assert f"1: director, controllers -> line_manager; tickets {ticket}" in said.stdout
    found = json.loads(CliRunner().invoke(main, (*words, "--json", "--since", "2020-01-01")).stdout)
    assert (found["tickets"], found["moved"], found["asked"]) == (1, 1, {"line_manager": 1})
    assert json.loads(CliRunner().invoke(main, (*words, "--json", "--until", "2020-01-01")).stdout)["tickets"] == 0


def test_who_does_not_see_a_ticket_is_told_only_the_count(app, sign_in):
    ids = filed(sign_in, "6500.00", "6600.00")
    with app.app_context(), reading() as c:
        ana, li, hana = (find_person(c, who) for who in ("ana", "li", "hana"))
        assert [each.id for each in backtest_pages.seen(c, ana, ids[::-1])[0]] == ids[::-1]
        assert [backtest_pages.counted(c, who, ids) for who in (hana, ana, li)] == [2, 2, 0]
        assert backtest_pages.seen(c, li, ids) == ([], False)


def test_odd_days_are_refused_or_mean_what_they_say(app, sign_in):
    filed(sign_in, "6500.00")
    hana, draft = sign_in("hana"), draft_of(app, HIGHER)
    begin = {"_act": "begin", "since": "2020-01-01", "_csrf": hana.csrf}
    refused = hana.post(f"/processes/drafts/{draft.id}/backtest", data=begin | {"until": "the day after"})
    assert refused.status_code == 422 and "This day cannot be read." in refused.text
    last = hana.post(f"/api/drafts/{draft.id}/backtest", json={"until": "9999-12-31"})
    assert last.status_code == 201


def test_a_draft_with_no_process_in_it_has_a_page_to_publish_it_that_says_so(app, sign_in):
    hana, draft = sign_in("hana"), draft_of(app, "# nothing yet\n")
    shown = hana.get(f"/processes/drafts/{draft.id}/publish")
    assert shown.status_code == 200 and "Problems" in shown.text
