"""Why these people were asked at a step, and why others were not: worked out again from what was recorded."""

from __future__ import annotations

from dataclasses import dataclass

from dsl.engine.claims import kept_away
from dsl.engine.events import Asked, NobodyFound
from dsl.engine.facts import Facts, Unknown
from dsl.engine.people import asked_at, asked_instead
from dsl.engine.state import State
from dsl.engine.voting import needed
from dsl.program import Approve, Program, Step

REQUESTER, CLAIM, PICK = "requester", "claim", "pick"
"""Why somebody who was found is left out: nobody decides the own request, a claim bars them, or the step picks others."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody whom the people expression found and who was not asked; `claim` names the claim that bars them."""

    who: str
    why: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """Who was asked at a step and why. `expression` is the text that finds people, `found` whom it found; `instead` the text
    of those asked because these were not enough (`need`), `end` the end taken then. `pick` chose among those left.

    `same` says that it comes out as recorded; else `again` is whom it comes to, and nothing else is told. `reads` are the
    fields and facts of what found people: who may not see one of them is told no more than who was asked.
    """

    step: str
    people: tuple[str, ...]
    expression: str
    found: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    need: int = 0
    instead: str = ""
    end: str = ""
    pick: str = ""
    reads: tuple[str, ...] = ()
    same: bool = True
    again: tuple[str, ...] = ()


def why_asked(program: Program, state: State, event: Asked | NobodyFound, facts: Facts) -> WhyAsked:
    """Why a step asked whom it asked; `state` is that before the event, `facts` those recorded with it."""
    node, recorded = program.nodes.get(event.step), facts_of(facts)
    told = event.people if isinstance(event, Asked) else ()
    if not isinstance(node, Step):
        return WhyAsked(event.step, told, "", same=False)
    try:
        return worked_out(program, state, node, told, isinstance(event, NobodyFound), recorded)
    except Unknown:
        return WhyAsked(event.step, told, node.people.text, same=False)


def facts_of(facts: Facts) -> Facts:
    """Only what was recorded; nobody is asked now."""
    return Facts(facts.now, {**facts.given, **facts.used}, nobody_knows, facts.requester)


def nobody_knows(question: str) -> object:
    raise Unknown(question)


def worked_out(program: Program, state: State, node: Step, told: tuple[str, ...], ended: bool, facts: Facts) -> WhyAsked:
    found, policy = node.people.find(state.answers, facts), node.nobody.people
    again, instead, reads = asked_at(program, state, node, facts), "", node.people.reads
    need = needed(node, len(found))
    if again is None and policy is not None:
        instead, reads = policy.text, (*reads, *policy.reads)
        found = tuple(dict.fromkeys((*found, *policy.find(state.answers, facts))))
        again = asked_instead(program, state, node, facts)
    end = node.nobody.end or "" if again is None else ""
    if (again or ()) != told or ended != (again is None):
        return WhyAsked(node.id, told, node.people.text, same=False, again=again or ())
    away = kept_away(program, state, node, facts) if program.claims else {}
    out = tuple(left_out(state, node, who, away) for who in found if who not in told)
    reads += tuple(name for claim in program.claims for name in claim.reads if claim.name in away.values())
    picks = node.pick or "" if any(each.why == PICK for each in out) else ""
    return WhyAsked(node.id, told, node.people.text, found, out, need if instead or end else 0, instead, end, picks, reads)


def left_out(state: State, node: Step, who: str, away: dict[str, str]) -> LeftOut:
    """Why somebody who was found was not asked."""
    if isinstance(node, Approve) and who == state.requester:
        return LeftOut(who, REQUESTER)
    return LeftOut(who, CLAIM, away[who]) if who in away else LeftOut(who, PICK)
