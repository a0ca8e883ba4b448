"""Claims of the other version: what it says must always hold must hold of what was decided, and of who is asked."""

from __future__ import annotations

from collections.abc import Iterator

from dsl.engine.claims import kept_away
from dsl.engine.facts import Facts
from dsl.engine.shape import after
from dsl.engine.state import State
from dsl.moving.why import Why, why
from dsl.program import Before, Program


def broken(new: Program, state: State, facts: Facts) -> list[Why]:
    """The claims that a ticket in this state breaks, or could never keep."""
    return [*nevers(new, state, facts), *orders(new, state, facts)] if new.claims else []


def nevers(new: Program, state: State, facts: Facts) -> Iterator[Why]:
    """Those who decided or are asked where they never may."""
    decided = [(step, who) for step, each in state.decisions.items() for who, _ in each]
    decided += [(step, who) for step, now in state.open.items() for who, _ in now.decided]
    asked = [(step, who) for step, now in state.open.items() for who in now.waiting]
    for code, pairs in (("breaks-never", decided), ("excluded", asked)):
        for step, who in dict.fromkeys(pairs):
            away = kept_away(new, state, new.nodes[step], facts)
            if who in away:
                yield why(code, who=who, step=step, claim=away[who])


def orders(new: Program, state: State, facts: Facts) -> Iterator[Why]:
    """Steps that were decided without what must come before them, or that can never be decided any more."""
    for claim in new.claims:
        # Only where it matters already: a ticket that is back may lack the answers a claim reads.
        if not isinstance(claim, Before) or not (claim.then in state.done or claim.then in state.open):
            continue
        if claim.when is not None and not claim.when(state.answers, facts):
            continue
        if was_decided(state, claim):
            yield why("breaks-before", step=claim.then, first=claim.first, claim=claim.name)
        elif claim.then in state.open and claim.first not in state.done and not comes(new, state, claim):
            yield why("never-possible", step=claim.then, first=claim.first, claim=claim.name)


def was_decided(state: State, claim: Before) -> bool:
    """Whether the later step was decided, by somebody at least, and not after the first one."""
    done = state.done
    if claim.then in done:
        return claim.first not in done or done.index(claim.first) > done.index(claim.then)
    return claim.then in state.open and bool(state.open[claim.then].decided) and claim.first not in done


def comes(new: Program, state: State, claim: Before) -> bool:
    """Whether the first step is open, or comes after another one that is."""
    others = [step for step in state.open if step != claim.then]
    return claim.first in state.open or any(claim.first in after(new, state, step) for step in others)
