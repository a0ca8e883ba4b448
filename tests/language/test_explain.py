"""Explanations say why, why not the others, and what would have led elsewhere; and what they say is true."""

import datetime
import os
import random

import pytest

from dsl.check import check
from dsl.compile import compile, compile_text
from dsl.complete import completing
from dsl.engine.events import Routed
from dsl.engine.facts import Facts
from dsl.explain import decide_table, explain, explain_choice
from dsl.explaining.changes import MOST_TOLD
from dsl.explaining.sentences import sentences
from dsl.libraries import Libraries
from dsl.parse import parse
from tests.language.random_answers import answers, directory, facts, value
from tests.language.test_evaluators import LARGE_EVERY, accepted

NOW = datetime.datetime(2026, 3, 5, 9, tzinfo=datetime.UTC)

TEXT = """
process refund "Refund" {
  form {
    kind: choice "Kind" { course "Course fee", book "Book" }
    paid_on: date "Paid on" check paid_on <= today else "in the future"
    urgent: yes/no
    lines: rows [0 .. 9] {
      quantity: whole [1 .. 99]
      price: money CNY [0.00 .. 9999.99]
    }
    total: money CNY = sum(each line in lines: line.quantity * line.price)
    amount: money CNY [0.01 .. 20000.00]
    reason: text 40 when kind = course
  }
  table desk first -> { pay, finance, manager } {
    small when amount <= 200.00 CNY and requester.level = vip -> pay
    large when amount > 5000.00 CNY -> finance
    heavy when total >= 1000.00 CNY -> finance
    otherwise -> manager
  }
  table signers collect -> { head, lab, none } {
    big when amount > 1000.00 CNY -> head
    books when kind = book and not urgent -> lab
    otherwise -> none
  }
  table kinds unique -> { pay, manager } {
    wordy when kind = course and length(reason) > 10 -> manager
    otherwise -> pay
  }
  flow {
    branch by desk {
      pay { }
      finance { }
      manager { }
    }
  }
  ends { done }
  words zh {
    kind.book "教材"
  }
}
"""


def program(text=TEXT, **files):
    made = compile_text(text, Libraries(files=files))
    assert not isinstance(made, list), made
    return made


def given(**changed):
    return {
        "kind": "book", "paid_on": datetime.date(2026, 3, 1), "urgent": False, "lines": ({"quantity": 2, "price": 100},),
        "amount": 500001, **changed,
    }  # fmt: skip


def told(level="vip"):
    return Facts(NOW, {"today": "2026-03-05", "person:ana:level": level}, None, "ana")


def decided(table="desk", level="vip", language="en", **changed):
    made, known = program(), told(level)
    return decide_table(made, table, completing(made, given(**changed), known).answers, known, language)


def test_why_and_why_not():
    assert decided() == {
        "outcome": "finance",
        "rule": "large",
        "line": 17,
        "because": [{"test": "amount > 5000.00 CNY", "values": {"amount": "5000.01 CNY"}, "from": {}}],
        "passed_over": [
            {"rule": "small", "line": 16, "failed": "amount <= 200.00 CNY", "values": {"amount": "5000.01 CNY"}}
        ],
        "more": 0,
        "below": [
            {"rule": "heavy", "line": 18, "matches": False, "failed": "total >= 1000.00 CNY",
             "values": {"total": "2.00 CNY"}}
        ],
        "would_change": [
            {"outcome": "pay", "if": "amount <= 200.00 CNY"},
            {"outcome": "manager", "if": "amount in [200.01 CNY .. 5000.00 CNY]"},
        ],
    }


