"""Decide: what a command leads to, as events, or a refusal. A pure function of program, state, command and facts."""

from __future__ import annotations

from dsl.engine import commands as c
from dsl.engine import events as e
from dsl.engine.access import changed, filed, filled, kept
from dsl.engine.advance import advance
from dsl.engine.choices import (
    may_comment,
    may_complete,
    may_decide,
    may_reassign,
    may_send_back,
    may_ticket,
    may_transfer,
    open_at,
)
from dsl.engine.claims import in_order, kept_away, may_by_claims
from dsl.engine.facts import Facts, Unknown
from dsl.engine.refused import Refused
from dsl.engine.state import State
from dsl.engine.turn import Turn
from dsl.engine.ways import ask_again, clear_open, finish, go_on, leads_back, send_back
from dsl.program import Approve, Program, Task


def decide(program: Program, state: State, command: c.Command, facts: Facts) -> tuple[e.Event, ...]:
    """The events `command` leads to; raises Refused when it may not happen now. Whether a person may see the ticket,
    start the process, or reassign is asked by the app before."""
    facts.requester = state.requester or command.by
    turn = Turn(program, state, facts)
    try:
        _decide(turn, command)
    except Unknown as gap:
        if facts.ask_outside is None:
            raise
        raise Refused("unknown-fact", attribute=str(gap).split(":")[-1]) from None
    return tuple(turn.events)


def require_version(wanted: int | None, version: int) -> None:
    """Refuse a command that was made for another version than the one that decides now: its answers could mean something
    else there, or nothing."""
    if wanted not in (None, version):
        raise Refused("moved")


def _decide(turn: Turn, command: c.Command) -> None:
    match command:
        case c.Approve():
            _approve(turn, command)
        case c.Complete():
            _complete(turn, command)
        case c.Reject():
            _reject(turn, command)
        case c.SendBack():
            _send_back(turn, command)
        case c.Transfer():
            _transfer(turn, command)
        case c.Reassign():
            _reassign(turn, command)
        case _:
            _of_requester(turn, command)


def _of_requester(turn: Turn, command: c.Command) -> None:
    match command:
        case c.Submit():
            _submit(turn, command)
        case c.Save():
            may_ticket(turn.state, command.by, "save")
            turn.say(e.Saved(by=command.by, answers=kept(turn.program, command.answers)))
        case c.Withdraw():
            may_ticket(turn.state, command.by, "withdraw")
            turn.say(e.Withdrawn(by=command.by, comment=command.comment))
            turn.end("withdrawn")
        case c.TakeBack():
            may_ticket(turn.state, command.by, "take back")
            turn.say(e.TakenBack(by=command.by, comment=command.comment))
            turn.cancel()
        case c.Acknowledge():
            may_ticket(turn.state, command.by, "acknowledge")
            turn.say(e.Acknowledged(by=command.by))
        case c.Comment():
            may_comment(turn.state, command.by)
            turn.say(e.Commented(by=command.by, text=command.text))
        case _:
            raise TypeError(command)


def _submit(turn: Turn, command: c.Submit) -> None:
    may_ticket(turn.state, command.by, "submit")
    answers = filed(turn.program, command.answers, turn.facts)
    turn.say(e.Submitted(by=command.by, answers=answers, round=turn.state.round + 1))
    advance(turn, turn.program.start)


def _approve(turn: Turn, command: c.Approve) -> None:
    node = may_decide(turn.program, turn.state, command.by, command.step)
    may_by_claims(turn.program, turn.state, node, command.by, turn.facts)
    fields = _change(turn, node, command)
    in_order(turn.program, turn.state, node, turn.facts)
    filled(turn.program, node, turn.state.answers, turn.facts)
    turn.say(e.Approved(step=node.id, by=command.by, comment=command.comment))
    if not (fields and ask_again(turn, node, fields)) and turn.state.status == "open":
        go_on(turn, node, command.by)


def _reject(turn: Turn, command: c.Reject) -> None:
    node = may_decide(turn.program, turn.state, command.by, command.step, "reject")
    may_by_claims(turn.program, turn.state, node, command.by, turn.facts)
    turn.say(e.Rejected(step=node.id, by=command.by, comment=command.comment))
    go_on(turn, node, command.by)


def _complete(turn: Turn, command: c.Complete) -> None:
    node = may_complete(turn.program, turn.state, command.by, command.step, command.outcome)
    may_by_claims(turn.program, turn.state, node, command.by, turn.facts)
    fields = _change(turn, node, command)
    if not leads_back(node, command.outcome):
        in_order(turn.program, turn.state, node, turn.facts)
        filled(turn.program, node, turn.state.answers, turn.facts)
    turn.say(e.Completed(step=node.id, by=command.by, outcome=command.outcome, comment=command.comment))
    if not (fields and ask_again(turn, node, fields)) and turn.state.status == "open":
        finish(turn, node, command.outcome, command.by)


def _change(turn: Turn, node: Approve | Task, command: c.Approve | c.Complete) -> tuple[str, ...]:
    """Say what `command` changes in the answers; the names of the fields."""
    changes = changed(turn.program, turn.state, node, command.changes, turn.facts)
    if not changes:
        return ()
    turn.say(e.Changed(step=node.id, by=command.by, changes=changes))
    clear_open(turn, tuple(changes))
    return tuple(changes)


def _send_back(turn: Turn, command: c.SendBack) -> None:
    node = may_send_back(turn.program, turn.state, command.by, command.step, command.to)
    send_back(turn, node, command.to, f"{node.id}.return", command.by, comment=command.comment)


def _transfer(turn: Turn, command: c.Transfer) -> None:
    node = may_transfer(turn.program, turn.state, command.by, command.step, command.to)
    may_by_claims(turn.program, turn.state, node, command.to, turn.facts)
    turn.say(e.Transferred(step=node.id, by=command.by, to=command.to, comment=command.comment))


def _reassign(turn: Turn, command: c.Reassign) -> None:
    node, _now = open_at(turn.program, turn.state, command.step)
    away = kept_away(turn.program, turn.state, node, turn.facts)
    people = may_reassign(turn.program, turn.state, command.step, tuple(who for who in command.people if who not in away))
    turn.say(e.Reassigned(step=command.step, by=command.by, people=people, comment=command.comment))
