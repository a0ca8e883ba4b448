"""Moving running tickets to another version: the plan, doing it, undoing it, and all that looks at tickets afterwards."""

from __future__ import annotations

import json
from datetime import timedelta
from threading import Thread

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update
from werkzeug.exceptions import Conflict, Forbidden, NotFound

from app.audit.verified import verified
from app.cli import main
from app.db import now, reading, transaction
from app.journal import chain, checkpoints
from app.journal.rows import journal
from app.people import queries as people
from app.processes.publish import publish
from app.processes.queries import find_version
from app.processes.rows import process
from app.tickets import moves, rebuild
from app.tickets.checks.every import looked
from app.tickets.erase import erase
from app.tickets.known import know
from app.tickets.perform import Wish, perform
from app.tickets.retention import put_hold
from app.tickets.rows import moved as moved_rows
from app.tickets.xes import Wanted, xes
from dsl.engine import commands
from dsl.engine.refused import Refused
from tests.app.asking import REFUND, act, file
from tests.app.bundling import alone, bundle
from tests.conftest import EXAMPLES, SECRET

FILES = {path.name: path.read_text("utf-8") for path in EXAMPLES.glob("*.csv")}
OLD = (EXAMPLES / "refund.way").read_text("utf-8")


def next_version(app, *pairs: str) -> int:
    """Publish the text with some of it replaced, without what stands behind its flow; the number of the version."""
    text = OLD[: OLD.index("\n  example ")] + "\n}\n"
    for was, will in zip(pairs[::2], pairs[1::2], strict=True):
        assert was in text, was
        text = text.replace(was, will)
    with app.app_context():
        made = publish(f"# {now()}\n{text}", "hana", "another one", FILES)
    assert hasattr(made, "number"), made
    return made.number


def person(id: str):
    with reading() as c:
        return people.find(c, id)


def plan(app, to: int, by: str = "hana") -> dict[int, tuple[str, list[str]]]:
    with app.app_context(), reading() as c:
        _process, version = moves.target(c, person(by), "refund", to)
        chosen = [id for id, _count in moves.all_waiting(c, version)]
        return {one.ticket: (one.verdict, [each.code for each in one.why]) for one in moves.looked(c, by, version, chosen)}


def moved(app, to: int, reason: str = "a better rule") -> moves.State:
    with app.app_context():
        with reading() as c:
            _process, version = moves.target(c, person("hana"), "refund", to)
            chosen = moves.all_waiting(c, version)
        id = moves.begin(person("hana"), "refund", to, chosen, reason)
        return moves.go_on(id, 60)


def journal_of(app) -> int:
    with app.app_context(), reading() as c:
        return c.scalar(select(func.count()).select_from(journal))


def breaches(app) -> list[str]:
    with app.app_context():
        found = looked()
        next(found)
        return [str(each) for each in found]


def test_a_ticket_moves_and_goes_on_by_the_new_rules(app, sign_in):
    ana, carla = sign_in("ana"), sign_in("carla")
    one, ended = file(ana), file(ana)
    act(ana, ended, "withdraw")
    draft = file(ana, draft=True)
    to = next_version(app, '"Two departments"', '"Both departments"')
    found = plan(app, to)
    assert found.keys() == {one}, "drafts and what has ended are not listed"
    assert found[one] == ("moves", ["way"])
    state = moved(app, to)
    assert (state.state, state.counts, state.changed) == ("done", {"moves": 1}, 0)
    act(carla, one, "approve", step="director")
    page = sign_in("hana").get(f"/tickets/{one}").get_data(as_text=True)
    assert "moved it to version" in page and "a better rule" in page and "Both departments" in page
    told = ana.get(f"/api/tickets/{one}/history").json["events"]
    assert [each["version"] for each in told if each["type"] == "Moved"] == [to]
    assert breaches(app) == []
    with app.app_context():
        assert [changed for _id, changed in rebuild.rebuild()] == [False] * 3
        with reading() as c:
            assert know(c, draft).version != know(c, one).version


def test_what_cannot_move_stays_with_the_reason(app, sign_in):
    ana, held = sign_in("ana"), file(sign_in("ana"))
    small, own = file(ana, REFUND | {"amount": "800.00"}), file(sign_in("hana"), REFUND | {"amount": "800.00"})
    with app.app_context(), transaction() as c:
        put_hold(c, held, "judith", "case 17")
    to = next_version(app, "approve line_manager", "approve team_lead")
    found = plan(app, to)
    assert found == {held: ("cannot", ["held"]), small: ("cannot", ["step-gone"]), own: ("cannot", ["own"])}
    before = journal_of(app)
    state = moved(app, to)
    assert state.counts == {"cannot": 3} and journal_of(app) == before
    with app.app_context(), reading() as c:
        assert [row.why[0]["code"] for row in moves.results(c, state.id)] == ["held", "step-gone", "own"]


