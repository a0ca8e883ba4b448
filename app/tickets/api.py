"""The JSON API of tickets: file one, see them, act on one. The same doors as the pages."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest, NotFound

from app.bodies import body, number, text
from app.db import reading
from app.errors import Invalid
from app.i18n import language
from app.i18n import translate as _
from app.people.permissions import require
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.api import require_open, visible_one
from app.processes.programs import program
from app.tickets import acts, backtest_api, decisions, once, queries, show
from app.tickets.keep import keep_api
from app.tickets.known import know
from app.tickets.perform import Wish, perform
from app.tickets.project import ERASED
from app.tickets.sight import sees
from dsl import values
from dsl.engine.choices import Choice

LISTS = {"mine": queries.mine, "to-decide": queries.to_decide, "all": queries.everything, "incidents": queries.incidents}
CREATE = frozenset({"answers", "draft"})
ACT = frozenset({"act", "step", "to", "outcome", "comment", "people", "answers"})


def blueprint() -> Blueprint:
    """Addresses under /api."""
    api = Blueprint("tickets_api", __name__, url_prefix="/api")
    api.add_url_rule("/processes/<id>/tickets", "create", create, methods=["POST"])
    api.add_url_rule("/tickets", "list", listed)
    api.add_url_rule("/tickets/<int:id>", "one", one)
    api.add_url_rule("/tickets/<int:id>/history", "history", history)
    api.add_url_rule("/tickets/<int:id>/reasons", "reasons", reasons)
    api.add_url_rule("/tickets/<int:id>/decisions", "decisions", all_decisions)
    api.add_url_rule("/tickets/<int:id>/acts", "act", act, methods=["POST"])
    api.add_url_rule("/tickets/<int:id>/example", "keep", keep_api, methods=["POST"])
    backtest_api.add_rules(api)
    return api


def key_of(*asked: object) -> once.Once | None:
    """The request's Idempotency-Key, with what it asks for."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= once.LONGEST_KEY or not (key.isascii() and key.isprintable()):
        raise BadRequest(_("an Idempotency-Key has 1 to {count} printable ASCII characters", count=once.LONGEST_KEY))
    return once.of(key, request.path, *asked)


def done(wish: Wish, status: int) -> tuple[Response, int]:
    """Perform and answer; the same request gets the same answer again."""
    try:
        return jsonify(perform(wish).answer), status
    except once.OtherRequest:
        raise Invalid([("Idempotency-Key", _("this key was used for another request: take a new one"))]) from None


def create(id: str) -> tuple[Response, int]:
    """File a new ticket, or keep it as a draft."""
    person = current_person()
    given = body(CREATE)
    draft = given.get("draft", False)
    if not isinstance(draft, bool):
        raise Invalid([("draft", _("this must be true or false"))])
    asked = key_of(given)
    if asked and (before := repeated(person, asked)):
        return before, 201
    with reading() as c:
        process, _made, _start = visible_one(c, person, id)
        require_open(process)
        command = acts.first(c, person, process.version, given.get("answers", {}), draft)
    return done(Wish(command, version=process.version, once=asked), 201)


def repeated(person: Person, asked: once.Once) -> Response | None:
    """The answer this request got before, whatever has changed since."""
    with reading() as c:
        try:
            answer = once.find(c, person.id, asked)
        except once.OtherRequest:
            raise Invalid([("Idempotency-Key", _("this key was used for another request: take a new one"))]) from None
    return jsonify(answer) if answer else None


def listed() -> Response:
    """A list of tickets, newest first, in pages."""
    person = current_person()
    name = request.args.get("list", "all")
    if name not in LISTS:
        raise Invalid([("list", _("choose one of {names}", names=", ".join(LISTS)))], 400)
    if name == "incidents":
        require(person, "see incidents")
    after = number("after", None, 1, 10**15 - 1)
    size = number("limit", queries.PAGE, 1, queries.LARGEST_PAGE)
    with reading() as c:
        page = LISTS[name](c, person, after, size)
    return jsonify(tickets=[row(ticket) for ticket in page.tickets], next=page.next)


