"""The laws of the engine, on random flows with random people: both evaluators agree, nothing is ever silently stuck."""

from __future__ import annotations

import json
import os
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dsl.compile import compile_text
from dsl.engine import events as e
from dsl.engine.choices import choices
from dsl.engine.decide import decide
from dsl.engine.evolve import evolve, replay
from dsl.engine.facts import Facts
from dsl.engine.journal_json import from_json, to_json
from dsl.engine.refused import Refused, render
from dsl.engine.shape import after, before, inside
from dsl.engine.state import NEW, State
from dsl.engine.voting import acting
from dsl.program import Approve, Branch, Program
from tests.engine.build import NOON
from tests.engine.flows import PEOPLE, Flow, answers, anything, chosen, directory
from tests.language.random_answers import answers as random_answers

FLOWS = int(os.environ.get("WAYBILL_FUZZ", "12000")) // 150
ACTS = 30
LIKELY = {"approve": 60, "complete": 60, "submit": 60, "reject": 8, "return": 8, "transfer": 6, "acknowledge": 4}
OF_ANSWERS = {
    "still-needed",
    "still-missing",
    "check-failed",
    "may-not-change",
    "transfer-to-requester",
    "transfer-to-asked",
}
"""Why a choice that was offered may still be refused: because of what was filled in with it."""


@settings(max_examples=FLOWS, deadline=None)
@given(st.integers(0, 2**32))
def test_random_tickets_keep_the_laws(seed: int):
    r = random.Random(seed)
    text = Flow(r).text()
    program, reference = compile_text(text), compile_text(text, evaluator="reference")
    assert isinstance(program, Program) and isinstance(reference, Program), (text, program)
    for _ in range(3):
        play(r, program, reference, directory(r))


def play(r: random.Random, program: Program, reference: Program, told: dict[str, object]) -> None:
    """One ticket, until its end or long enough."""
    state, happened = NEW, ()
    for _ in range(ACTS):
        by, offered = some_choice(r, program, state)
        if state.status == "ended" and r.random() < 0.8:
            return
        command = chosen(r, offered, by) if offered and r.random() < 0.8 else anything(r, program, state)
        facts = Facts(NOON, ask=told.__getitem__)
        try:
            news = decide(program, state, command, facts)
        except Refused as refused:
            refused_well(program, reference, state, command, told, refused)
            continue
        decided_well(program, reference, state, command, facts, news)
        happened += news
        for event in news:
            state = evolve(program, state, event)
        assert state == replay(program, happened)
        stands_well(program, state)
        every_choice_is_possible(r, program, state, told)


def some_choice(r: random.Random, program: Program, state: State):
    """Somebody and what may be done, mostly what brings the ticket on."""
    found = [(by, each) for by in PEOPLE for each in choices(program, state, by)] or [("ana", None)]
    weights = [LIKELY.get(each.action if each else "", 1) for _, each in found]
    return r.choices(found, weights)[0]


def decided_well(program: Program, reference: Program, state: State, command, facts: Facts, news: tuple) -> None:
    again = Facts(NOON, given=json.loads(json.dumps(facts.used)))
    assert decide(program, state, command, again) == news
    assert again.used == facts.used
    assert decide(reference, state, command, Facts(NOON, given=facts.used)) == news
    for event in news:
        written = json.loads(json.dumps(to_json(program, event)))
        assert from_json(program, written) == event
        if isinstance(event, e.Approved | e.Rejected):
            assert event.by != state.requester


def refused_well(program: Program, reference: Program, state: State, command, told, refused: Refused) -> None:
    for language in ("en", "zh"):
        assert "{" not in render(refused, language)
    try:
        decide(reference, state, command, Facts(NOON, ask=told.__getitem__))
    except Refused as same:
        assert (same.code, same.values) == (refused.code, refused.values)
        return
    raise AssertionError("the reference allows what the compiled program refuses")


def stands_well(program: Program, state: State) -> None:
    """An open ticket has an open step, a step has people or waits for an admin, and the people can do something."""
    match state.status:
        case "open":
            assert state.open
        case "returned":
            assert not state.open and "submit" in {each.action for each in choices(program, state, state.requester)}
        case "ended":
            assert state.end in program.ends and not state.open and not state.arms_done and not state.pending
    for name in state.arms_done:
        # A fork that nobody stands in any more is over; a `collect` branch is remembered, for those who go back into it.
        assert isinstance(program.nodes[name], Branch) or inside(program, name) & set(state.open)
    for step, now in state.open.items():
        node = program.nodes[step]
        lies_before = before(program, state, step)
        assert all((step in after(program, state, each)) == (each in lies_before) for each in program.order)
        assert step not in state.done
        assert now.visit == state.visits[step]
        assert not (isinstance(node, Approve) and state.requester in now.waiting)
        assert len(set(now.waiting)) == len(now.waiting)
        assert now.waiting or not now.decided
        for who in acting(node, now):
            offered = {each.action for each in choices(program, state, who) if each.step == step}
            worn_out = not isinstance(node, Approve) and all(each.target for each in node.outcomes)
            assert offered & {"approve", "complete"} or worn_out


def every_choice_is_possible(r: random.Random, program: Program, state: State, told: dict[str, object]) -> None:
    for by in PEOPLE:
        for choice in choices(program, state, by):
            try:
                decide(program, state, chosen(r, choice, by), Facts(NOON, ask=told.__getitem__))
            except Refused as refused:
                assert refused.code in OF_ANSWERS, (choice, str(refused))


def test_the_answers_of_these_flows_are_as_the_requester_gives_them():
    assert set(answers(random.Random(1))) == {"amount", "kind", "urgent", "why"}


EVERY_KIND = """
process all "All" {
  form {
    a: text 80 "A" optional
    b: long text 2000 "B" optional
    c: whole [-5 .. 99] "C" optional
    d: decimal 3 [-9.000 .. 9.999] "D" optional
    e: money CNY [0.00 .. 9999.99] "E" optional
    f: money JPY [0 .. 9999] "F" optional
    g: yes/no "G" optional
    h: date "H" optional
    i: time "I" optional
    j: moment "J" optional
    k: duration [0 minutes .. 9 days] "K" optional
    l: business duration [0 business hours .. 9 business days] "L" optional
    m: choice "M" optional { x "X", y "Y" }
    n: choices [0 .. 2] "N" optional { x "X", y "Y" }
    o: person "O" optional
    p: team "P" optional
    q: files [0 .. 3] "Q" optional
    t: rows [0 .. 4] "T" optional {
      u: money EUR [0.00 .. 99.00] "U"
      v: choice "V" optional { x "X", y "Y" }
      w: money EUR = u * 2
    }
  }

  flow {
    approve boss "Boss" {
      by requester.manager
    }
  }

  ends {
    done "Done"
    rejected "Rejected"
  }
}
"""
ALL = compile_text(EVERY_KIND)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_answers_of_every_kind_come_back_from_the_journal_as_they_were(seed: int):
    given_answers = random_answers(ALL, random.Random(seed))
    for event in (
        e.Submitted(by="ana", answers=given_answers, round=1),
        e.Saved(by="ana", answers=given_answers),
        e.Changed(step="boss", by="bo", changes=given_answers | {"a": None}),
    ):
        assert from_json(ALL, json.loads(json.dumps(to_json(ALL, event)))) == event
