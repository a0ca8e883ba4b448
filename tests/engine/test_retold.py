"""Why a step asked whom it asked and left out others: worked out again from what was recorded, and a difference is told."""

from __future__ import annotations

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
from dsl.explaining.asked import CLAIM, PICK, REQUESTER
from dsl.explaining.sentences import asked_sentences, sentences
from dsl.hindsight import Happened
from dsl.pretend import Pretend
from dsl.rehearsal import Rehearsal
from dsl.retold import retold
from tests.engine.build import NOON
from tests.engine.flows import PEOPLE, Flow, chosen, directory

TEXT = """
process buy "Buy" {
  form { amount: money EUR [0.01 .. 9000.00] "Amount" }
  flow {
    approve boss "Boss" { by role("boss") pick first
    }
    approve two "Two" {
      by role("two")
      decide 2 of them
      nobody ask role("more")
    }
    approve last "Last" { by role("last")
      nobody end rejected
    }
  }
  ends { done "Done", rejected "Rejected" }
  always { buyers_sign_nothing: never role("buyers") decides any step }
  words zh {
    boss "主管"
    buyers_sign_nothing "采购不得审批"
  }
}
"""
ROLES = {"role:boss": ["ana", "pia", "bob", "ben"], "role:two": ["ana", "tom"], "role:more": ["tim"], "role:last": ["ana"],
         "role:buyers": ["pia"]}  # fmt: skip


def told(batches, program) -> list[Happened]:
    found: list[Happened] = []
    for batch in batches:
        found += [Happened(len(found) + at, batch.at, each, program, batch.facts) for at, each in enumerate(batch.events, 1)]
    return found


def played() -> Rehearsal:
    program = compile_text(TEXT)
    now = Rehearsal(program, Pretend(program, told=ROLES), NOON)
    now.do(c.Submit(by="ana", answers={"amount": 5000}))
    now.do(c.Approve(by="bob", step="boss"))
    now.do(c.Approve(by="tom", step="two"))
    now.do(c.Approve(by="tim", step="two"))
    return now


def test_it_names_the_expression_and_whoever_was_left_out_and_why():
    now = played()
    boss, two, last = (each.asking for each in retold(told(now.batches, now.program)))
    assert (boss.people, boss.expression, boss.pick) == (("bob",), 'role("boss")', "first")
    assert [(each.who, each.why, each.claim) for each in boss.left_out] == [
        ("ana", REQUESTER, ""), ("pia", CLAIM, "buyers_sign_nothing"), ("ben", PICK, "")]  # fmt: skip
    assert (two.people, two.instead, two.need) == (("tom", "tim"), 'role("more")', 2)
    assert (last.people, last.end, last.left_out[0].who) == ((), "rejected", "ana")
    assert asked_sentences(boss, now.program) == [
        'Boss: bob, found by role("boss")',
        "ana was left out: nobody decides the own request",
        "pia was left out: the claim `buyers_sign_nothing` bars them",
        "ben was found and not chosen (pick first)",
    ]
    assert asked_sentences(last, now.program)[1:3] == [
        'too few were found by role("last") (1 needed)',
        "so it ended: Rejected",
    ]
    assert asked_sentences(boss, now.program, "zh")[2] == "未请 pia 处理：断言“采购不得审批”不允许"


@pytest.mark.parametrize("change", ["people", "facts"])
def test_what_was_changed_in_the_record_is_told_as_an_alarm(change: str):
    now = played()
    first = now.batches[0]
    if change == "people":
        events = tuple(replace(each, people=("eve",)) if isinstance(each, e.Asked) else each for each in first.events)
        now.batches[0] = replace(first, events=events)
    else:
        now.batches[0] = replace(first, facts={**first.facts, "role:boss": ["eve"]})
    (one, *_rest) = retold(told(now.batches[:1], now.program))
    assert not one.same and one.again == (("bob",) if change == "people" else ("eve",))
    assert "ALARM" in asked_sentences(one.asking, now.program)[0]


@pytest.mark.parametrize("seed", range(12))
def test_every_decision_of_random_tickets_comes_out_the_same_again(seed: int):
    r = random.Random(seed)
    program = compile_text(Flow(r).text())
    answers = directory(r)
    state, batches = NEW, []
    for turn in range(10):
        offered = [(by, each) for by in PEOPLE for each in choices(program, state, by)]
        by, choice = r.choice(offered) if turn and offered else ("ana", None)
        filed = c.Submit(by="ana", answers={"amount": r.randint(0, 100), "kind": "red", "urgent": True})
        facts = Facts(NOON, ask=answers.__getitem__)
        try:
            news = decide(program, state, chosen(r, choice, by) if choice else filed, facts)
        except Refused:
            continue
        state = replay(program, news, state)
        batches.append(e.Batch(NOON, by, news, dict(facts.used)))
    happened = told(batches, program)
    found = list(retold(happened))
    assert all(each.same for each in found)
    asked = sum(isinstance(each.event, e.Asked | e.Routed) for each in happened)
    assert asked <= len(found) and all(
        sentences(each.explanation) if each.explanation else asked_sentences(each.asking, program) for each in found
    )
