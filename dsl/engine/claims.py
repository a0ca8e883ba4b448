"""Claims: what a process says must always hold, kept at every step: who never decides, and what comes before what."""

from __future__ import annotations

from dsl.engine.facts import Facts
from dsl.engine.refused import Refused
from dsl.engine.state import State
from dsl.program import Approve, Before, Never, Program, Step


def kept_away(program: Program, state: State, node: Step, facts: Facts) -> dict[str, str]:
    """Who never decides `node`, and the name of the claim that says so."""
    found: dict[str, str] = {}
    for claim in program.claims:
        if isinstance(claim, Never) and about(claim, node):
            for who in claim.who.find(state.answers, facts):
                found.setdefault(who, claim.name)
    return found


def about(claim: Never, node: Step) -> bool:
    """Whether a claim speaks of `node`: `any step` are all approvals, since tasks decide nothing."""
    return claim.step == node.id if claim.step is not None else isinstance(node, Approve)


def may_by_claims(program: Program, state: State, node: Step, actor: str, facts: Facts) -> None:
    """Refuse those whom a claim keeps away from `node`, also when they were asked before it was so."""
    claim = kept_away(program, state, node, facts).get(actor)
    if claim is not None:
        raise Refused("claim-never", who=actor, step=node.id, claim=claim)


def unmet(program: Program, state: State, node: Step, facts: Facts) -> Before | None:
    """The first claim that wants another step decided in this round before `node`, which is not."""
    for claim in program.claims:
        waits = isinstance(claim, Before) and claim.then == node.id and claim.first not in state.done
        if waits and (claim.when is None or claim.when(state.answers, facts)):
            return claim
    return None


def in_order(program: Program, state: State, node: Step, facts: Facts) -> None:
    """Refuse to decide `node` before what a claim wants decided first."""
    claim = unmet(program, state, node, facts)
    if claim is not None:
        raise Refused("claim-before", step=node.id, first=claim.first, claim=claim.name)
