"""A draft played with pretend people: moves lead to a story, survive edits of the text, and become examples."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from designer.drafts import Draft
from designer.edit import CannotEdit
from designer.edits.examples import KeepExample
from designer.journey import edited
from designer.look import Look, look
from designer.rehearse.opened import opened
from designer.rehearse.play import LARGEST, MOST_MOVES, Move, Play, from_text, moved_clock, to_text
from designer.rehearse.played import Played, Stage, perform
from designer.rehearse.results import first_difference, results
from designer.rehearse.seats import chosen, seats
from designer.rehearse.sensible import filled
from designer.rehearse.written import kept
from dsl.parse import parse
from dsl.story import lines
from forms.world import World
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
ANSWERS = {
    "student": "Li Hua", "course": "english", "paid_on": "2026-03-02", "amount": "5000.01", "reason": "quality", "lines": [],
}  # fmt: skip
AT = "2026-03-05T09:00"
PLAY = Play(at=AT)


def looked(text: str) -> Look:
    return look(Draft(1, text, text, 1, "hana", datetime(2026, 3, 5, tzinfo=UTC)))


def stage(text: str = TEXT) -> Stage:
    found = looked(text)
    return Stage(found.program, found.libraries)


def move(act: str, by: str, step: str = "", **more) -> Move:
    return Move(act, by, AT, step, **more)


FILED = move("submit", "ana", raw=ANSWERS)
LARGE = (
    FILED,
    move("approve", "ana.department.head", "director", comment="fine"),
    move("approve", "finance-1", "controllers"),
    move("approve", "finance-2", "controllers"),
    move("complete", "cashier-1", "payment", outcome="paid", raw={"payment_ref": "R-1"}),
)


def played(*moves: Move, text: str = TEXT, **more) -> Played:
    return perform(stage(text), replace(PLAY, moves=moves, **more))


def told(found: Played, text: str = TEXT) -> list[str]:
    return lines(stage(text).program, [event for batch in found.batches for event in batch.events])


def test_moves_become_a_story():
    assert told(played(*LARGE))[:8] == [
        "ana filed it, round 1",
        "desk decides: large -> finance",
        "forks: both",
        "asks at director: ana.department.head",
        "asks at controllers: finance-1, finance-2, finance-3",
        'ana.department.head approved director "fine"',
        "closes director: approved",
        "arm 1 of both is done",
    ]
    assert played(*LARGE).state.end == "done"


def test_what_the_directory_is_told_of_the_requester_counts():
    answers = ANSWERS | {"amount": "150.00"}
    plain, vip = (played(replace(FILED, raw=answers), told=told) for told in ({}, {"level": "vip"}))
    assert (list(plain.state.open), list(vip.state.open)) == (["line_manager"], ["payment"])


def test_the_directory_of_the_house_is_asked_where_it_knows_and_a_pretend_one_else():
    def house(question: str):
        return {"person:ana:manager": "judith"}[question]

    found = perform(
        Stage(stage().program, stage().libraries, real=house),
        replace(PLAY, real=True, moves=(replace(FILED, raw=ANSWERS | {"amount": "300.00"}),)),
    )
    assert found.state.open["line_manager"].waiting == ("judith",)


def test_everybody_an_open_step_waits_for_can_be_played():
    found = played(FILED)
    ids = [seat.id for seat in seats(stage().program, found.state)]
    asked = ["director ana.department.head", *(f"controllers finance-{n}" for n in (1, 2, 3))]
    assert ids == [*asked, " ana"]
    assert chosen(seats(stage().program, found.state), "controllers finance-2").offers("reject")
    assert [each.action for each in seats(stage().program, found.state)[-1].choices] == ["withdraw", "take back"]


def test_a_refused_move_changes_nothing_and_says_why():
    found = played(FILED, move("approve", "bo", "director"))
    assert (len(found.done), found.stopped.refused.code) == (1, "not-asked")
    wrong = played(replace(FILED, raw=ANSWERS | {"paid_on": "2026-04-01"}))
    assert (wrong.done, wrong.stopped.problems) == ((), {"paid_on": "This date is in the future"})


def test_the_clock_is_still_and_can_be_moved():
    answers = ANSWERS | {"paid_on": "2026-03-09"}
    assert played(replace(FILED, raw=answers)).stopped.problems
    assert played(replace(FILED, raw=answers, at="2026-03-09T08:00")).done
    assert moved_clock("2026-03-06T09:00", 1) == "2026-03-07T09:00"
    assert moved_clock("2026-03-06T09:00", 1, business=True) == "2026-03-09T09:00"


def test_the_clock_stands_in_the_zone_of_the_house():
    here = Stage(stage().program, stage().libraries, world=World(zone=ZoneInfo("Asia/Shanghai")))
    [batch] = perform(here, replace(PLAY, moves=(FILED,))).batches
    assert batch.at == datetime(2026, 3, 5, 1, tzinfo=UTC)
    early = replace(FILED, at="2026-03-02T00:30")
    assert perform(here, replace(PLAY, moves=(early,))).done, "it is the second of March there already"


def test_a_move_is_undone_by_leaving_it_out():
    assert perform(stage(), played(*LARGE).kept.until(2)).state == played(*LARGE[:2]).state


def test_after_an_edit_of_the_text_the_same_moves_say_where_the_way_differs():
    before = played(*LARGE).kept
    changed = TEXT.replace("large when amount > 5000.00 CNY", "large when amount > 8000.00 CNY")
    after = perform(stage(changed), before)
    assert [done.differs for done in after.done] == [True]
    assert (after.stopped.move.step, after.stopped.refused.code) == ("director", "not-open")
    assert after.done[0].then == ("rule desk manager", "step line_manager 1")
    relabelled = perform(stage(TEXT.replace('"Head of department"', '"The head"')), before)
    assert not any(done.differs for done in relabelled.done) and relabelled.state.end == "done"


def test_a_step_that_is_gone_stops_the_rehearsal_there():
    changed = TEXT.replace("director", "chief")
    after = perform(stage(changed), played(*LARGE).kept)
    assert after.stopped.refused.code == "unknown-step" and len(after.done) == 1


# -- carried in the page ---------------------------------------------------------------------------


def test_a_rehearsal_is_carried_as_text_and_comes_back_the_same():
    play = replace(played(*LARGE).kept, told={"level": "vip"}, real=True, turns={"controllers": 3})
    assert from_text(to_text(play)) == play


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "no",
        '{"by":1}',
        '{"moves":[[]]}',
        "[" * 9000,
        "x" * (LARGEST + 1),
        '{"moves":[{"act":"rm"}]}',
    ],
)
def test_what_is_no_rehearsal_is_none(text: str):
    assert from_text(text) is None


def test_whatever_the_page_sends_never_breaks_it():
    """Random damage to the text of a rehearsal: it is refused, or it can be played."""
    whole, r = to_text(played(*LARGE).kept), random.Random(1)
    for _ in range(400):
        at = r.randrange(len(whole))
        play = from_text(whole[:at] + r.choice(['"', "x", "[", "1", "", "{}", "null"]) + whole[at + r.randint(0, 3) :])
        if play is not None:
            perform(stage(), play)


def test_a_rehearsal_has_at_most_so_many_moves():
    play = replace(PLAY, moves=(FILED,) * MOST_MOVES)
    assert play.and_then(FILED) is play
    assert len(from_text(to_text(play)).moves) == MOST_MOVES


# -- values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(EXAMPLES.rglob("*.way")), ids=lambda path: path.stem)
def test_sensible_values_are_taken_by_the_form_and_the_ticket_can_be_played_to_its_end(path: Path):
    files = {each.name: each.read_text("utf-8") for each in path.parent.glob("*.csv")}
    text = path.read_text("utf-8")
    found = look(Draft(1, text, text, 1, "hana", datetime(2026, 3, 5, tzinfo=UTC), files))
    here, play = Stage(found.program, found.libraries), PLAY
    for _ in range(30):
        now = perform(here, play)
        assert now.stopped is None, now.stopped
        if now.state.status == "ended":
            return
        seat = chosen(seats(here.program, now.state), "")
        step, act = (seat.step, seat.choices[0]) if seat else (None, None)
        facts = here.facts(play, now.state.requester)
        raw = filled(here, play, facts, {}, step or None, now.state.answers)
        one = (act.action if step else "submit", seat.person if seat else play.by)
        play = play.and_then(Move(*one, AT, step or "", outcome=(act.outcomes or ("",))[0] if step else "", raw=raw))
    raise AssertionError("it never ended")


def test_what_is_typed_stays_when_the_rest_is_filled():
    here = stage()
    raw = filled(here, PLAY, here.facts(PLAY), {"amount": "7.50", "student": ""}, None, {})
    assert raw["amount"] == "7.50" and raw["student"] == "Li Hua"


# -- examples --------------------------------------------------------------------------------------


def test_a_rehearsal_is_kept_as_an_example_that_passes_at_once():
    here, process = stage(), parse(TEXT).process
    found = kept(here, process, perform(here, replace(PLAY, moves=LARGE)))
    assert found.result.passed
    assert found.text.splitlines()[-2] == "  expect director, controllers, controllers, payment -> paid, done"
    text, selected = edited(TEXT, (KeepExample(found.text, "mine", "My own"),))
    assert 'example mine "My own" {' in text and text.replace(found.text, "") != TEXT
    assert results(looked(text))["mine"].passed
    assert parse(text).process.items[int(selected.removeprefix("items."))].name == "mine"


def test_an_example_is_kept_under_a_name_that_nothing_has():
    text = TEXT.replace("payment", "case_1")
    here, process = stage(text), parse(text).process
    found = kept(here, process, perform(here, replace(PLAY, moves=LARGE[:2])))
    assert found.result.passed and found.text.startswith("example case_2 {")
    assert kept(here, process, perform(here, replace(PLAY, moves=LARGE[:1]))) is None


def test_the_lines_of_the_rest_stay_when_an_example_is_kept():
    here, process = stage(), parse(TEXT).process
    found = kept(here, process, perform(here, replace(PLAY, moves=LARGE)))
    text, _ = edited(TEXT, (KeepExample(found.text, "mine"),))
    left = iter(text.splitlines())
    assert all(line in left for line in TEXT.splitlines())


def test_an_example_that_fails_or_has_a_name_that_is_taken_is_not_kept():
    good = 'example x {\n  requester ana\n  student "A", course art, paid_on 2026-03-02, amount 9.00 CNY, reason quality\n'
    with pytest.raises(CannotEdit):
        edited(TEXT, (KeepExample(good + "  expect payment -> paid, done\n}", "mine"),))
    with pytest.raises(CannotEdit):
        edited(TEXT, (KeepExample(good + "  expect line_manager, payment -> paid, done\n}", "large"),))
    edited(TEXT, (KeepExample(good + "  expect line_manager, payment -> paid, done\n}", "mine"),))


def test_the_day_is_written_down_where_it_matters():
    later = [
        replace(one, at="2026-05-02T09:00", raw=one.raw | {"paid_on": "2026-05-01"} if one.raw else {}) for one in LARGE
    ]
    here, process = stage(), parse(TEXT).process
    found = kept(here, process, perform(here, replace(PLAY, at="2026-05-02T09:00", moves=tuple(later))))
    assert found.result.passed and "today 2026-05-02" in found.text


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ((FILED, move("withdraw", "ana")), "request -> withdraw"),
        (
            (*LARGE[:2], move("approve", "finance-1", "controllers", raw={"amount": "6000.00"}), *LARGE[3:]),
            "director, controllers { amount 6000.00 CNY }, controllers, payment -> paid, done",
        ),
        (
            (FILED, move("return", "ana.department.head", "director", to="request"),
             replace(FILED, raw={**ANSWERS, "amount": "150.00"}), move("transfer", "ana.manager", "line_manager", to="bo"),
             move("approve", "bo", "line_manager")),
            "director -> return, request { amount 150.00 CNY }, line_manager -> transfer, line_manager",
        ),
    ],
    ids=["withdrawn", "edited", "filed again and handed on"],
)  # fmt: skip
def test_what_people_change_on_the_way_is_kept_as_well(moves: tuple[Move, ...], expected: str):
    here, process = stage(), parse(TEXT).process
    found = kept(here, process, perform(here, replace(PLAY, moves=moves)))
    assert found.result and found.result.passed, found
    assert found.text.splitlines()[-2] == f"  expect {expected}"
    shown = perform(here, opened(here, parse(TEXT.rstrip()[:-1] + found.text + "\n}").process.items[-1]))
    assert shown.stopped is None and shown.state.end == ("withdrawn" if "withdraw" in expected else shown.state.end)


def test_what_examples_cannot_say_is_not_offered():
    here, process = stage(), parse(TEXT).process
    later = "2026-06-01T09:00"
    again = Move("submit", "ana", later, raw={**ANSWERS, "paid_on": "2026-05-30"})
    moves = (FILED, move("return", "ana.department.head", "director", to="request"), again)
    decided = Move("approve", "ana.department.head", later, "director")
    found = kept(here, process, perform(here, replace(PLAY, at=later, moves=(*moves, decided))))
    assert not found.result.passed and found.result.message == "`paid_on`: This date is in the future"


def test_an_example_opens_as_moves_that_lead_where_it_says():
    here = stage()
    for example in here.program.examples:
        found = perform(here, opened(here, example))
        assert found.stopped is None and not any(done.differs for done in found.done)
        assert kept(here, parse(TEXT).process, found).result.passed, example.name


def test_a_failed_example_says_the_first_difference():
    changed = TEXT.replace("large when amount > 5000.00 CNY", "large when amount > 8000.00 CNY")
    result = results(looked(changed))["large"]
    assert not result.passed
    assert first_difference(result) == ("director", "line_manager")