def test_only_process_admins_move_and_not_to_their_own_text_under_four_eyes(app, sign_in):
    file(sign_in("ana"))
    to = next_version(app)
    with app.app_context():
        for who, wrong in (("ana", Forbidden), ("judith", Forbidden)):
            with pytest.raises(wrong), reading() as c:
                moves.target(c, person(who), "refund", to)
        with reading() as c, pytest.raises(NotFound):
            moves.target(c, person("hana"), "refund", to + 1)
        with transaction() as c:
            c.execute(update(process).values(four_eyes=True))
        with reading() as c, pytest.raises(Conflict, match="four eyes"):
            moves.target(c, person("hana"), "refund", to)


def test_who_acts_at_the_same_time_wins_or_loses_whole(app, sign_in):
    ana, carla = sign_in("ana"), sign_in("carla")
    one, two = file(ana), file(ana)
    to = next_version(app, "approve director", "approve head")
    fine = next_version(app)
    with app.app_context():
        with reading() as c:
            known = know(c, one)
            _process, version = moves.target(c, person("hana"), "refund", fine)
            chosen = moves.all_waiting(c, version)
        act(carla, two, "approve", step="director")
        id = moves.begin(person("hana"), "refund", fine, chosen, "a better rule")
        state = moves.go_on(id, 60)
        assert (state.counts, state.changed) == ({"moves": 2}, 1), "what changed since is planned anew, and told"
        with pytest.raises(Refused, match="moved to another version"):
            perform(Wish(commands.Approve(by="carla", step="director"), one, known=known))
    assert plan(app, to) == {one: ("cannot", ["step-gone"]), two: ("cannot", ["parts-rearranged"])}


def test_a_move_that_is_interrupted_goes_on_where_it_stopped(app, sign_in):
    tickets = [file(sign_in("ana")) for _ in range(3)]
    to = next_version(app)
    with app.app_context():
        with reading() as c:
            chosen = moves.all_waiting(c, moves.target(c, person("hana"), "refund", to)[1])
        id = moves.begin(person("hana"), "refund", to, chosen, "a better rule")
        assert (first := moves.go_on(id, 0)).going and first.done == 1
        with reading() as c:
            row = moves.row_of(c, id)
            version, known = find_version(c, row.version), {1: 1, row.version: to}
        moves.move_one(row, version, known, tickets[0], 0)
        assert moves.go_on(id, 0).done == 2 and not moves.go_on(id, 60).going
        with reading() as c:
            told = c.scalars(select(journal.c.ticket).where(journal.c.type == "Moved").order_by(journal.c.ticket))
            assert list(told) == tickets, "each once"
    assert breaches(app) == []


def test_a_move_is_undone_where_nothing_was_done_since(app, sign_in):
    ana, carla, hana = sign_in("ana"), sign_in("carla"), sign_in("hana")
    one, two = file(ana), file(ana)
    with app.app_context(), reading() as c:
        old = rebuild.rows_of(c, one)[1:]
    was = ana.get(f"/api/tickets/{one}").json
    state = moved(app, next_version(app, "student: text 80", "pupil: text 80 \"Pupil\" optional\n      student: text 80"))
    act(carla, two, "approve", step="director")
    with app.app_context():
        moves.undo(person("hana"), state.id, "too early")
        with pytest.raises(Conflict):
            moves.undo(person("hana"), state.id, "again")
        after = moves.go_on(state.id, 60)
        assert (after.state, after.back, after.kept) == ("undone", 1, 1)
        with reading() as c:
            assert [row.kept and row.kept[0]["code"] for row in moves.results(c, state.id)] == [None, "changed"]
            assert rebuild.rows_of(c, one)[1:] == old
    now_told = ana.get(f"/api/tickets/{one}").json
    differs = {key for key in was if was[key] != now_told[key]}
    assert differs == {"number", "changed"}
    assert "moved it back to version" in hana.get(f"/tickets/{one}").get_data(as_text=True)
    act(carla, one, "approve", step="director")
    assert breaches(app) == []