def test_a_rule_below_may_match_as_well_or_ask_what_nobody_recorded():
    (heavy,) = decided(lines=({"quantity": 20, "price": 5000},))["below"]
    assert (heavy["rule"], heavy["matches"], heavy["failed"]) == ("heavy", True, "")
    text = TEXT.replace("heavy when total >= 1000.00 CNY -> finance", "known when requester.level = vip -> pay")
    made, known = program(text), Facts(NOW, {"today": "2026-03-05"}, None, "ana")
    whole = completing(made, given(), known).answers
    routed = Routed(node="branch.desk", table="desk", rules=("large",), outcomes=("finance",), failed=(0,))
    (below,) = explain(made, routed, whole, known).below
    assert (below.rule, below.matches) == ("known", None)


def test_the_directory_is_a_reason_too():
    found = decided(level="regular", amount=20000)
    assert found["passed_over"][0] == {
        "rule": "small", "line": 16, "failed": "requester.level = vip", "values": {"requester.level": "regular"}
    }  # fmt: skip
    assert {"outcome": "pay", "if": "requester.level = vip"} in found["would_change"]


def test_a_computed_answer_says_where_it_comes_from():
    found = decided(amount=30000, lines=({"quantity": 20, "price": 5000},))
    assert found["because"] == [
        {
            "test": "total >= 1000.00 CNY",
            "values": {"total": "1000.00 CNY"},
            "from": {"total": "sum(each line in lines: line.quantity * line.price)"},
        }
    ]
    assert {"outcome": "manager", "if": "total < 1000.00 CNY"} in found["would_change"]


def test_otherwise_passes_all_rows_over():
    found = decided(amount=30000)
    assert (found["rule"], found["line"], found["because"]) == ("otherwise", 19, [])
    assert [each["rule"] for each in found["passed_over"]] == ["small", "large", "heavy"]


def test_collect_tells_every_rule():
    found = decided("signers")
    assert (found["outcome"], found["rule"], found["line"]) == (["head", "lab"], ["big", "books"], [22, 23])
    assert [each["rule"] for each in found["because"]] == ["big", "books", "books"]
    assert found["would_change"] == [
        {"outcome": ["lab"], "if": "amount <= 1000.00 CNY"},
        {"outcome": ["head"], "if": "urgent"},
    ]
    assert decided("signers", kind="course", reason="x", amount=100)["rule"] == ["otherwise"]


def test_options_are_shown_by_their_labels_in_the_readers_language():
    assert decided("signers")["because"][1]["values"] == {"kind": "Book"}
    assert decided("signers", language="zh")["because"][1]["values"] == {"kind": "教材"}
    assert decided("signers", language="zh")["because"][2]["values"] == {"urgent": "否"}


def test_a_change_that_could_not_be_filed_is_not_told():
    # Another kind would need a reason that nobody has given: nobody can say where that would lead.
    assert all(change["if"] != "kind = course" for change in decided("signers")["would_change"])


def test_a_recorded_decision_is_explained_from_what_was_recorded():
    made, known = program(), told()
    whole = completing(made, given(), known).answers
    rules, outcomes, failed = made.tables["desk"].choose(whole, known)
    routed = Routed(node="branch.desk", table="desk", rules=rules, outcomes=outcomes, failed=failed)
    recorded = Facts(NOW, {"today": "2026-03-05"}, None, "ana")
    assert explain(made, routed, whole, recorded).passed_over[0].failed == "amount <= 200.00 CNY"


def test_sentences_in_both_languages():
    made, known = program(), told()
    whole = completing(made, given(), known).answers
    why = explain_choice(made, made.tables["desk"], ("large",), ("finance",), whole, known, "en")
    assert sentences(why) == [
        "`large` (line 17) decided: finance",
        "because amount > 5000.00 CNY: amount is 5000.01 CNY",
        "`small` (line 16) did not match: amount <= 200.00 CNY does not hold: amount is 5000.01 CNY",
        "`heavy` (line 18) stands below and does not match: total >= 1000.00 CNY does not hold: total is 2.00 CNY",
        "it would be pay if amount <= 200.00 CNY",
        "it would be manager if amount in [200.01 CNY .. 5000.00 CNY]",
    ]
    assert sentences(why, "zh")[:2] == [
        "由“large”（第 17 行）决定：finance",
        "因为 amount > 5000.00 CNY：amount 是 5000.01 CNY",
    ]


