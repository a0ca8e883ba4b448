"""Moving a ticket to another version, without a database: where it can go, why not elsewhere, and that it goes on well."""

from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.compile import compile_text
from dsl.engine import commands as c
from dsl.engine.decide import decide
from dsl.engine.evolve import replay
from dsl.engine.facts import Facts
from dsl.engine.journal_json import from_json, to_json
from dsl.engine.refused import Refused
from dsl.engine.state import NEW, State
from dsl.moving.ahead import MORE, ahead
from dsl.moving.move import CannotMove, Move, move, move_back, planned
from dsl.moving.why import SENTENCES, render
from dsl.moving.why import from_json as why_from
from dsl.program import Program
from tests.engine.build import NOON
from tests.engine.flows import Flow, anything, chosen, directory
from tests.engine.test_laws import every_choice_is_possible, some_choice, stands_well

TOLD = {
    "role:boss": ["bo"],
    "role:law": ["lu", "li"],
    "role:money": ["mo"],
    "person:ana:manager": "bo",
    "today": "2026-03-05",
}
TEXT = """process buy "Buy" {
  started by role("staff")
  nobody ask role("boss")
  form {
    amount: money CNY [0.01 .. 9999.00] "Amount"
    kind: choice "Kind" { new "New", old "Old" }
    tax: money CNY "Tax" = amount * 2
    note: text 20 "Note" optional
  }
  flow {
    approve boss "Boss" {
      by role("boss")
    }
    parallel both "Both" join all {
      arm {
        approve law "Law" {
          by role("law")
        }
      }
      arm {
        task money "Money" {
          by role("money")
        }
      }
    }
  }
  ends {
    done "Done"
    rejected "Rejected"
  }
}
"""


def program(text: str) -> Program:
    made = compile_text(text)
    assert isinstance(made, Program), made
    return made


def changed(*pairs: str) -> Program:
    """The text with some of it replaced: what stood there, and what stands there now."""
    text = TEXT
    for was, now in zip(pairs[::2], pairs[1::2], strict=True):
        assert was in text
        text = text.replace(was, now)
    return program(text)


OLD = program(TEXT)


def facts() -> Facts:
    return Facts(NOON, ask=TOLD.__getitem__)


def after(*commands: c.Command, of: Program = OLD) -> State:
    state = NEW
    for command in commands:
        state = replay(of, decide(of, state, command, facts()), state)
    return state


FILED = c.Submit(by="ana", answers={"amount": 10000, "kind": "new"})
BOSS, LAW = c.Approve(by="bo", step="boss"), c.Approve(by="lu", step="law")
AT_BOSS, AT_BOTH, AT_MONEY = after(FILED), after(FILED, BOSS), after(FILED, BOSS, LAW)


def codes(state: State, new: Program) -> list[str]:
    """Why it cannot move; empty when it can."""
    plan = planned(OLD, new, state, facts())
    for each in (*plan.cannot, *plan.notes):
        assert why_from(json.loads(json.dumps(each.to_json()))) == each
        assert "{" not in render(each) and render(each, "zh") != render(each)
    return [each.code for each in plan.cannot]


def moved(state: State, new: Program) -> State:
    return replay(new, move(OLD, new, state, Move("hana", 2, 1), facts()), state)


def test_a_ticket_goes_on_by_the_new_rules_and_people_keep_what_they_are_asked():
    new = changed('role("law")', 'role("money")', "* 2", "* 3")
    now = moved(AT_BOTH, new)
    assert now.open == AT_BOTH.open and now.open["law"].waiting == ("lu", "li")
    assert (AT_BOTH.answers["tax"], now.answers["tax"]) == (20000, 30000)
    assert now.done == ("boss",)
    end = replay(new, decide(new, now, LAW, facts()), now)
    end = replay(new, decide(new, end, c.Complete(by="mo", step="money"), facts()), end)
    assert end.end == "done"


