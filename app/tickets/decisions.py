"""Routing decisions made again from what was stored with them: what they come to now, and what to say of a difference."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import Connection

from app.journal import entries
from app.processes.programs import program
from app.tickets import show
from app.tickets.explained import Reader, asked_json
from app.tickets.hindsight import happened
from app.tickets.show import Reason, View
from dsl.explaining.sentences import differs
from dsl.retold import Retold, again, retold


def decisions(c: Connection, view: View, language: str) -> list[dict[str, object]]:
    """Every routing decision of the ticket as JSON, explained without what the person may not see."""
    return [told(view, reason, language) for reason in show.reasons(c, view)]


def asked(c: Connection, view: View, language: str) -> list[dict[str, object]]:
    """Whom each step asked and why, and whom it left out, worked out again."""
    reader = Reader(language, view.hidden, current_app.extensions["waybill.name"])
    return list(asked_json(explained(c, view, language), reader))


def explained(c: Connection, view: View, language: str) -> list[Retold]:
    """All the process decided by itself on the ticket, with all reasons: leave out what the person may not see."""
    return list(retold(happened(entries.read(c, view.listed.id), lambda version: program(c, version)), language))


def told(view: View, reason: Reason, language: str) -> dict[str, object]:
    """One decision. One that comes out otherwise is not explained: its reasons would not fit what it says."""
    made = again(reason.program, reason.routed, reason.answers, reason.facts)
    if made.same:
        return show.told(view, reason, language) | {"recomputed": True}
    routed = reason.routed
    stored = {"table": routed.table, "outcome": list(routed.outcomes), "rule": list(routed.rules), "line": None}
    nothing = {"because": [], "passed_over": [], "more": 0, "below": [], "would_change": [], "partly": False}
    nothing["sentences"] = [differs(", ".join(routed.outcomes), ", ".join(made.outcomes), language)]
    return {"number": reason.number} | stored | nothing | {"recomputed": False, "again": list(made.outcomes)}
