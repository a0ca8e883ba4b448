"""The engine on small processes put together by hand: one act after the other."""

from __future__ import annotations

import pytest

from dsl import program as p
from dsl.engine import commands as c
from dsl.engine import events as e
from dsl.engine.choices import choices
from dsl.engine.refused import Refused, render
from tests.engine.build import (
    Ticket,
    approve,
    branch,
    field,
    parallel,
    people,
    process,
    role,
    table,
    task,
)

BACK = p.Target(to="request", limit=2)


def filed(*flow, directory=None, answers=None, by="ana", **more) -> Ticket:
    ticket = Ticket(process(*flow, **more), directory)
    ticket.do(c.Submit(by=by, answers=answers or {"amount": 100}))
    return ticket


def say(ticket: Ticket, word: str, step: str, *who: str) -> None:
    for each in who:
        ticket.do({"approve": c.Approve, "reject": c.Reject}[word](by=each, step=step))


def refused(ticket: Ticket, command) -> str:
    with pytest.raises(Refused) as caught:
        ticket.do(command)
    assert render(caught.value, "zh") != render(caught.value)
    return render(caught.value)


def test_a_ticket_is_filed_approved_and_done():
    ticket = Ticket(process(approve("boss", "bruno")))
    assert ticket.do(c.Submit(by="ana", answers={"amount": 5})) == [
        e.Submitted(by="ana", answers={"amount": 5}, round=1),
        e.Asked(step="boss", people=("bruno",), visit=1),
    ]
    assert ticket.do(c.Approve(by="bruno", step="boss", comment="fine")) == [
        e.Approved(step="boss", by="bruno", comment="fine"),
        e.Closed(step="boss", result="approved"),
        e.Ended(end="done"),
    ]
    assert (
        refused(ticket, c.Approve(by="bruno", step="boss")) == "the ticket has ended at `done`: nothing more can be decided"
    )


def test_a_person_who_is_not_asked_is_refused():
    ticket = filed(approve("director", "dan"))
    assert refused(ticket, c.Approve(by="gil", step="director")) == "`gil` is not asked at `director`; dan is"


def test_the_requester_never_decides():
    ticket = filed(approve("boss", "ana", "bruno", may=("transfer",)))
    assert ticket.asked == {"boss": ("bruno",)}
    assert "never decides" in refused(ticket, c.Approve(by="ana", step="boss"))
    assert "never decides" in refused(ticket, c.Transfer(by="bruno", step="boss", to="ana"))


def test_a_task_may_be_done_by_the_requester():
    ticket = filed(task("look", "ana"))
    ticket.do(c.Complete(by="ana", step="look"))
    assert ticket.state.end == "done"


def test_all_must_approve_and_one_reject_rejects():
    ticket = filed(approve("board", "a", "b", "c", rule="all"))
    say(ticket, "approve", "board", "a", "b")
    assert ticket.asked == {"board": ("c",)}
    say(ticket, "reject", "board", "c")
    assert ticket.state.end == "rejected"
    assert not ticket.state.acknowledged


def test_in_order_only_the_first_may_act():
    ticket = filed(approve("line", "a", "b", rule="order"))
    assert refused(ticket, c.Approve(by="b", step="line")) == "it is not yet the turn of `b` at `line`; a is asked first"
    say(ticket, "approve", "line", "a", "b")
    assert ticket.state.end == "done"


def test_two_of_three_pass_and_reject_only_when_two_can_no_longer_be_reached():
    ticket = filed(approve("fin", "a", "b", "c", rule="count", number=2))
    say(ticket, "reject", "fin", "a")
    assert ticket.state.status == "open"
    say(ticket, "approve", "fin", "b")
    assert ticket.state.status == "open"
    say(ticket, "reject", "fin", "c")
    assert ticket.state.end == "rejected"


def test_a_percentage_is_rounded_up():
    ticket = filed(approve("fin", "a", "b", "c", rule="percent", number=60))
    say(ticket, "approve", "fin", "a")
    assert ticket.state.status == "open"
    say(ticket, "approve", "fin", "b")
    assert ticket.state.end == "done"


def test_too_few_people_are_the_nobody_case_and_a_process_admin_can_help():
    step = approve("fin", "a", "ana", rule="count", number=2, nobody=p.Nobody(people=role("process-admin")))
    ticket = filed(step, directory={"role:process-admin": []})
    assert ticket.asked == {"fin": ()}
    assert e.NobodyFound(step="fin") in ticket.events
    assert "a process admin has to name somebody" in refused(ticket, c.Approve(by="a", step="fin"))
    assert "it needs 2 more" in refused(ticket, c.Reassign(by="hana", step="fin", people=("ana", "b")))
    ticket.do(c.Reassign(by="hana", step="fin", people=("a", "b")))
    say(ticket, "approve", "fin", "a", "b")
    assert ticket.state.end == "done"


