"""Drafts: several people work on one text, every step can be undone to the byte, and nobody's work is lost."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from werkzeug.exceptions import Conflict as Refusal
from werkzeug.exceptions import Forbidden, NotFound

from app.db import now, reading, transaction
from app.errors import Invalid
from app.people.changes import entry, known, save
from app.processes import draft_rows
from app.processes.drafts import TYPING, close_draft, new_draft, open_draft
from app.processes.rows import draft_state
from designer.drafts import Conflict, Saved
from tests.app.asking import drafts, person
from tests.conftest import EXAMPLES

TEXT = (EXAMPLES / "refund.way").read_text("utf-8")
SMALL = 'process small "Small" {\n  form {\n    a: text 80 "A"\n    b: text 80 "B"\n    c: text 80 "C"\n  }\n}\n'


@pytest.fixture
def world(app):
    """The product, with a second process admin."""
    with app.app_context():
        with transaction() as c:
            save(c, entry(known(c, "judith") | {"roles": "auditor process-admin"}))
        yield app


def states(id: int) -> int:
    with reading() as c:
        return c.scalar(select(func.count()).select_from(draft_state).where(draft_state.c.draft == id))


def test_a_published_process_has_one_open_draft_which_begins_as_it_is(world):
    first = open_draft(person("hana"), "refund")
    assert (first.text, first.process, first.base, first.revision) == (TEXT, "refund", 1, 1)
    assert open_draft(person("judith"), "refund").id == first.id
    assert not first.can_undo and not first.can_redo


def test_several_open_it_at_once_and_work_on_the_same(world):
    def one(who):
        with world.app_context():
            return open_draft(person(who), "refund").id

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, ["hana", "judith"] * 3))) == 1


def test_undo_and_redo_restore_every_byte(world):
    texts = [SMALL, SMALL.replace('"A"', '"Ä 一"'), SMALL.replace("\n", "\r\n"), "not a process {", "", SMALL + "\n\n"]
    id, mine = new_draft(person("hana"), texts[0]).id, drafts("hana")
    for number, text in enumerate(texts[1:], 1):
        saved = mine.save(id, number, text, "edit")
        assert isinstance(saved, Saved) and saved.draft.revision == number + 1
    for text in reversed(texts[:-1]):
        assert mine.undo(id, mine.find(id).revision).draft.text == text
    assert not mine.find(id).can_undo and mine.find(id).can_redo
    at_the_end = mine.undo(id, mine.find(id).revision)
    assert at_the_end.draft == mine.find(id)
    for text in texts[1:]:
        assert mine.redo(id, mine.find(id).revision).draft.text == text
    assert not mine.find(id).can_redo


def test_a_change_after_undoing_takes_the_place_of_what_was_undone(world):
    id, mine = new_draft(person("hana"), "1").id, drafts("hana")
    for number in (1, 2, 3):
        mine.save(id, number, str(number + 1), "edit")
    mine.undo(id, 4), mine.undo(id, 5)
    assert mine.find(id).text == "2"
    changed = mine.save(id, 6, "two", "edit").draft
    assert (changed.text, changed.can_redo) == ("two", False)
    assert [mine.undo(id, revision).draft.text for revision in (7, 8)] == ["2", "1"]
    assert [mine.redo(id, revision).draft.text for revision in (9, 10)] == ["2", "two"]


def test_each_revision_can_be_looked_at_again(world):
    id, mine = new_draft(person("hana"), "1").id, drafts("hana")
    mine.save(id, 1, "2", "edit"), mine.undo(id, 2), mine.save(id, 3, "3", "edit")
    assert [mine.text_of(id, revision) for revision in (1, 2, 3, 4, 5)] == ["1", "2", "1", "3", None]


def test_the_same_text_again_changes_nothing(world):
    id, mine = new_draft(person("hana"), SMALL).id, drafts("hana")
    before = mine.find(id)
    assert mine.save(id, 1, SMALL, "edit") == Saved(before)
    assert mine.find(id) == before


def test_what_one_person_types_in_one_go_is_one_state(world):
    id, mine = new_draft(person("hana"), "").id, drafts("hana")
    for number, text in enumerate(("p", "pr", "pro"), 1):
        mine.save(id, number, text, "type", typed=True)
    assert mine.undo(id, 4).draft.text == ""
    assert mine.redo(id, 5).draft.text == "pro"
    drafts("judith").save(id, 6, "proc", "type", typed=True)
    assert mine.undo(id, 7).draft.text == "pro"


def test_who_pauses_and_types_on_has_two_states(world):
    id, mine = new_draft(person("hana"), "").id, drafts("hana")
    mine.save(id, 1, "one", "type", typed=True)
    with transaction() as c:  # time passes
        c.execute(update(draft_state).where(draft_state.c.draft == id).values(at=now() - TYPING))
    mine.save(id, 2, "one two", "type", typed=True)
    assert [mine.undo(id, revision).draft.text for revision in (3, 4)] == ["one", ""]


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_saving_undoing_and_redoing_is_that_of_a_list(world, seed):
    """A plain list with a finger on it says what every revision must be."""
    rnd, id, mine = random.Random(seed), new_draft(person("hana"), "0").id, drafts("hana")
    states, at, seen, typing = ["0"], 0, {1: "0"}, False
    for number in range(2, 60):
        match rnd.choice(("save", "save", "type", "undo", "undo", "redo")):
            case "undo" if at > 0:
                at, typing, done = at - 1, None, mine.undo(id, len(seen))
            case "redo" if at < len(states) - 1:
                at, typing, done = at + 1, None, mine.redo(id, len(seen))
            case "type" if typing:
                states[at] = str(number)
                done = mine.save(id, len(seen), str(number), "type", typed=True)
            case what:
                states[at + 1 :] = [str(number)]
                at, typing = at + 1, what == "type"
                done = mine.save(id, len(seen), str(number), "edit", typed=typing)
        seen[len(seen) + 1] = states[at]
        draft = done.draft
        assert (draft.text, draft.revision, draft.can_undo, draft.can_redo) == (
            states[at], len(seen), at > 0, at < len(states) - 1,
        )  # fmt: skip
        assert draft == mine.find(id)
        if typing is None:  # whether one types on after coming back is no law
            typing = False
            with transaction() as c:
                c.execute(update(draft_state).where(draft_state.c.draft == id).values(typed=False))
    assert [mine.text_of(id, revision) for revision in seen][-15:] == list(seen.values())[-15:]


def test_typing_for_long_keeps_the_history_short(world):
    id, mine = new_draft(person("hana"), "begin").id, drafts("hana")
    for number in range(1, 60):
        mine.save(id, number, f"begin {number}", "type", typed=True)
    assert states(id) == 2 + draft_rows.MOST_PASSED
    assert mine.undo(id, 60).draft.text == "begin"


def test_two_people_change_different_lines_and_both_are_there(world):
    id = open_draft(person("hana"), "refund").id
    drafts("hana").save(id, 1, TEXT.replace("5000.00 CNY ->", "8000.00 CNY ->"), "edit")
    saved = drafts("judith").save(id, 1, TEXT.replace('"Receipts"', '"Bills"'), "edit")
    assert saved.merged
    assert saved.draft.text == TEXT.replace("5000.00 CNY ->", "8000.00 CNY ->").replace('"Receipts"', '"Bills"')
    assert drafts("judith").undo(id, 3).draft.text == TEXT.replace("5000.00 CNY ->", "8000.00 CNY ->")


def test_two_people_change_the_same_line_and_are_shown_both(world):
    id = open_draft(person("hana"), "refund").id
    hers = TEXT.replace("5000.00 CNY ->", "8000.00 CNY ->")
    mine = TEXT.replace("5000.00 CNY ->", "9000.00 CNY ->")
    drafts("hana").save(id, 1, hers, "edit")
    refused = drafts("judith").save(id, 1, mine, "edit")
    assert isinstance(refused, Conflict)
    assert (refused.theirs.text, refused.mine, refused.theirs.by) == (hers, mine, "hana")
    assert drafts("hana").find(id).text == hers


def test_lines_that_merge_to_something_unreadable_are_a_conflict(world):
    """One moves the end of the form down, the other writes the ends into what is the form then."""
    notes = "  # x\n  # y\n  # z\n"
    text = SMALL.replace("  }\n}\n", "  }\n" + notes + "}\n")
    longer = SMALL.replace("  }\n}\n", notes + "  }\n}\n")
    ends = text.replace("  # x\n", '  # x\n  ends {\n    done "Done"\n  }\n')
    id = new_draft(person("hana"), text).id
    drafts("hana").save(id, 1, longer, "edit")
    assert isinstance(drafts("judith").save(id, 1, ends, "edit"), Conflict)
    assert drafts("hana").find(id).text == longer


def test_who_undoes_what_is_not_the_newest_is_shown_both(world):
    id = open_draft(person("hana"), "refund").id
    drafts("hana").save(id, 1, TEXT + "# hana\n", "edit")
    drafts("judith").save(id, 2, TEXT + "# judith\n", "edit")
    refused = drafts("hana").undo(id, 2)
    assert isinstance(refused, Conflict) and refused.mine == TEXT + "# hana\n" and refused.theirs.by == "judith"
    assert drafts("hana").redo(id, 1) == Conflict(refused.theirs, TEXT)


def test_many_save_at_once_and_every_line_is_there(world):
    """Each from the first revision, each its own line."""
    lines = [f"# line {number}\n# kept {number}\n" for number in range(8)]
    text = "".join(lines)
    id = new_draft(person("hana"), text).id

    def one(number):
        with world.app_context():
            changed = text.replace(f"# line {number}\n", f"# changed {number}\n")
            return drafts("hana" if number % 2 else "judith").save(id, 1, changed, "edit")

    with ThreadPoolExecutor(8) as pool:
        assert all(isinstance(saved, Saved) for saved in pool.map(one, range(8)))
    found = drafts("hana").find(id)
    assert found.text == text.replace("# line", "# changed") and found.revision == 9


def test_the_good_text_is_the_newest_that_could_be_read(world):
    id, mine = new_draft(person("hana"), SMALL).id, drafts("hana")
    broken = mine.save(id, 1, SMALL + "}", "edit").draft
    assert (broken.text, broken.good) == (SMALL + "}", SMALL)
    better = SMALL.replace('"A"', '"Better"')
    assert mine.save(id, 2, better, "edit").draft.good == better
    undone = mine.undo(id, 3).draft
    assert (undone.text, undone.good) == (SMALL + "}", better)


def test_a_conflict_or_a_failure_changes_nothing(world, monkeypatch):
    """A save that fails half way leaves no state behind and the draft as it was."""
    id, mine = new_draft(person("hana"), "1").id, drafts("hana")
    mine.save(id, 1, "2", "edit")

    def full(c, id):
        raise OSError("the disk is full")

    monkeypatch.setattr(draft_rows, "prune", full)
    with pytest.raises(OSError):
        mine.save(id, 2, "3", "edit")
    monkeypatch.undo()
    assert (mine.find(id).text, mine.find(id).revision, states(id)) == ("2", 2, 2)


def test_the_oldest_states_are_forgotten(world):
    id, mine = new_draft(person("hana"), "0").id, drafts("hana")
    for number in range(1, draft_rows.MOST_STATES + 10):
        mine.save(id, number, str(number), "edit")
    assert states(id) == draft_rows.MOST_STATES
    revision, undone = draft_rows.MOST_STATES + 10, 0
    while mine.find(id).can_undo:
        mine.undo(id, revision + undone)
        undone += 1
    assert undone == draft_rows.MOST_STATES - 1 and mine.find(id).text == "10"


def test_of_long_texts_fewer_states_are_kept(world, monkeypatch):
    monkeypatch.setattr(draft_rows, "MOST_HISTORY", 3000)
    id, mine = new_draft(person("hana"), "x" * 1000).id, drafts("hana")
    for number in range(1, 6):
        mine.save(id, number, str(number) * 1000, "edit")
    assert states(id) == 3
    mine.save(id, 6, "y" * 9000, "edit")
    assert states(id) == 2 and mine.undo(id, 7).draft.text == "5" * 1000


@pytest.mark.parametrize("wrong", ["a\0b", "\ud83d", "x" * 1_048_577, "é" * 600_000], ids=["nul", "half", "long", "bytes"])
def test_what_no_text_can_be_is_refused(world, wrong):
    id, mine = new_draft(person("hana"), "1").id, drafts("hana")
    with pytest.raises(Invalid):
        mine.save(id, 1, wrong, "edit")
    with pytest.raises(Invalid):
        new_draft(person("hana"), wrong)
    assert mine.find(id).text == "1"


def test_tables_beside_the_text_are_kept_with_it(world):
    id, mine = new_draft(person("hana"), "1", {"a.csv": "x"}).id, drafts("hana")
    mine.save(id, 1, "2", "edit")
    assert mine.find(id).files == {"a.csv": "x"}
    mine.save(id, 2, "2", "table", files={"a.csv": "y"})
    assert mine.undo(id, 3).draft.files == {"a.csv": "x"}
    assert mine.redo(id, 4).draft.files == {"a.csv": "y"}
    assert isinstance(drafts("judith").save(id, 2, "2", "table", files={"a.csv": "z"}), Conflict)


def test_who_may_not_design_gets_nothing(world):
    """403 for who may read the process, 404 for everybody else and for a draft of nothing published."""
    own, fresh = open_draft(person("hana"), "supplies").id, new_draft(person("hana"), SMALL).id
    with transaction() as c:
        save(c, entry(known(c, "judith") | {"roles": "auditor"}))
    for who, id, error in (
        ("judith", own, Forbidden), ("ana", own, Forbidden), ("li", own, NotFound),
        ("judith", fresh, NotFound), ("ana", fresh, NotFound), ("hana", 10**9, NotFound), ("ana", 10**9, NotFound),
    ):  # fmt: skip
        for door in (
            lambda d, id: d.find(id), lambda d, id: d.text_of(id, 1), lambda d, id: d.save(id, 1, "x", "edit"),
            lambda d, id: d.undo(id, 1), lambda d, id: d.redo(id, 1),
        ):  # fmt: skip
            with pytest.raises(error):
                door(drafts(who), id)
        with pytest.raises(error):
            close_draft(person(who), id)
    for who, error in (("judith", Forbidden), ("li", NotFound)):
        with pytest.raises(error):
            open_draft(person(who), "supplies")
    with pytest.raises(Forbidden):
        new_draft(person("ana"), SMALL)


def test_a_draft_thrown_away_is_gone_and_a_new_one_begins_with_what_is_published(world):
    first = open_draft(person("hana"), "refund")
    drafts("hana").save(first.id, 1, TEXT + "# more\n", "edit")
    with pytest.raises(Refusal):
        close_draft(person("judith"), first.id, revision=1)
    close_draft(person("judith"), first.id, revision=2)
    with pytest.raises(NotFound):
        drafts("hana").find(first.id)
    again = open_draft(person("hana"), "refund")
    assert again.id > first.id and again.text == TEXT
    assert states(first.id) == 0
