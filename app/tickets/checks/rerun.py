"""Deciding again: every recorded decision, from its recorded facts, must come out as it did and be allowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from app.journal.entries import Entry, batches, runs
from app.tickets.known import new
from dsl.engine import commands as c
from dsl.engine import events as e
from dsl.engine.decide import decide
from dsl.engine.events import Batch
from dsl.engine.facts import Facts, Unknown
from dsl.engine.refused import Refused
from dsl.engine.state import State
from dsl.moving.move import CannotMove, Move, move, move_back
from dsl.program import Program


def rerun(programs: Callable[[int], Program], entries: Sequence[Entry], seen: Counter) -> Iterator[tuple[int, str]]:
    """(number, what is wrong) of the first event of each batch that comes out otherwise, or was not allowed; each is
    decided by its own version."""
    known = new(entries[0].version)
    for version, run in runs(entries):
        made, old, before = programs(version), programs(known.version), known.version
        for batch in batches(made, run):
            if version != before and known.version == before:
                wrong = move_fault(old, made, known.state, batch)
            else:
                wrong = fault(made, known.state, batch)
            if wrong:
                yield known.count + 1, wrong
            known = known.under(version).after(made, batch.events, known.count + len(batch.events))
            seen["decisions"] += 1


def move_fault(old: Program, new: Program, state: State, batch: Batch) -> str | None:
    """What is wrong with the batch that moves a ticket to another version, or None."""
    first = batch.events[0]
    if not isinstance(first, e.Moved):
        return "it is of another version, and nobody moved the ticket there"
    wish = Move(first.by, first.version, first.before, first.reason, first.act)
    try:
        again = move_back(state, wish) if first.back else move(old, new, state, wish, Facts(batch.at, dict(batch.facts)))
    except CannotMove as no:
        return f"it could not be moved: {no}"
    except Unknown as gap:
        return f"a fact is missing that it needs: {gap}"
    return None if again == batch.events else "moved again it comes out otherwise"


def fault(program: Program, state, batch: Batch) -> str | None:
    """What is wrong with one batch, or None."""
    command = command_of(batch)
    if command is None:
        return None if isinstance(batch.events[0], e.Erased) else "no command leads to these events"
    try:
        again = decide(program, state, command, Facts(batch.at, dict(batch.facts)))
    except Refused as refused:
        return f"it was not allowed: {refused.code}"
    except Unknown as gap:
        return f"a fact is missing that it needs: {gap}"
    if again == batch.events:
        return None
    at = next((number for number, pair in enumerate(zip(again, batch.events, strict=False)) if pair[0] != pair[1]), None)
    told = f", from event {at + 1} of its batch on" if at is not None else ""
    return f"decided again it comes out otherwise{told}"


def command_of(batch: Batch) -> c.Command | None:
    """The command whose events these are."""
    by, first = batch.by, batch.events[0]
    match first:
        case e.Saved(by=who) | e.Submitted(by=who) | e.Commented(by=who) if who != by:
            return None
        case e.Saved(answers=answers):
            return c.Save(by=by, answers=answers)
        case e.Submitted(answers=answers):
            return c.Submit(by=by, answers=answers)
        case e.Changed(step=step, changes=changes):
            return deciding(batch, step, changes)
        case e.Approved(step=step) | e.Completed(step=step):
            return deciding(batch, step, {})
        case e.Withdrawn(comment=comment):
            return c.Withdraw(by=by, comment=comment)
        case e.TakenBack(comment=comment):
            return c.TakeBack(by=by, comment=comment)
        case e.Acknowledged():
            return c.Acknowledge(by=by)
        case e.Commented(text=text):
            return c.Comment(by=by, text=text)
    return at_step(by, first)


def at_step(by: str, first: e.Event) -> c.Command | None:
    """The commands at a step that change no answers."""
    match first:
        case e.Rejected(step=step, comment=comment):
            return c.Reject(by=by, step=step, comment=comment)
        case e.SentBack(step=step, to=to, comment=comment):
            return c.SendBack(by=by, step=step, to=to, comment=comment)
        case e.Transferred(step=step, to=to, comment=comment):
            return c.Transfer(by=by, step=step, to=to, comment=comment)
        case e.Reassigned(step=step, people=people, comment=comment):
            return c.Reassign(by=by, step=step, people=people, comment=comment)
    return None


def deciding(batch: Batch, step: str, changes) -> c.Command | None:
    """An approval or a completed task, with what was changed on the way."""
    for event in batch.events:
        match event:
            case e.Approved(step=at, earlier="", comment=comment) if at == step:
                return c.Approve(by=batch.by, step=step, comment=comment, changes=changes)
            case e.Completed(step=at, outcome=outcome, comment=comment) if at == step:
                return c.Complete(by=batch.by, step=step, outcome=outcome, comment=comment, changes=changes)
    return None