def test_who_may_see_a_moved_ticket_and_what_of_it_follows_the_new_version(app, sign_in):
    ana, dan = sign_in("ana"), sign_in("dan")
    one = file(ana)
    assert dan.get(f"/api/tickets/{one}").json["answers"]["student"] == "Li Hua"
    assert sign_in("bruno").get(f"/api/tickets/{one}").status_code == 200, "student affairs see all tickets of version 1"
    hides = "sees all, edits amount", "sees course, edits amount"
    moved(app, next_version(app, 'seen by role("student-affairs")', 'seen by role("process-admin")', *hides))
    assert sign_in("bruno").get(f"/api/tickets/{one}").status_code == 404
    told = dan.get(f"/api/tickets/{one}").json
    assert set(told["answers"]) == {"amount", "course"} and told["title"] is None
    assert "Li Hua" not in dan.get(f"/api/tickets/{one}/history").get_data(as_text=True)
    assert "Li Hua" not in dan.get(f"/tickets/{one}").get_data(as_text=True)
    assert breaches(app) == []


FORGED = {
    "no act asked for this move": lambda body, act: {"act": act + 1},
    "has another reason": lambda body, act: {"reason": "for a friend"},
    "moves to another version": lambda body, act: {"version": 1},
}


def test_verify_finds_a_move_that_nobody_asked_for(app, sign_in, tmp_path):
    one, two = file(sign_in("ana")), file(sign_in("ana"))
    state = moved(app, next_version(app))
    assert breaches(app) == []
    for wrong, change in FORGED.items():
        with app.app_context(), transaction() as c:
            rows = c.execute(select(journal).where(journal.c.ticket == one).order_by(journal.c.number)).mappings().all()
            was = dict(rows[-1])
            forge(c, rows[-2]["digest"], was, change(was["body"], state.act))
        assert any(wrong in each for each in breaches(app)), wrong
        with app.app_context(), transaction() as c:
            c.execute(update(journal).where(journal.c.ticket == one, journal.c.number == was["number"]).values(was))
    with app.app_context():
        with transaction() as c:
            forge(c, rows[-2]["digest"], was, {"act": state.act + 1})
        checkpoints.make()
    code, said = alone(bundle(app, tmp_path / "forged.zip"), tmp_path)
    assert code == 1 and f"ticket {one}, event 6: no act asked for this move" in said
    with app.app_context(), transaction() as c:
        c.execute(update(journal).where(journal.c.ticket == one, journal.c.number == was["number"]).values(was))
        c.execute(moved_rows.delete().where(moved_rows.c.ticket == two))
    assert [each for each in breaches(app) if each.startswith("moves")] == [f"moves: ticket {two}, event 6: no move has it"]


def forge(c, head: str, row: dict, change: dict) -> None:
    """Change the event, and make its chain right again."""
    row = chain.sealed(head, row | {"body": row["body"] | change})
    c.execute(update(journal).where(journal.c.ticket == row["ticket"], journal.c.number == row["number"]).values(row))


def test_bundles_exports_and_erasures_take_moved_tickets_along(app, sign_in, tmp_path):
    ana, carla = sign_in("ana"), sign_in("carla")
    one, back = file(ana, REFUND | {"lines": [{"item": "Book", "price": "12.50", "quantity": 2}]}), file(ana)
    act(ana, back, "take back")
    state = moved(app, next_version(app, "quantity * price", "quantity * price * 2"))
    assert state.counts == {"moves": 2}
    act(carla, one, "reject", step="director", comment="no")
    with app.app_context():
        moves.undo(person("hana"), state.id, "too early")
        moves.go_on(state.id, 60)
        checkpoints.make()
    assert ana.get(f"/api/tickets/{one}").json["answers"]["listed"] == "50.00"
    path = bundle(app, tmp_path / "b.zip")
    code, said = alone(path, tmp_path)
    assert code == 0 and "2 tickets" in said, said
    assert verified(path).seen["batches"] == 7
    with app.app_context(), reading() as c:
        assert "".join(xes(c, Wanted(names=True))).count('key="waybill:type" value="Moved"') == 3
    document = sign_in("hana").get("/audit/population").get_data(as_text=True)
    assert "50.00" in document
    with app.app_context():
        erase(one, "hana", "asked to", now() + timedelta(days=6 * 366))
    assert breaches(app) == []
    assert "moved it to version" in sign_in("hana").get(f"/tickets/{one}").get_data(as_text=True)