CANNOT = [
    (AT_BOSS, ["boss", "chief"], ["step-gone"]),
    (AT_BOSS, ['approve boss "Boss"', 'task boss "Boss"'], ["step-kind"]),
    (AT_BOTH, ["both", "apart"], ["parts-gone"]),
    (
        AT_BOTH,
        ["approve law", "approve x1", "task money", "task x2", "approve x1", "task money", "task x2", "approve law"],
        ["parts-rearranged"],
    ),
    (AT_BOSS, ['note: text 20 "Note" optional', 'why: text 20 "Why"'], ["answer-missing"]),
    (AT_BOSS, ["[0.01 .. 9999.00]", "[0.01 .. 99.00]"], ["answer-unfit"]),
    (AT_BOSS, ['new "New", ', ""], ["answer-unfit"]),
    (AT_BOSS, ['kind: choice "Kind" { new "New", old "Old" }', 'kind: text 9 "Kind"'], ["answer-kind"]),
    (AT_BOSS, ['"Amount"', '"Amount" check amount < 50.00 CNY else "too much"'], ["answer-refused"]),
    (AT_BOTH, ['by role("boss")\n    }', 'by role("boss")\n      fills note required\n    }'], ["fill-missed"]),
    (AT_BOSS, ['by role("boss")\n    }', 'by role("boss")\n      decide 2 of them\n    }'], ["too-few"]),
    (AT_MONEY, ["join all", "join any"], ["parts-through"]),
]


@pytest.mark.parametrize(("state", "pairs", "wanted"), CANNOT, ids=lambda each: each[0] if isinstance(each, list) else "")
def test_a_ticket_that_could_not_stand_there_stays(state: State, pairs: list[str], wanted: list[str]):
    new = changed(*pairs)
    assert codes(state, new) == wanted
    with pytest.raises(CannotMove):
        moved(state, new)


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_speak_of_the_same(code: str):
    english, chinese = (sorted(re.findall(r"\{\w+\}", sentence)) for sentence in SENTENCES[code])
    assert english == chinese


def test_what_is_different_is_told():
    new = changed(
        'note: text 20 "Note" optional', 'more: text 20 "More" optional', 'kind: choice "Kind" { new "New", old "Old" }', "",
        'approve boss "Boss" {\n      by role("boss")\n    }',
        'task desk "Desk" {\n      by role("boss")\n      fills more required\n    }', "* 2", "* 1",
    )  # fmt: skip
    state = after(FILED, c.Approve(by="bo", step="boss"))
    plan = planned(OLD, new, state, facts())
    assert [each.code for each in plan.cannot] == ["fill-missed"]
    new = changed(
        'kind: choice "Kind" { new "New", old "Old" }', "", '"Boss"', '"Chief"', "* 2", "* 1",
        'task money "Money" {\n          by role("money")',
        'task money "Money" {\n          by role("money")\n          fills note required',
    )  # fmt: skip
    plan = planned(OLD, new, state, facts())
    assert [render(each) for each in plan.notes] == [
        "`kind` is not asked any more: its answer stays in the history",
        "`tax` is computed anew and comes out otherwise",
        "`money` has to fill in note",
    ]


def test_a_step_that_waits_for_nobody_asks_those_of_the_new_version():
    lost = program(
        TEXT.replace('nobody ask role("boss")', 'nobody ask role("none")').replace('by role("law")', 'by role("none")')
    )
    told = TOLD | {"role:none": []}
    state = after(FILED, of=OLD)
    state = replay(lost, decide(lost, state, BOSS, Facts(NOON, ask=told.__getitem__)), state)
    assert state.open["law"].waiting == ()
    now = replay(OLD, move(lost, OLD, state, Move("hana", 2, 1), facts()), state)
    assert now.open["law"].waiting == ("lu", "li") and now.open["money"].waiting == ("mo",)


def test_claims_of_the_new_version_hold_of_what_was_decided_and_of_who_is_asked():
    def claims(text: str) -> Program:
        return changed("  ends {", f"  always {{\n    {text}\n  }}\n\n  ends {{")

    assert codes(AT_BOTH, claims('one: never role("boss") decides boss')) == ["breaks-never"]
    assert codes(AT_BOTH, claims('one: never role("law") decides law')) == ["excluded", "excluded"]
    assert codes(AT_BOTH, claims("one: boss before money")) == []
    assert codes(AT_MONEY, claims("one: money before law")) == ["breaks-before"]
    assert codes(AT_BOTH, claims("one: money before law")) == []