def test_nobody_found_may_end_the_ticket():
    ticket = filed(approve("boss", nobody=p.Nobody(end="rejected")))
    assert ticket.events[1:] == (e.NobodyFound(step="boss"), e.Ended(end="rejected"))


def test_the_least_busy_is_asked():
    ticket = filed(task("pay", "x", "y", "z", pick="least busy"), directory={"load:x": 2, "load:y": 1, "load:z": 1})
    assert ticket.asked == {"pay": ("y",)}


def test_a_reject_may_lead_back_to_the_requester_who_files_again_at_most_so_often():
    ticket = filed(approve("boss", "bruno", reject=BACK))
    for round in (1, 2):
        say(ticket, "reject", "boss", "bruno")
        assert ticket.state.status == "returned"
        assert refused(ticket, c.Approve(by="bruno", step="boss")) == (
            "the ticket is back at `ana`, who has to file it again first"
        )
        ticket.do(c.Acknowledge(by="ana"))
        ticket.do(c.Submit(by="ana", answers={"amount": 100 + round}))
    assert "as often as it may (2)" in refused(ticket, c.Reject(by="bruno", step="boss"))
    assert [each.action for each in choices(ticket.program, ticket.state, "bruno")] == ["approve", "comment"]
    say(ticket, "approve", "boss", "bruno")
    assert ticket.state.end == "done" and ticket.state.answers == {"amount": 102}


def test_a_step_may_send_back_to_an_earlier_one_and_all_after_it_is_asked_again():
    ticket = filed(approve("one", "a"), approve("two", "b"), approve("three", "c", may=("return",)))
    say(ticket, "approve", "one", "a")
    say(ticket, "approve", "two", "b")
    offered = {each.action: each for each in choices(ticket.program, ticket.state, "c")}
    assert offered["return"].to == ("request", "one", "two")
    assert ticket.do(c.SendBack(by="c", step="three", to="one")) == [
        e.SentBack(step="three", by="c", to="one", counter="three.return"),
        e.Closed(step="three", result="sent back"),
        e.Asked(step="one", people=("a",), visit=2),
    ]
    say(ticket, "approve", "one", "a")
    assert ticket.asked == {"two": ("b",)}


def test_a_task_goes_where_its_outcome_leads():
    outcomes = (p.Outcome("paid", "Paid"), p.Outcome("bounced", "Bounced", BACK))
    ticket = filed(task("pay", "gil", outcomes=outcomes))
    assert "choose `paid`, `bounced`" in refused(ticket, c.Complete(by="gil", step="pay"))
    ticket.do(c.Complete(by="gil", step="pay", outcome="bounced"))
    assert ticket.state.status == "returned"
    ticket.do(c.Submit(by="ana", answers={"amount": 7}))
    ticket.do(c.Complete(by="gil", step="pay", outcome="paid"))
    assert ticket.state.end == "done"


def test_parallel_arms_wait_for_each_other():
    ticket = filed(parallel("both", (approve("one", "a"),), (approve("two", "b"), approve("three", "c"))), task("pay", "g"))
    assert ticket.asked == {"one": ("a",), "two": ("b",)}
    say(ticket, "approve", "two", "b")
    say(ticket, "approve", "one", "a")
    assert ticket.asked == {"three": ("c",)}
    say(ticket, "approve", "three", "c")
    assert ticket.asked == {"pay": ("g",)}
    assert ticket.state.arms_done == {}


def test_a_join_of_any_cancels_the_other_arms():
    ticket = filed(parallel("both", (approve("one", "a"),), (approve("two", "b"),), need=1), task("pay", "g"))
    say(ticket, "approve", "two", "b")
    assert e.Closed(step="one", result="cancelled") in ticket.events
    assert ticket.asked == {"pay": ("g",)}


def test_forks_inside_a_cancelled_arm_are_over_too():
    inner = parallel("inner", (approve("one", "a"),), (approve("two", "b"),))
    ticket = filed(parallel("outer", (inner,), (approve("three", "c"),), need=1), task("pay", "g"))
    say(ticket, "approve", "one", "a")
    say(ticket, "approve", "three", "c")
    assert ticket.asked == {"pay": ("g",)} and ticket.state.arms_done == {}


