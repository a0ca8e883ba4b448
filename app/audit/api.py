"""The JSON API of audits: claims asked of recorded tickets, a second of work at a time."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from app.audit.pages_moments import day_of, next_day
from app.bodies import body, text
from app.db import reading
from app.errors import Invalid
from app.i18n import language
from app.i18n import translate as _
from app.people.permissions import require
from app.people.sessions import current_person
from app.processes.queries import find, find_version
from app.tickets import inquiry, verdicts
from app.tickets.inquiry import Inquiry
from dsl.messages import render

ASK = frozenset({"process", "since", "until", "claims"})


def blueprint() -> Blueprint:
    """Addresses under /api."""
    api = Blueprint("audit_api", __name__, url_prefix="/api/invariants")
    api.before_request(lambda: require(current_person(), "audit"))
    api.add_url_rule("", "ask", ask, methods=["POST"])
    api.add_url_rule("/<int:inquiry>", "one", lambda inquiry: one(inquiry))
    api.add_url_rule("/<int:inquiry>", "go_on", lambda inquiry: go_on(inquiry), methods=["POST"])
    return api


def ask() -> tuple[Response, int]:
    """Begin to ask, and work for a second."""
    given = body(ASK)
    claims = text(given, "claims")
    since, until = (day_of(text(given, name)) for name in ("since", "until"))
    wrong = [(name, _("This day cannot be read.")) for name, at in (("since", since), ("until", until))
             if text(given, name) and at is None]  # fmt: skip
    with reading() as c:
        process = find(c, text(given, "process")[:200])
    if process is None:
        wrong.append(("process", _("Choose a process.")))
    if wrong:
        raise Invalid(wrong)
    own = claims if claims.strip() else None
    begun = inquiry.start(current_person(), process.id, process.version, own, since, next_day(until) if until else None)
    if not isinstance(begun, int):
        raise Invalid([("claims", f"{each.at.line}:{each.at.column}: {render(each, language())}") for each in begun])
    inquiry.go_on(begun)
    return answered(begun), 201


def one(id: int) -> Response:
    """What came of it so far."""
    return answered(id)


def go_on(id: int) -> Response:
    """Work for another second."""
    inquiry.go_on(id)
    return answered(id)


def answered(id: int) -> Response:
    with reading() as c:
        kept = inquiry.find(c, id)
        if kept is None:
            raise NotFound
        return jsonify(as_json(c, kept))


def as_json(c: Connection, kept: Inquiry) -> dict[str, object]:
    """An inquiry, each claim with its sentence in the reader's language."""
    asker, version = inquiry.asker(c, kept.version, kept.text), find_version(c, kept.version)
    pairs = zip(asker.claims, kept.result["claims"], strict=True)
    claims = [{**each, "sentence": verdicts.sentence(asker, claim, each["tickets"], language())} for claim, each in pairs]
    return {
        "id": kept.id,
        "process": kept.process,
        "version": version.number if version else None,
        "since": kept.since.isoformat() if kept.since else None,
        "until": kept.until.isoformat() if kept.until else None,
        "done": kept.done,
        "looked_at": kept.result["looked_at"],
        "total": kept.total,
        "claims": claims,
    }
