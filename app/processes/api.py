"""The JSON API of processes: those one may start, what their form takes, and all their versions."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import Connection
from werkzeug.exceptions import Conflict as Refusal
from werkzeug.exceptions import NotFound

from app.db import now, reading
from app.i18n import language
from app.i18n import translate as _
from app.people.permissions import may
from app.people.queries import Person
from app.people.sessions import current_person
from app.processes.principals import includes
from app.processes.programs import program
from app.processes.queries import Process, every_process, find, versions
from dsl.engine.facts import Facts
from dsl.program import Program
from forms.schema import schema, schema_text


def blueprint() -> Blueprint:
    """Addresses under /api."""
    api = Blueprint("processes_api", __name__, url_prefix="/api")
    api.add_url_rule("/processes", "list", listed)
    api.add_url_rule("/processes/<id>", "one", one)
    api.add_url_rule("/processes/<id>/versions", "versions", all_versions)
    return api


def may_start(process: Process, made: Program, person: Person) -> bool:
    """Whether the person may start the process; nobody starts a retired one."""
    return process.retired is None and may(person, "start") and includes(made.started_by, person, Facts(now()))


def visible(c: Connection, person: Person) -> list[tuple[Process, Program, bool]]:
    """The processes the person may know of, each with whether they may start it."""
    found = [(one, made := program(c, one.version), may_start(one, made, person)) for one in every_process(c)]
    return [(one, made, start) for one, made, start in found if start or may_read(c, person, one.id)]


def may_read(c: Connection, person: Person, id: str) -> bool:
    """Whether the person may read the text without starting it: by role, or because one of its tickets, which was routed
    by it, is theirs to see. The rooms of tickets hand that question in."""
    return may(person, "see every process") or current_app.extensions["waybill.has_ticket"](c, person, id)


def visible_one(c: Connection, person: Person, id: str) -> tuple[Process, Program, bool]:
    """One process; 404 when it is not there for this person."""
    found = find(c, id)
    if found is not None:
        made = program(c, found.version)
        start = may_start(found, made, person)
        if start or may_read(c, person, id):
            return found, made, start
    raise NotFound


def require_open(process: Process | None) -> None:
    """409 for a process that nobody starts any more."""
    if process is not None and process.retired is not None:
        raise Refusal(_("this process is retired: nobody starts it any more"))


def as_json(process: Process, made: Program, start: bool) -> dict[str, object]:
    """A process in a list."""
    label = made.word(made.name, made.label, language())
    found = {"id": process.id, "label": label, "version": process.number, "may_start": start}
    return found | ({"retired": process.retired.isoformat()} if process.retired else {})


def listed() -> Response:
    """All processes the person may know of."""
    person = current_person()
    with reading() as c:
        return jsonify(processes=[as_json(*each) for each in visible(c, person)])


def one(id: str) -> Response:
    """A process with the JSON Schema of its form."""
    person = current_person()
    with reading() as c:
        process, made, start = visible_one(c, person, id)
    text = schema_text(schema(made, language=language()), indent=None)
    head = jsonify(as_json(process, made, start)).get_data(as_text=True).rstrip().removesuffix("}")
    return Response(f'{head},"schema":{text}}}\n', mimetype="application/json")


def all_versions(id: str) -> Response:
    """The versions of a process with their texts, the newest first."""
    person = current_person()
    with reading() as c:
        visible_one(c, person, id)
        found = versions(c, id)
    keys = ("number", "hash", "by", "author", "reason", "text", "files")
    return jsonify(versions=[{"at": one.at.isoformat(), **{key: getattr(one, key) for key in keys}} for one in found])
