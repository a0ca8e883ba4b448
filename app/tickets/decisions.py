"""Routing decisions made again from what was stored with them: what they come to now, and what to say of a difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.tickets import show
from app.tickets.show import Reason, View
from dsl.engine.events import Routed
from dsl.engine.facts import Facts, Unknown
from dsl.program import Program


@dataclass(frozen=True, slots=True)
class Again:
    """What the rules come to with the stored answers and facts; `same` when the history says just that."""

    same: bool
    rules: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


def again(program: Program, routed: Routed, answers: Mapping[str, object], facts: Facts) -> Again:
    """Decide once more; nothing is looked up that was not recorded. Without a result when the table is not there or a
    fact is missing."""
    table = program.tables.get(routed.table)
    if table is None:
        return Again(False)
    recorded = Facts(facts.now, {**facts.given, **facts.used}, requester=facts.requester)
    try:
        rules, outcomes, failed = table.choose(answers, recorded)
    except Unknown:
        return Again(False)
    told = tuple(rules), tuple(outcomes), tuple(failed)
    return Again(told == (routed.rules, routed.outcomes, routed.failed), told[0], told[1])


def decisions(c: Connection, view: View, language: str) -> list[dict[str, object]]:
    """Every routing decision of the ticket as JSON, explained without what the person may not see."""
    return [told(view, reason, language) for reason in show.reasons(c, view)]


def told(view: View, reason: Reason, language: str) -> dict[str, object]:
    """One decision. One that comes out otherwise is not explained: its reasons would not fit what it says."""
    made = again(view.program, reason.routed, reason.answers, reason.facts)
    if made.same:
        return show.told(view, reason, language) | {"recomputed": True}
    routed = reason.routed
    stored = {"table": routed.table, "outcome": list(routed.outcomes), "rule": list(routed.rules), "line": None}
    nothing = {"because": [], "passed_over": [], "more": 0, "would_change": [], "partly": False}
    return {"number": reason.number} | stored | nothing | {"recomputed": False, "again": list(made.outcomes)}
