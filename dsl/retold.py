"""Everything a process decided by itself on a recorded ticket, decided again from what was stored and explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dsl.engine import events as e
from dsl.engine.evolve import evolve
from dsl.engine.facts import Facts, Unknown
from dsl.engine.state import NEW
from dsl.explain import Explanation, explain
from dsl.explaining.asked import WhyAsked, nobody_knows, why_asked
from dsl.hindsight import Happened
from dsl.program import Program


@dataclass(frozen=True, slots=True)
class Again:
    """What the rules come to with the stored answers and facts; `same` when the history says just that."""

    same: bool
    rules: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Retold:
    """One decision of the process: a table's (`routed`, its `explanation` where it comes out as stored), or whom a step
    asked (`asking`). `same` when it comes out as stored, else `again`: outcomes, or people."""

    number: int
    at: datetime
    program: Program
    same: bool
    again: tuple[str, ...] = ()
    routed: e.Routed | None = None
    explanation: Explanation | None = None
    asking: WhyAsked | None = None


def again(program: Program, routed: e.Routed, answers: Mapping[str, object], facts: Facts) -> Again:
    """Decide once more; nothing is looked up that was not recorded. Without a result when the table is not there or a
    fact is missing."""
    table = program.tables.get(routed.table)
    if table is None:
        return Again(False)
    recorded = Facts(facts.now, {**facts.given, **facts.used}, nobody_knows, facts.requester)
    try:
        rules, outcomes, failed = table.choose(answers, recorded)
    except Unknown:
        return Again(False)
    told = tuple(rules), tuple(outcomes), tuple(failed)
    return Again(told == (routed.rules, routed.outcomes, routed.failed), told[0], told[1])


def retold(happened: Sequence[Happened], language: str = "en") -> Iterator[Retold]:
    """Every decision in order; none of an erased ticket, as there is nothing left to decide from."""
    state = NEW
    if any(each.erased for each in happened):
        return
    for place, each in enumerate(happened):
        facts = Facts(each.at, dict(each.facts), requester=state.requester)
        if isinstance(each.event, e.Routed):
            yield of_table(each, state.answers, facts, language)
        elif isinstance(each.event, e.Asked) or ends_by_it(happened, place):
            why = why_asked(each.program, state, each.event, facts)
            yield Retold(each.number, each.at, each.program, why.same, why.again, asking=why)
        state = evolve(each.program, state, each.event)


def ends_by_it(happened: Sequence[Happened], place: int) -> bool:
    """Whether nobody was found and nobody is asked instead."""
    event, after = happened[place].event, happened[place + 1 : place + 2]
    return isinstance(event, e.NobodyFound) and not (after and isinstance(after[0].event, e.Asked))


def of_table(each: Happened, answers: Mapping[str, object], facts: Facts, language: str) -> Retold:
    made = again(each.program, each.event, answers, facts)
    found = explain(each.program, each.event, answers, facts, language) if made.same else None
    return Retold(each.number, each.at, each.program, made.same, made.outcomes, each.event, found)