def row(ticket: queries.Listed) -> dict[str, object]:
    """A ticket in a list."""
    return {
        "ticket": ticket.id,
        "process": ticket.process,
        "label": ticket.label,
        "title": None if ticket.title == ERASED else ticket.title,
        "requester": ticket.requester,
        "status": ticket.status,
        "end": ticket.end,
        "stuck": ticket.stuck,
        "waiting": list(ticket.waiting),
        "number": ticket.count,
        "created": ticket.created.isoformat(),
        "changed": ticket.changed.isoformat(),
    }


def seen(c, person: Person, id: int) -> show.View:
    """The ticket as the person sees it; 404 when there is none for them."""
    found = show.view(c, person, id)
    return found if found is not None else nothing()


def nothing() -> NoReturn:
    """The same answer whether a ticket is hidden or does not exist."""
    raise NotFound


def one(id: int) -> Response:
    """A ticket: its answers as far as the person sees them, who is asked, and what the person may do."""
    person = current_person()
    with reading() as c:
        view = seen(c, person, id)
    fields = view.program.form.fields
    state = view.known.state
    return jsonify(
        row(view.listed)
        | {
            "round": state.round,
            "erased": state.erased,
            "answers": {name: values.to_json(fields[name].type, value) for name, value in view.answers.items()},
            "open": [
                {"step": step, "waiting": list(open.waiting), "decided": [list(each) for each in open.decided]}
                for step, open in state.open.items()
            ],
            "acts": [choice(each) for each in view.choices],
        }
    )


def choice(each: Choice) -> dict[str, object]:
    """One thing the person may do, with what it takes."""
    given = {"act": each.action, "step": each.step}
    lists = {"to": each.to, "outcomes": each.outcomes, "fields": each.fields, "needs": each.needs}
    return {key: value for key, value in given.items() if value} | {key: list(v) for key, v in lists.items() if v}


def history(id: int) -> Response:
    """Everything that happened, event by event."""
    person = current_person()
    with reading() as c:
        view = seen(c, person, id)
        return jsonify(ticket=id, events=show.history(c, person, view))


def reasons(id: int) -> Response:
    """Why the ticket went where it went: each routing decision explained."""
    person = current_person()
    with reading() as c:
        view = seen(c, person, id)
        found = show.reasons(c, view)
    return jsonify(ticket=id, reasons=[show.told(view, reason, language()) for reason in found])


def all_decisions(id: int) -> Response:
    """Each routing decision explained, and whether it comes out the same again from what was stored with it."""
    person = current_person()
    with reading() as c:
        view = seen(c, person, id)
        found, asked = decisions.decisions(c, view, language()), decisions.asked(c, view, language())
    return jsonify(ticket=id, erased=view.known.state.erased, decisions=found, asked=asked)


def act(id: int) -> tuple[Response, int]:
    """Do one of the things the ticket lists under `acts`."""
    person = current_person()
    given = body(ACT)
    asked = key_of(given)
    if asked and (before := repeated(person, asked)):
        return before, 200
    wanted = act_of(given)
    with reading() as c:
        known = know(c, id) if sees(c, person, id) else nothing()
        command = acts.command(c, person, program(c, known.version), known, wanted)
    return done(Wish(command, ticket=id, once=asked, known=known), 200)


def act_of(given: dict[str, object]) -> acts.Act:
    """The act a body asks for."""
    people = given.get("people", [])
    if not isinstance(people, list) or not all(isinstance(one, str) for one in people):
        raise Invalid([("people", _("this must be a list of ids"))])
    return acts.Act(
        action=text(given, "act"),
        step=text(given, "step"),
        to=text(given, "to"),
        outcome=text(given, "outcome", "done"),
        comment=text(given, "comment"),
        people=tuple(people),
        answers=given.get("answers", {}),
    )