def test_a_request_that_is_back_goes_along_whatever_was_answered():
    back = after(FILED, c.TakeBack(by="ana"))
    new = changed("[0.01 .. 9999.00]", "[0.01 .. 99.00]", 'note: text 20 "Note" optional', 'why: text 20 "Why"')
    now = moved(back, new)
    assert now.status == "returned" and now.answers == {"kind": "new"}
    again = c.Submit(by="ana", answers={"amount": 9900, "kind": "old", "why": "so"})
    assert replay(new, decide(new, now, again, facts()), now).open["boss"].waiting == ("bo",)


def test_a_move_is_undone_to_the_letter():
    new = changed('kind: choice "Kind" { new "New", old "Old" }', "", "approve boss", "approve chief")
    state = AT_BOTH
    now = moved(state, new)
    assert now.done == () and "kind" not in now.answers
    events = move_back(now, Move("hana", 1, 2))
    assert [from_json(OLD, json.loads(json.dumps(to_json(OLD, each)))) for each in events] == list(events)
    assert replay(OLD, events, now) == state


def test_what_comes_is_told_as_far_as_it_is_certain():
    assert ahead(OLD, AT_BOSS, NOON, TOLD.__getitem__) == ("law", "money", "done")
    new = changed('by role("money")', 'by role("money")\n          fills note required')
    assert ahead(new, AT_BOSS, NOON, TOLD.__getitem__) == ("law", "money", MORE)


# -- any flow, any ticket --------------------------------------------------------------------------

SWAPS = [
    ("decide any", "decide all"), ("decide all", "decide in order"), ("decide 2 of them", "decide any"),
    ('role("one")', 'role("two")'), ("same person counts", ""), ("fills proof required", "fills proof"),
    ("fills proof\n", "fills proof required\n"), ("join all", "join any"), ("amount * 2", "amount * 3"), ("may return", ""),
    ("branch by desk", "branch by signs"), ("join any", "join all"), ("approve s1 ", "approve n1 "),
    ("task s2 ", "approve s2 "),
    ("  flow {\n", '  flow {\n    approve first "F" {\n      by role("one")\n    }\n'),
]  # fmt: skip


def related(r: random.Random, text: str) -> Program:
    """Another version: some lines different, now and then another flow altogether."""
    if r.random() < 0.2:
        text = Flow(r).text()
    for was, now in r.sample(SWAPS, 3):
        text = text.replace(was, now, r.choice([1, -1]))
    made = compile_text(text)
    return made if isinstance(made, Program) else related(r, text)


def play(r: random.Random, made: Program, state: State, told: dict, acts: int, law: bool = False) -> State:
    for _ in range(acts):
        by, offered = some_choice(r, made, state)
        command = chosen(r, offered, by) if offered and r.random() < 0.9 else anything(r, made, state)
        try:
            after = replay(made, decide(made, state, command, Facts(NOON, ask=told.__getitem__)), state)
        except Refused:
            continue
        if after.status == "ended" and not law:
            return state
        state = after
        if law:
            stands_well(made, state)
            every_choice_is_possible(r, made, state, told)
    return state


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_after_a_move_a_ticket_is_as_any_other_of_the_new_version(seed: int):
    r = random.Random(seed)
    text = Flow(r).text()
    old, new, told = program(text), related(r, text), directory(r)
    for _ in range(4):
        state = play(r, old, NEW, told, r.randint(1, 12))
        asked = Facts(NOON, ask=told.__getitem__)
        try:
            events = move(old, new, state, Move("hana", 2, 1, "why", 7), asked)
        except CannotMove as no:
            assert all(each.code in SENTENCES for each in no.reasons)
            continue
        assert move(old, new, state, Move("hana", 2, 1, "why", 7), Facts(NOON, given=asked.used)) == events
        assert [from_json(new, json.loads(json.dumps(to_json(new, each)))) for each in events] == list(events)
        now = replay(new, events, state)
        assert replay(old, move_back(now, Move("hana", 1, 2)), now) == state
        if now.status == "open":
            stands_well(new, now)
        every_choice_is_possible(r, new, now, told)
        play(r, new, now, told, 12, law=True)
