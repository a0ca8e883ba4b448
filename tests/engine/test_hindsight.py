"""Claims asked of recorded tickets: broken exactly where the engine would have refused, by what was recorded alone."""

from __future__ import annotations

import datetime
import json
import random
from dataclasses import replace

import pytest

from dsl.compile import compile_text
from dsl.engine import commands as c
from dsl.engine import events as e
from dsl.engine.choices import choices
from dsl.engine.decide import decide
from dsl.engine.evolve import replay
from dsl.engine.facts import Facts
from dsl.engine.refused import Refused
from dsl.engine.state import NEW
from dsl.hindsight import BROKEN, HELD, SILENT, UNASKED, Happened, hindsight
from dsl.pretend import Pretend
from dsl.program import Program
from dsl.rehearsal import Rehearsal
from tests.engine.build import NOON
from tests.engine.flows import PEOPLE, Flow, chosen, directory

OLD = """
process buy "Buy" {
  form {
    amount: money EUR [0.01 .. 9000.00] "Amount"
    FIELDS
  }
  flow {
    approve boss "Boss" {
      by role("boss")
      edits amount
      may return
    }
    STEPS
    task order "Order" {
      by role("purchasing"), requester
      outcome ordered "Ordered"
      outcome gone "Gone" -> return to request at most 3 times
    }
  }
  ends {
    done "Done"
    rejected "Rejected"
  }
  CLAIMS
}
"""
FINANCE = 'approve finance "Finance" {\n by role("finance")\n }'
LARGE = "sees_large: finance before order when amount > 5000.00 EUR"
OWN = "own: never requester decides order"
ROLES = {"role:boss": ["bob"], "role:finance": ["fay"], "role:purchasing": ["pia"]}


def made(steps: str = "", claims: str = "", fields: str = "") -> Program:
    always = f"always {{\n{claims}\n}}" if claims else ""
    program = compile_text(OLD.replace("FIELDS", fields).replace("STEPS", steps).replace("CLAIMS", always))
    assert isinstance(program, Program), program
    return program


def played(program: Program, *commands: c.Command, amount: int = 600_000, by: str = "ana", **more) -> Rehearsal:
    now = Rehearsal(program, Pretend(program, told=ROLES), NOON)
    for each in (c.Submit(by=by, answers={"amount": amount, **more}), *commands):
        now.do(each)
    return now


def history(batches, program: Program, erased: bool = False) -> list[Happened]:
    found: list[Happened] = []
    for batch in batches:
        for event in batch.events:
            found.append(Happened(len(found) + 1, batch.at, event, program, batch.facts, erased))
    return found


def came_to(asker: Program, now: Rehearsal, **more) -> list[tuple[str, str, str]]:
    found = hindsight(asker, history(now.batches, now.program, **more))
    return [(each.what, each.why, each.about) for each in found]


BOSS, FAY = c.Approve(by="bob", step="boss"), c.Approve(by="fay", step="finance")
ORDER = c.Complete(by="pia", step="order", outcome="ordered")
ASKER = made(FINANCE, f"{LARGE}\n{OWN}")


def test_a_version_without_the_step_let_a_large_one_through():
    now = played(made(), BOSS, ORDER)
    (found, _own) = hindsight(ASKER, history(now.batches, now.program))
    assert (found.what, found.why, found.about, found.by, found.step) == (BROKEN, "not-there", "finance", "pia", "order")
    at = history(now.batches, now.program)[found.number - 1].event
    assert isinstance(at, e.Completed) and found.at == NOON


def test_what_the_condition_leaves_out_is_not_spoken_of_and_what_went_right_held():
    assert came_to(ASKER, played(made(), BOSS, ORDER, amount=100))[0] == (SILENT, "", "")
    assert came_to(ASKER, played(made(FINANCE), BOSS, FAY, ORDER))[0] == (HELD, "", "")


def test_the_answers_count_as_they_stood_at_that_decision():
    lower = c.Approve(by="bob", step="boss", changes={"amount": 400_000})
    assert came_to(ASKER, played(made(), lower, ORDER))[0][0] == SILENT
    raised = c.Approve(by="bob", step="boss", changes={"amount": 600_000})
    assert came_to(ASKER, played(made(), raised, ORDER, amount=100))[0][0] == BROKEN


def test_each_round_is_asked_for_itself_and_going_back_is_no_decision():
    gone = c.Complete(by="pia", step="order", outcome="gone")
    again = c.Submit(by="ana", answers={"amount": 600_000})
    last = compile_text(OLD.replace("FIELDS", "").replace("STEPS", "").replace("CLAIMS", "").replace(
        "task order", FINANCE.replace("approve", "task") + "\n task order"))  # fmt: skip
    done = c.Complete(by="fay", step="finance", outcome="done")
    now = played(last, BOSS, done, gone, again, BOSS, done, ORDER)
    assert came_to(ASKER, now)[0][0] == HELD
    assert came_to(ASKER, played(made(), BOSS, gone))[0][0] == SILENT