def test_an_empty_arm_of_a_join_of_any_asks_nobody():
    ticket = filed(parallel("both", (), (approve("two", "b"),), need=1), task("pay", "g"))
    assert ticket.asked == {"pay": ("g",)}


def test_a_reject_in_an_arm_ends_the_ticket_and_cancels_the_others():
    ticket = filed(parallel("both", (approve("one", "a"),), (approve("two", "b"),)))
    say(ticket, "reject", "two", "b")
    assert ticket.state.end == "rejected" and ticket.state.open == {}


def test_a_branch_takes_one_arm_and_an_empty_arm_goes_on():
    desk = table("desk", "first", ("small", "pay", lambda a, f: a["amount"] < 10), otherwise="boss")
    flow = (branch("where", "desk", pay=(), boss=(approve("boss", "b"),)), task("pay", "g"))
    assert filed(*flow, tables=(desk,), answers={"amount": 5}).asked == {"pay": ("g",)}
    ticket = filed(*flow, tables=(desk,), answers={"amount": 50})
    assert ticket.asked == {"boss": ("b",)}
    say(ticket, "approve", "boss", "b")
    assert ticket.asked == {"pay": ("g",)}


SIGNS = table(
    "signs", "collect",
    ("x", "one", lambda a, f: a["amount"] > 1), ("y", "none", lambda a, f: True), ("z", "two", lambda a, f: True),
    ("w", "one", lambda a, f: True),
)  # fmt: skip


def test_a_collect_branch_runs_the_arms_of_all_matches_one_after_the_other():
    flow = (branch("who", "signs", merge=True, one=(approve("one", "a"),), none=(), two=(approve("two", "b"),)),)
    ticket = filed(*flow, task("pay", "g"), tables=(SIGNS,))
    say(ticket, "approve", "one", "a")
    say(ticket, "approve", "two", "b")
    assert ticket.asked == {"pay": ("g",)}
    ticket = filed(*flow, task("pay", "g"), tables=(SIGNS,), answers={"amount": 1})
    say(ticket, "approve", "two", "b")
    say(ticket, "approve", "one", "a")
    assert ticket.asked == {"pay": ("g",)}


def test_the_requester_withdraws_takes_back_and_acknowledges():
    ticket = filed(approve("boss", "bruno"), approve("head", "carla"))
    assert refused(ticket, c.Withdraw(by="bruno")) == "only `ana`, who filed it, may withdraw it; `bruno` may not"
    ticket.do(c.TakeBack(by="ana"))
    assert ticket.state.status == "returned" and ticket.state.open == {}
    ticket.do(c.Submit(by="ana", answers={"amount": 1}))
    say(ticket, "approve", "boss", "bruno")
    assert "no longer be taken back" in refused(ticket, c.TakeBack(by="ana"))
    ticket.do(c.Withdraw(by="ana", comment="bought elsewhere"))
    assert ticket.state.end == "withdrawn"


def test_a_draft_is_kept_and_filed_later():
    ticket = Ticket(process(approve("boss", "bruno")))
    ticket.do(c.Save(by="ana", answers={}))
    assert "only its requester" in refused(ticket, c.Approve(by="bruno", step="boss"))
    assert "`amount` must be filled in" in refused(ticket, c.Submit(by="ana", answers={}))
    ticket.do(c.Submit(by="ana", answers={"amount": 3}))
    assert ticket.asked == {"boss": ("bruno",)}


def test_same_person_counts_where_the_text_says_so():
    ticket = filed(approve("one", "a"), approve("two", "a", "b", rule="all", asks_again=False), approve("three", "a"))
    say(ticket, "approve", "one", "a")
    assert ticket.events[-1] == e.Approved(step="two", by="a", earlier="one")
    assert ticket.asked == {"two": ("b",)}
    say(ticket, "approve", "two", "b")
    assert ticket.asked == {"three": ("a",)}


def test_only_an_approval_counts_as_one():
    first = approve("vote", "a", "b", "c", rule="count", number=2)
    ticket = filed(task("look", "d"), first, approve("last", "a", "d", rule="all", asks_again=False))
    ticket.do(c.Complete(by="d", step="look"))
    say(ticket, "reject", "vote", "a")
    say(ticket, "approve", "vote", "b", "c")
    assert ticket.asked == {"last": ("a", "d")}