def test_the_pages_show_the_plan_move_and_undo(app, sign_in):
    ana, hana = sign_in("ana"), sign_in("hana")
    one, two = file(ana), file(ana, REFUND | {"amount": "800.00"})
    to = next_version(app, "approve line_manager", "approve team_lead")
    page = hana.get("/processes/refund/move").get_data(as_text=True)
    assert f'value="{one}.5" checked' in page and "`Line manager` is open and is not in the new version" in page
    only = hana.get(f"/processes/refund/move?to={to}&verdict=cannot").get_data(as_text=True)
    assert f"#{two}<" in only and f"#{one}<" not in only
    form = {"to": str(to), "_csrf": hana.csrf, "_act": "chosen", "ticket": [f"{one}.5", f"{two}.3"]}
    assert "say why" in hana.post("/processes/refund/move", data=form).get_data(as_text=True)
    gone = hana.post("/processes/refund/move", data=form | {"reason": "team leads now"})
    assert gone.status_code == 303
    page = hana.get(gone.location).get_data(as_text=True)
    assert "Moved: 1. Stayed: 1." in page and "Undo this move" in page
    undone = hana.post(gone.location, data={"_csrf": hana.csrf, "_act": "undo", "reason": "too early"})
    assert "Undone: 1 are back where they were" in hana.get(undone.location).get_data(as_text=True)
    assert ana.get("/processes/refund/move").status_code == 403 and ana.get(gone.location).status_code == 403
    assert "Tickets were moved to another version" in hana.get("/audit/acts").get_data(as_text=True)


@pytest.fixture
def waybill(database, tmp_path):
    """waybill("move", …) runs the command on the same database."""
    given = {"WAYBILL_DATABASE": database, "WAYBILL_DATA": str(tmp_path), "WAYBILL_SECRET": SECRET}
    return lambda *words: CliRunner().invoke(main, words, env=given)


def test_programs_and_the_command_move_as_the_pages_do(app, sign_in, waybill):
    ana, hana = sign_in("ana"), sign_in("hana")
    one, _small = file(ana), file(ana, REFUND | {"amount": "800.00"})
    to = next_version(app, "approve line_manager", "approve team_lead")
    told = hana.get(f"/api/processes/refund/move?to={to}&limit=1").json
    assert told["tickets"][0]["verdict"] == "moves" and told["next"] == one
    assert ana.get(f"/api/processes/refund/move?to={to}").status_code == 403
    wrong = hana.post("/api/processes/refund/moves", json={"to": to, "tickets": [one], "reason": " "})
    assert wrong.status_code == 422
    made = hana.post("/api/processes/refund/moves", json={"to": to, "tickets": [one], "reason": "team leads"})
    assert made.status_code == 201 and (made.json["moved"], made.json["state"]) == (1, "done")
    place = f"/api/processes/refund/moves/{made.json['move']}"
    assert hana.get(place).json["tickets"][0]["number"] == 6
    assert hana.post(f"{place}/acts", json={"act": "undo", "reason": "no"}).json["back"] == 1
    by = ["--by", "hana", "--json"]
    run = waybill("move", "refund", "--to", str(to), *by)
    assert run.exit_code == 1 and [each["verdict"] for each in json.loads(run.stdout)["tickets"]] == ["moves", "cannot"]
    run = waybill("move", "refund", "--to", str(to), *by, "--apply", "--reason", "team leads", "--tickets", str(one))
    assert run.exit_code == 0 and json.loads(run.stdout)["moved"] == 1
    run = waybill("move", "--undo", str(json.loads(run.stdout)["move"]), "--by", "hana", "--reason", "too early")
    assert run.exit_code == 0 and "1 moved back" in run.output
    assert breaches(app) == []


def test_moves_and_acts_at_once_leave_every_ticket_whole(app, sign_in):
    ana, carla = sign_in("ana"), sign_in("carla")
    tickets = [file(ana) for _ in range(8)]
    to = next_version(app, '"Two departments"', '"Both departments"')
    answers = []

    def approve() -> None:
        for id in reversed(tickets):
            said = carla.post(f"/api/tickets/{id}/acts", json={"act": "approve", "step": "director"})
            answers.append(said.status_code)

    with app.app_context(), reading() as c:
        chosen = moves.all_waiting(c, moves.target(c, person("hana"), "refund", to)[1])
    with app.app_context():
        id = moves.begin(person("hana"), "refund", to, chosen, "a better rule")
    threads = [Thread(target=approve), *(Thread(target=finish, args=(app, id)) for _ in range(2))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with app.app_context(), reading() as c:
        events = c.scalars(select(journal.c.ticket).where(journal.c.type == "Moved").order_by(journal.c.ticket))
        assert list(events) == tickets, "each once"
        assert moves.state_of(c, id).counts == {"moves": 8}
    assert set(answers) <= {200, 409} and breaches(app) == []


def finish(app, id: int) -> None:
    """Go on to the end, as a page would."""
    with app.app_context():
        while moves.go_on(id, 0.05).going:
            pass
