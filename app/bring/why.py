"""Says in a sentence why an act of a log could not be: what it would have needed, and where the ticket stood instead."""

from __future__ import annotations

from app.bring.acts import Attempt
from dsl.engine.events import Batch, Rejected, SentBack, TakenBack
from dsl.engine.refused import Refused
from dsl.engine.state import State
from dsl.program import Program


def why(program: Program, state: State, batches: list[Batch], attempt: Attempt, refusals: list[Refused]) -> str:
    """The reason, for people: the act, then where the ticket stood."""
    if attempt.wrong:
        return f"the answers cannot be filed: {'; '.join(attempt.wrong)}"
    steps = list(dict.fromkeys(act.step for act in attempt.acts if act.step))
    if steps and not any(step in state.open for step in steps):
        named = " or ".join(f"`{step}` ({program.nodes[step].label})" for step in steps)
        return f"the step {named} is not open: {standing(program, state, batches)}"
    acts = " or ".join(f"`{act}`" for act in attempt.acts)
    return f"{acts} is not possible: {'; '.join(str(refused) for refused in refusals)}; {standing(program, state, batches)}"


def standing(program: Program, state: State, batches: list[Batch]) -> str:
    """Where the ticket stands."""
    match state.status:
        case "new":
            return "nothing was saved or submitted before"
        case "draft":
            return "the request is a draft that was never submitted"
        case "ended":
            return f"the ticket has ended at `{state.end}`"
        case "returned":
            return f"{last_return(batches)}, and it was not submitted again"
    waiting = " and ".join(f"`{step}` ({program.nodes[step].label})" for step in state.open)
    return f"the ticket waits at {waiting}, which was not done"


def last_return(batches: list[Batch]) -> str:
    """What sent the ticket back to its requester."""
    for batch in reversed(batches):
        for event in batch.events:
            match event:
                case Rejected(step=step, by=by):
                    return f"`{by}` rejected the request at `{step}`"
                case TakenBack(by=by):
                    return f"`{by}` took the request back"
                case SentBack(step=step):
                    return f"the request came back from `{step}`"
    return "the request came back"