def test_a_step_changes_only_what_it_may():
    later = field("ref", optional=True)
    pay = task("pay", "g", access=p.Access(sees=("amount",), fills=("ref",), required=("ref",)))
    ticket = filed(pay, fields=(field("amount"), later), later=("ref",))
    assert refused(ticket, c.Complete(by="g", step="pay", changes={"amount": 9})) == (
        "`pay` may not change `amount`: it may change `ref`"
    )
    assert refused(ticket, c.Complete(by="g", step="pay")) == "`pay` needs `ref` filled in before it can go on"
    ticket.do(c.Complete(by="g", step="pay", changes={"ref": 4}))
    assert ticket.state.answers == {"amount": 100, "ref": 4}


def test_a_change_brings_computed_fields_along_and_hidden_ones_vanish():
    fields = (
        field("amount"),
        field("double", computed=lambda a, f: a["amount"] * 2),
        field("why", when=lambda a, f: a["amount"] > 50),
    )
    ticket = filed(approve("boss", "b", fields=("amount",)), fields=fields, answers={"amount": 100, "why": 1})
    assert ticket.do(c.Approve(by="b", step="boss", changes={"amount": 10}))[0] == e.Changed(
        step="boss", by="b", changes={"amount": 10, "double": 20, "why": None}
    )
    assert ticket.state.answers == {"amount": 10, "double": 20}


def test_a_change_may_not_empty_what_must_be_there():
    ticket = filed(approve("boss", "b", fields=("amount", "note")), fields=(field("amount"), field("note", optional=True)))
    assert "after this change `amount` would be needed" in refused(
        ticket, c.Approve(by="b", step="boss", changes={"amount": None})
    )
    assert "may not change `nonsense`" in refused(ticket, c.Approve(by="b", step="boss", changes={"nonsense": 1}))
    ticket.do(c.Approve(by="b", step="boss", changes={"note": None, "amount": 5}))
    assert ticket.state.answers == {"amount": 5}


def test_a_change_takes_back_the_decisions_of_an_open_step_that_watches_it():
    ticket = filed(approve("fin", "a", "b", rule="all", void=("amount",), fields=("amount",)))
    say(ticket, "approve", "fin", "a")
    ticket.do(c.Approve(by="b", step="fin", changes={"amount": 7}))
    assert ticket.asked == {"fin": ("a",)}
    say(ticket, "approve", "fin", "a")
    assert ticket.state.end == "done"


def test_what_nobody_has_decided_yet_is_not_void():
    ticket = filed(parallel("both", (approve("head", "h", void=("amount",)),), (approve("fin", "a", fields=("amount",)),)))
    news = ticket.do(c.Approve(by="a", step="fin", changes={"amount": 7}))
    assert not any(isinstance(event, e.Voided) for event in news)


def test_a_change_in_one_arm_asks_a_closed_step_of_the_other_again():
    watching = approve("head", "h", void=("amount",))
    ticket = filed(parallel("both", (watching,), (approve("fin", "a", fields=("amount",)), approve("boss", "b"))))
    say(ticket, "approve", "head", "h")
    ticket.do(c.Approve(by="a", step="fin", changes={"amount": 7}))
    assert ticket.asked == {"head": ("h",), "boss": ("b",)}
    say(ticket, "approve", "boss", "b")
    assert ticket.state.status == "open"
    say(ticket, "approve", "head", "h")
    assert ticket.state.end == "done"


def test_a_change_after_a_watching_step_goes_back_to_it():
    ticket = filed(approve("head", "h", void=("amount",)), approve("fin", "a", fields=("amount",)))
    say(ticket, "approve", "head", "h")
    ticket.do(c.Approve(by="a", step="fin", changes={"amount": 7}))
    assert ticket.asked == {"head": ("h",)}
    say(ticket, "approve", "head", "h")
    assert ticket.asked == {"fin": ("a",)}


def test_a_part_is_handed_on():
    ticket = filed(approve("fin", "a", "b", rule="all", may=("transfer",)))
    assert "part of `fin` already" in refused(ticket, c.Transfer(by="a", step="fin", to="b"))
    ticket.do(c.Transfer(by="a", step="fin", to="c"))
    assert ticket.asked == {"fin": ("c", "b")}
    assert refused(ticket, c.Approve(by="a", step="fin")) == "`a` is not asked at `fin`; c, b are"


def test_somebody_is_told():
    told = p.Notify(
        id="tell", label="", line=1, people=people("ana"), text=p.Template(("Refund ", "amount", " is on its way"))
    )
    ticket = filed(told)
    assert ticket.events[1:] == (
        e.Notified(node="tell", people=("ana",), text="Refund 1.00 CNY is on its way"),
        e.Ended(end="done"),
    )
