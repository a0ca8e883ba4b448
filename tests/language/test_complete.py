"""Completing answers: hidden ones out, computed ones in, and nothing made of what is not known yet."""

import datetime

from dsl.compile import compile_text
from dsl.complete import complete, completing, missing, problems_of
from dsl.engine.facts import Facts

TEXT = """
process order {
  form {
    kind: choice { own, invited }
    guest: text 40 when kind = invited
    greeting: yes/no when kind = invited
    lunch: text 20 when kind = invited and greeting
    note: text 40 optional
    amount: money CNY [0.00 .. 999.00] check amount > 0.00 CNY else "nothing to pay"
    section travel when kind = invited {
      from_day: date
    }
    lines: rows [0 .. 9] {
      item: text 20
      quantity: whole [1 .. 9] check quantity < 9 or item = "pen" else "nine only of pens"
      big: yes/no = quantity > 5
      reason: text 20 when big
      net: money CNY = quantity * amount
    }
    total: money CNY = sum(each line in lines: line.net)
    double: money CNY = total * 2 when kind = own
    reference: text 20 optional
    later: text 20
  }
  flow {
    task work {
      by role("desk")
      fills later required
    }
  }
  ends { done }
}
"""

PROGRAM = compile_text(TEXT)
FACTS = Facts(datetime.datetime(2026, 3, 5, tzinfo=datetime.UTC))
OWN = {"kind": "own", "amount": 200, "lines": ({"item": "pen", "quantity": 9, "reason": "a box"},)}


def test_hidden_answers_are_left_out_and_computed_ones_are_computed():
    given = {**OWN, "guest": "Li", "from_day": datetime.date(2026, 3, 5), "double": 7, "unknown": 1}
    assert complete(PROGRAM, given, FACTS) == {
        "kind": "own",
        "amount": 200,
        "lines": ({"item": "pen", "quantity": 9, "big": True, "reason": "a box", "net": 1800},),
        "total": 1800,
        "double": 3600,
    }
    assert list(complete(PROGRAM, given, FACTS)) == ["kind", "amount", "lines", "total", "double"]


def test_completing_twice_changes_nothing():
    once = complete(PROGRAM, OWN, FACTS)
    assert complete(PROGRAM, once, FACTS) == once


def test_what_hides_in_a_hidden_section_or_behind_a_hidden_answer_is_hidden():
    day = datetime.date(2026, 3, 5)
    guest = {**OWN, "kind": "invited", "guest": "Li", "greeting": True, "lunch": "rice", "from_day": day}
    assert set(complete(PROGRAM, guest, FACTS)) >= {"guest", "greeting", "lunch", "from_day"}
    assert not set(complete(PROGRAM, {**guest, "kind": "own"}, FACTS)) & {"guest", "greeting", "lunch", "from_day"}
    assert "lunch" not in complete(PROGRAM, {**guest, "greeting": False}, FACTS)


def test_what_is_not_known_yet_is_left_alone():
    draft = completing(PROGRAM, {"lines": ({"quantity": 2},)}, FACTS)
    assert draft.answers == {"lines": ({"quantity": 2, "big": False},)}
    assert draft.missing == ["kind", "amount", "lines.0.item"]
    assert {"kind", "guest", "lunch", "double", "lines.net", "total"} <= draft.unknown


def test_a_row_that_is_not_known_does_not_spoil_the_others():
    rows = ({"item": "pen"}, {"item": "ink", "quantity": 2})
    whole = completing(PROGRAM, {**OWN, "lines": rows}, FACTS)
    assert whole.answers["lines"] == ({"item": "pen"}, {"item": "ink", "quantity": 2, "big": False, "net": 400})
    assert "total" not in whole.answers and whole.missing == ["lines.0.quantity"]


def test_missing_is_what_the_requester_must_still_give():
    assert missing(PROGRAM, OWN, FACTS) == ()
    assert missing(PROGRAM, {**OWN, "kind": "invited"}, FACTS) == ("guest", "greeting", "from_day")
    assert missing(PROGRAM, {**OWN, "lines": ({"item": "pen", "quantity": 9},)}, FACTS) == ("lines.0.reason",)


def test_failed_checks_have_a_path_and_the_message_of_the_text():
    wrong = {**OWN, "amount": 0, "lines": ({"item": "pen", "quantity": 1}, {"item": "ink", "quantity": 9, "reason": "r"})}
    assert problems_of(PROGRAM, wrong, FACTS) == [("amount", "nothing to pay"), ("lines.1.quantity", "nine only of pens")]
    assert problems_of(PROGRAM, wrong, FACTS, fields=["lines"]) == [("lines.1.quantity", "nine only of pens")]
    assert problems_of(PROGRAM, OWN, FACTS) == []


def test_a_check_of_what_is_not_known_waits():
    assert problems_of(PROGRAM, {**OWN, "lines": ({"quantity": 9},)}, FACTS) == []