LARGE = """
process large {
  form {
    unit: choice { north, south, east, west }
    amount: whole [0 .. 99999]
  }
  table desk first -> { a, b, c, none } from "desk.csv" {
    otherwise -> none
  }
  flow {
    branch by desk {
      a { }
      b { }
      c { }
      none { }
    }
  }
  ends { done }
}
"""


def large_csv(rows=400):
    """For each unit bands of a thousand; the outcome goes round."""
    units = ("north", "south", "east", "west")
    cells = [f"r{n},{units[n % 4]},{n // 4 * 1000},{n // 4 * 1000 + 1000},{'abc'[n // 4 % 3]}" for n in range(rows)]
    return "name,unit =,amount >=,amount <,outcome\n" + "\n".join(cells)


def test_a_large_table_tells_the_near_misses():
    made = program(LARGE, **{"desk.csv": large_csv()})
    found = decide_table(made, "desk", {"unit": "east", "amount": 5500}, Facts(NOW, {}))
    assert (found["outcome"], found["rule"]) == ("c", "r22")
    passed = {each["rule"]: each["failed"] for each in found["passed_over"]}
    assert passed == {
        "r2": "amount < 1000", "r6": "amount < 2000", "r10": "amount < 3000", "r14": "amount < 4000",
        "r18": "amount < 5000", "r20": "unit = north", "r21": "unit = south",
    }  # fmt: skip
    assert found["more"] == 22 - len(passed)
    assert {"outcome": "b", "if": "amount in [4000 .. 4999]"} in found["would_change"]
    assert {"outcome": "a", "if": "amount in [6000 .. 6999]"} in found["would_change"]


@pytest.mark.parametrize("seed", range(int(os.environ.get("WAYBILL_FUZZ", "12000")) // 800))
def test_what_would_change_is_true(seed):
    """Whatever answer satisfies the condition of a change leads where the change says, nothing else being changed."""
    found = accepted(seed)
    if found is None:
        pytest.fail("the seed should make a process")
    checked, text = found
    made, r = compile(checked), random.Random(seed)
    for _ in range(1 if seed % LARGE_EVERY == 0 else 4):
        known = directory(r)
        whole = completing(made, answers(made, r), facts(known, "ana")).answers
        for name, table in made.tables.items():
            rules, outcomes, _ = table.choose(whole, facts(known, "ana"))
            why = explain_choice(made, table, rules, outcomes, whole, facts(known, "ana"), "en")
            assert len(why.would_change) <= MOST_TOLD
            for change in r.sample(why.would_change, min(3, len(why.would_change))):
                holds_true(text, made, name, whole, known, change, r)


PROBE = """
  table probe first -> {{ inside, beyond }} {{
    it when {condition} -> inside
    otherwise -> beyond
  }}
  ends {{"""


def holds_true(text, made, table, whole, known, change, r):
    fields = made.form.fields
    if not all(each in fields and fields[each].computed is None for each in change.subjects):
        return
    source = parse(text.replace("\n  ends {", PROBE.format(condition=change.condition)))
    assert not source.problems, change
    checked = check(source.process)
    probing = compile(checked) if checked.ok else None
    for _ in range(30):
        changed = {**whole, **{each: value(fields[each].type, r) for each in change.subjects}}
        done = completing(made, changed, facts(known, "ana"))
        if done.missing or probing is None:
            continue
        checks = [each for name in change.subjects for each in fields[name].checks if done.knows(each.reads)]
        if not all(each.holds(done.answers, facts(known, "ana")) for each in checks):
            continue
        if probing.tables["probe"].pick(done.answers, facts(known, "ana")) == ("inside",):
            found = made.tables[table].pick(done.answers, facts(known, "ana"))
            found = found if made.tables[table].policy == "collect" else found[0]
            assert found == change.outcome, (text, change, changed)
