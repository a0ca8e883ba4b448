"""The JSON API of moves: what moving running tickets to another version would do, doing it, and undoing it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import Connection, select
from werkzeug.exceptions import NotFound

from app.bodies import body, number, text
from app.db import reading
from app.errors import Invalid
from app.i18n import translate as _
from app.people.permissions import require
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes import queries
from app.processes.api import visible_one
from app.processes.programs import program
from app.tickets import moves
from app.tickets.known import know
from app.tickets.move_words import sentences
from app.tickets.queries import LARGEST_PAGE
from app.tickets.rows import ticket
from dsl.moving.why import Why, from_json

PAGE = 50
"""Tickets of one page, unless more are asked for."""
MOST_TICKETS = 10_000
"""Tickets that are named in one request; without any all are moved, however many."""
BEGIN = frozenset({"to", "from", "tickets", "reason"})
DO = frozenset({"act", "reason"})


def blueprint() -> Blueprint:
    """Addresses under /api."""
    api = Blueprint("moves_api", __name__, url_prefix="/api/processes/<name>")
    api.add_url_rule("/move", "plan", plan)
    api.add_url_rule("/moves", "begin", begin, methods=["POST"])
    api.add_url_rule("/moves", "list", listed)
    api.add_url_rule("/moves/<int:id>", "one", one)
    api.add_url_rule("/moves/<int:id>/acts", "act", act, methods=["POST"])
    return api


def admin(c: Connection, name: str) -> Person:
    """Whoever asks, who must be one that may move tickets."""
    me = current_person()
    visible_one(c, me, name)
    require(me, "publish")
    return me


def plan(name: str) -> Response:
    """What would become of each ticket under way on another version: a page of it; nothing is stored."""
    to, after = number("to", None, 1, 10**6), number("after", 0, 0, 10**15 - 1)
    source, size = number("from", 0, 0, 10**6), number("limit", PAGE, 1, LARGEST_PAGE)
    with reading() as c:
        me = admin(c, name)
        version = queries.numbered(c, name, to) or nothing()
        sources = [(queries.numbered(c, name, source) or nothing()).id] if source else []
        piece = moves.waiting(c, version, sources, after, size)
        found = [planned(c, each, version) for each in moves.looked(c, me.id, version, [id for id, _count in piece])]
        more = moves.waiting(c, version, sources, piece[-1][0], 1) if piece else []
    return jsonify(to=version.number, tickets=found, next=piece[-1][0] if more else None)


def planned(c: Connection, one: moves.Outlook, to: queries.Version) -> dict[str, object]:
    """A ticket of the plan; `number` is its count of events, which says whether it has changed since."""
    known = know(c, one.ticket)
    told = {"ticket": one.ticket, "number": one.count, "from": number_of(c, known.version), "verdict": one.verdict}
    return told | {"why": why(c, one.why, to.id, known.version)}


def why(c: Connection, reasons: tuple[Why, ...], to: int, source: int) -> list[dict[str, str]]:
    """Reasons by code and as sentences in the reader's language."""
    said = sentences(c, reasons, program(c, to), program(c, source))
    return [{"code": each.code, "text": text} for each, text in zip(reasons, said, strict=True)]


def number_of(c: Connection, version: int) -> int:
    """The number of a version."""
    found = queries.find_version(c, version)
    return found.number if found else 0


def nothing() -> queries.Version:
    raise NotFound


def begin(name: str) -> tuple[Response, int]:
    """Move the tickets that are named, or all under way on another version; a second of it is done at once."""
    given = body(BEGIN)
    to, wanted = given.get("to"), given.get("tickets")
    if type(to) is not int or not 0 < to < 10**6:
        raise Invalid([("to", _("this must be the number of a version"))])
    if wanted is not None and not are_tickets(wanted):
        raise Invalid([("tickets", _("this must be a list of at most {count} tickets", count=MOST_TICKETS))])
    with reading() as c:
        me = admin(c, name)
        version = queries.numbered(c, name, to) or nothing()
        source = given.get("from")
        if source is not None and (type(source) is not int or not 0 < source < 10**6):
            raise Invalid([("from", _("this must be the number of a version"))])
        sources = [(queries.numbered(c, name, source) or nothing()).id] if source else []
        chosen = moves.all_waiting(c, version, sources) if wanted is None else counted(c, wanted)
    id = moves.begin(me, name, to, chosen, text(given, "reason"))
    return jsonify(state(moves.go_on(id))), 201


def are_tickets(wanted: object) -> bool:
    """Whether these are numbers of tickets, and not too many."""
    return isinstance(wanted, list) and len(wanted) <= MOST_TICKETS and all(
        type(each) is int and 0 < each < 10**15 for each in wanted
    )


def counted(c: Connection, wanted: list[int]) -> list[moves.Seen]:
    """Tickets with the count they have now."""
    rows = c.execute(select(ticket.c.id, ticket.c.count).where(ticket.c.id.in_(wanted)))
    return [(row.id, row.count) for row in rows]


def state(of: moves.State) -> dict[str, object]:
    """A move as it is now."""
    return {
        "move": of.id, "to": of.to.number, "state": of.state, "by": of.by, "at": of.at.isoformat(), "reason": of.reason,
        "act": of.act, "total": of.total, "moved": of.counts.get("moves", 0), "cannot": of.counts.get("cannot", 0),
        "stays": of.counts.get("stays", 0), "changed": of.changed, "back": of.back, "kept": of.kept,
    }  # fmt: skip


def listed(name: str) -> Response:
    """The last moves of a process."""
    with reading() as c:
        admin(c, name)
        return jsonify(moves=[state(each) for each in moves.latest(c, name)])


def one(name: str, id: int) -> Response:
    """A move, and a page of what came of its tickets."""
    after, size = number("after", 0, 0, 10**15 - 1), number("limit", PAGE, 1, LARGEST_PAGE)
    with reading() as c:
        admin(c, name)
        found = mine(c, name, id)
        rows = moves.results(c, id, "", after, size + 1)
        told = [result(c, row, found) for row in rows[:size]]
    return jsonify(state(found) | {"tickets": told, "next": rows[size - 1].ticket if len(rows) > size else None})


def result(c: Connection, row, of: moves.State) -> dict[str, object]:
    """What came of a ticket; `number` is the event that moved it, `back` the one that moved it back."""
    reasons = tuple(from_json(each) for each in (row.kept if row.kept is not None else row.why))
    found = {"ticket": row.ticket, "from": number_of(c, row.version), "verdict": row.verdict, "changed": row.changed}
    found |= {"number": row.number, "back": row.back, "kept": row.kept is not None}
    return found | {"why": why(c, reasons, of.to.id, row.version)}


def mine(c: Connection, name: str, id: int) -> moves.State:
    """The move, of this process."""
    found = moves.state_of(c, id)
    if found.process != name:
        raise NotFound
    return found


def act(name: str, id: int) -> Response:
    """Go on for a second, or undo."""
    given = body(DO)
    with reading() as c:
        me = admin(c, name)
        mine(c, name, id)
    match given.get("act"):
        case "undo":
            moves.undo(me, id, text(given, "reason"))
        case "go on":
            pass
        case _:
            raise Invalid([("act", _("choose one of {names}", names="go on, undo"))])
    return jsonify(state(moves.go_on(id)))
