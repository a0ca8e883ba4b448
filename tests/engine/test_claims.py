"""Claims of `always` are kept: who is barred is never asked, and nothing is decided before what has to come first."""

from __future__ import annotations

import datetime

import pytest

from dsl.compile import compile_text
from dsl.engine import commands as c
from dsl.engine.refused import Refused, render
from dsl.pretend import Pretend
from dsl.program import Program
from dsl.rehearsal import Rehearsal

NOON = datetime.datetime(2026, 3, 5, 12, 0, tzinfo=datetime.UTC)
TEXT = """
process buy "Buy" {
  form { amount: money EUR [0.01 .. 9000.00] "Amount" }
  table desk first -> { short, long } {
    long when amount > 5000.00 EUR -> long
    otherwise -> short
  }
  flow {
    approve boss "Boss" {
      by role("boss")
      edits amount
      may transfer, return
    }
    branch by desk {
      long { approve finance "Finance" { by role("finance") } }
      short {
      }
    }
    approve last "Last" {
      by role("last")
      edits amount
      SAME
    }
    task order "Order" {
      by role("purchasing")
      outcome ordered "Ordered"
      outcome gone "Not to be had" -> return to request at most 3 times
    }
  }
  ends { done "Done", rejected "Rejected" }
  always {
    sees_large: finance before last when amount > 5000.00 EUR
    buyers_sign_nothing: never role("purchasing") decides any step
    boss_buys_nothing: never role("boss") decides order
  }
}
"""


def ticket(amount: int = 600_000, same: str = "", **roles: list[str]) -> Rehearsal:
    program = compile_text(TEXT.replace("SAME", same))
    assert isinstance(program, Program), program
    told = {"role:boss": ["bob"], "role:finance": ["fay"], "role:last": ["lea"], "role:purchasing": ["pia"]}
    told |= {f"role:{name}": people for name, people in roles.items()}
    found = Rehearsal(program, Pretend(program, told=told), NOON)
    found.do(c.Submit(by="ana", answers={"amount": amount}))
    return found


def test_whom_a_claim_bars_is_not_asked_at_approvals_and_does_tasks_all_the_same():
    now = ticket(boss=["pia", "bob"], purchasing=["pia", "pam"])
    assert now.state.open["boss"].waiting == ("bob",)
    now.do(c.Approve(by="bob", step="boss"))
    now.do(c.Approve(by="fay", step="finance"))
    now.do(c.Approve(by="lea", step="last"))
    assert now.state.open["order"].waiting == ("pam",)


def test_a_claim_may_name_a_task():
    now = ticket(boss=["bob"], purchasing=["bob", "pia"], last=["lea"])
    assert now.state.open["boss"].waiting == ("process-admin-1",)
    now.do(c.Approve(by="process-admin-1", step="boss"))
    now.do(c.Approve(by="fay", step="finance"))
    now.do(c.Approve(by="lea", step="last"))
    assert now.state.open["order"].waiting == ("pia",)


def test_nobody_hands_a_step_to_somebody_whom_a_claim_bars():
    now = ticket()
    with pytest.raises(Refused) as refused:
        now.do(c.Transfer(by="bob", step="boss", to="pia"))
    assert render(refused.value) == "`pia` never decides `boss`: the process says so in `buyers_sign_nothing`"
    assert render(refused.value, "zh") == "`pia` 不得处理 `boss`：流程在 `buyers_sign_nothing` 中这样规定"
    with pytest.raises(Refused) as refused:
        now.do(c.Reassign(by="hana", step="boss", people=("pia",)))
    assert refused.value.code == "too-few"


@pytest.mark.parametrize("act", [c.Approve, c.Reject])
def test_who_was_asked_before_the_claim_barred_them_is_refused(act: type):
    now = ticket()
    now.ask.told["role:purchasing"] = ["pia", "bob"]
    with pytest.raises(Refused) as refused:
        now.do(act(by="bob", step="boss"))
    assert (refused.value.code, refused.value.values["claim"]) == ("claim-never", "buyers_sign_nothing")


def test_nothing_is_decided_before_what_a_claim_puts_first():
    now = ticket(amount=100)
    now.do(c.Approve(by="bob", step="boss"))
    with pytest.raises(Refused) as refused:
        now.do(c.Approve(by="lea", step="last", changes={"amount": 600_000}))
    assert render(refused.value) == "`last` cannot be decided before `finance` is: the process says so in `sees_large`"
    now.do(c.Approve(by="lea", step="last"))
    assert "order" in now.state.open


def test_what_breaks_a_claim_can_still_be_rejected():
    now = ticket(amount=100)
    now.do(c.Approve(by="bob", step="boss"))
    now.do(c.Reject(by="lea", step="last"))
    assert now.state.end == "rejected"


def test_a_decision_that_would_count_by_itself_waits_where_a_claim_is_not_met():
    text = TEXT.replace("SAME", "same person counts").replace("finance before last when", "order before last when")
    program = compile_text(text)
    told = {"role:boss": ["bob"], "role:last": ["bob"], "role:finance": ["bob"]}
    now = Rehearsal(program, Pretend(program, told=told), NOON)
    now.do(c.Submit(by="ana", answers={"amount": 600_000}))
    now.do(c.Approve(by="bob", step="boss"))
    now.do(c.Approve(by="bob", step="finance"))
    assert now.state.open["last"].decided == ()