def test_a_requester_who_did_it_under_an_older_version_is_found():
    own = c.Complete(by="ana", step="order", outcome="ordered")
    now = played(made(FINANCE), BOSS, FAY, own)
    assert came_to(ASKER, now) == [(HELD, "", ""), (BROKEN, "decided", "")]
    assert came_to(ASKER, now, erased=True) == [(UNASKED, "erased", "amount"), (BROKEN, "decided", "")]


def test_what_was_not_there_then_cannot_be_asked():
    vip = made(FINANCE, "a: finance before order when vip", 'vip: yes/no "VIP"')
    now = played(made(), BOSS, ORDER)
    assert came_to(vip, now) == [(UNASKED, "no-field", "vip")]
    text = played(made(fields='vip: text 9 "VIP"'), BOSS, ORDER, vip="yes")
    assert came_to(vip, text) == [(UNASKED, "other-kind", "vip")]
    hidden = made(fields='vip: yes/no "VIP" optional')
    assert came_to(vip, played(hidden, BOSS, ORDER)) == [(UNASKED, "no-answer", "vip")]
    assert came_to(vip, played(hidden, BOSS, ORDER, vip=True))[0][0] == BROKEN


def test_a_directory_nobody_recorded_cannot_be_asked_and_a_missing_step_is_said():
    now = played(made(), BOSS, ORDER)
    asker = made(claims='a: never role("sales") decides order')
    assert came_to(asker, now) == [(UNASKED, "no-fact", "role:sales")]
    now.batches[-1] = replace(now.batches[-1], facts={"role:sales": ["pia"]})
    assert came_to(asker, now)[0][0] == BROKEN
    assert came_to(made(FINANCE, 'a: never role("boss") decides finance'), now) == [(UNASKED, "no-step", "finance")]


def test_another_currency_is_another_kind_and_another_range_is_not():
    other = OLD.replace("EUR [0.01 .. 9000.00]", "USD [0.01 .. 9000.00]")
    asker = compile_text(other.replace("FIELDS", "").replace("STEPS", FINANCE).replace(
        "CLAIMS", "always {\n" + LARGE.replace("EUR", "USD") + "\n}"))  # fmt: skip
    assert came_to(asker, played(made(), BOSS, ORDER)) == [(UNASKED, "other-kind", "amount")]
    wider = compile_text(OLD.replace("9000.00", "5500.00").replace("FIELDS", "").replace("STEPS", FINANCE).replace(
        "CLAIMS", "always {\n" + LARGE + "\n}"))  # fmt: skip
    assert came_to(wider, played(made(), BOSS, ORDER))[0][0] == BROKEN


def claims(r: random.Random, program: Program) -> list[str]:
    """Some claims about a random flow."""
    steps = program.order
    conditions = ["", " when amount > 40", " when kind = red and double < 90", " when urgent"]
    found = [f"c: {first} before {then}{r.choice(conditions)}" for first, then in [r.sample(steps, 2)] if len(steps) > 1]
    who = r.choice(["requester", 'role("one")', "requester.manager"])
    return [*found, f"c: never {who} decides {r.choice(['any step', *steps])}"]


@pytest.mark.parametrize("seed", range(25))
def test_it_is_broken_exactly_where_the_engine_would_have_refused(seed: int):
    r = random.Random(seed)
    text = Flow(r).text().replace("same person counts\n", "\n")
    old = compile_text(text)
    if len(old.order) < 2:
        return
    for claim in claims(r, old):
        asker = compile_text(text.rstrip().removesuffix("}") + f"always {{\n{claim}\n}}\n}}\n")
        assert isinstance(asker, Program), asker
        for _ in range(4):
            told = directory(r)
            batches, refused = random_ticket(r, old, asker, told)
            (found,) = hindsight(asker, history(batches, old))
            assert (found.number if found.what == BROKEN else 0) == refused, claim
            assert found.what != UNASKED


def random_ticket(r: random.Random, old: Program, asker: Program, told: dict):
    """What happened to a ticket of `old`, and at which event `asker` would have refused a decision first; 0: nowhere."""
    state, batches, count, refused = NEW, [], 0, 0
    for turn in range(14):
        offered = [(by, each) for by in PEOPLE for each in choices(old, state, by)] if turn else []
        by, command = "ana", c.Submit(by="ana", answers={"amount": r.randint(0, 100), "kind": "red", "urgent": True})
        if turn:
            if not offered:
                break
            by, choice = r.choice(offered)
            command = chosen(r, choice, by)
        try:
            news = decide(old, state, command, Facts(NOON, ask=told.__getitem__))
        except Refused:
            continue
        if not refused and isinstance(command, c.Approve | c.Reject | c.Complete):
            at = next(place for place, each in enumerate(news) if isinstance(each, e.Approved | e.Rejected | e.Completed))
            refused = (count + at + 1) * stopped(asker, state, command, told)
        batches.append(e.Batch(NOON + datetime.timedelta(hours=turn), by, news, json.loads(json.dumps(told))))
        state, count = replay(old, news, state), count + len(news)
    return batches, refused


def stopped(asker: Program, state, command, told: dict) -> bool:
    try:
        decide(asker, state, command, Facts(NOON, ask=told.__getitem__))
    except Refused as refused:
        return refused.code.startswith("claim-")
    return False
