"""The story of a ticket: each event as one plain English line, for the command line and for tests people read."""

from __future__ import annotations

from collections.abc import Iterable

from dsl.engine import events as e
from dsl.engine.templates import show
from dsl.program import Program


def line(program: Program, event: e.Event) -> str:
    """What happened, in the words of the text."""
    match event:
        case e.Asked(step=step, people=people):
            return f"asks at {step}: {', '.join(people) or 'nobody'}"
        case e.Approved(step=step, by=by, earlier=earlier) if earlier:
            return f"{by} counts as having approved {step}, because of {earlier}"
        case e.Approved(step=step, by=by):
            return f"{by} approved {step}{_comment(event)}"
        case e.Rejected(step=step, by=by):
            return f"{by} rejected {step}{_comment(event)}"
        case e.Completed(step=step, by=by, outcome=outcome):
            return f"{by} completed {step}: {outcome}{_comment(event)}"
        case e.Closed(step=step, result=result):
            return f"closes {step}: {result}"
        case e.Routed(table=table, rules=rules, outcomes=outcomes):
            return f"{table} decides: {', '.join(map(' -> '.join, zip(rules, outcomes, strict=True))) or 'nothing'}"
        case e.Changed(step=step, by=by, changes=changes):
            return f"{by} changed at {step}: {answers(program, changes)}"
        case e.SentBack(step=step, by=by, to=to):
            return f"{by} sent back from {step} to {to}{_comment(event)}"
        case e.Ended(end=end):
            return f"ends: {end}"
    return _requester_line(event) or _flow_line(event)


def _requester_line(event: e.Event) -> str | None:
    match event:
        case e.Submitted(by=by, round=round):
            return f"{by} filed it, round {round}"
        case e.Saved(by=by):
            return f"{by} saved it"
        case e.TakenBack(by=by):
            return f"{by} took it back{_comment(event)}"
        case e.Withdrawn(by=by):
            return f"{by} withdrew it{_comment(event)}"
        case e.Acknowledged(by=by):
            return f"{by} acknowledged it"
        case e.Erased(by=by, reason=reason):
            return f'{by} erased what was personal: "{reason}"'
        case e.Commented(by=by, text=text):
            return f'{by} said: "{text}"'
    return None


def _flow_line(event: e.Event) -> str:
    match event:
        case e.NobodyFound(step=step):
            return f"not enough people for {step}"
        case e.Transferred(step=step, by=by, to=to):
            return f"{by} handed {step} to {to}{_comment(event)}"
        case e.Reassigned(step=step, by=by, people=people):
            return f"{by} gave {step} to {', '.join(people)}{_comment(event)}"
        case e.Voided(step=step, fields=fields):
            return f"approvals of {step} are void, because {', '.join(fields)} changed"
        case e.Forked(node=node):
            return f"forks: {node}"
        case e.ArmDone(node=node, arm=arm):
            return f"arm {arm + 1} of {node} is done"
        case e.Joined(node=node):
            return f"joins: {node}"
        case e.Notified(people=people, text=text):
            return f'tells {", ".join(people) or "nobody"}: "{text}"'
    raise TypeError(event)


def answers(program: Program, changes) -> str:
    """Answers as people read them, in one line."""
    fields = program.form.fields
    shown = ((name, "gone" if value is None else show(program, fields[name], value)) for name, value in changes.items())
    return ", ".join(f"{name} = {text}" for name, text in shown)


def lines(program: Program, events: Iterable[e.Event]) -> list[str]:
    """The lines of several events."""
    return [line(program, event) for event in events]


def _comment(event: e.Event) -> str:
    return f' "{event.comment}"' if event.comment else ""
