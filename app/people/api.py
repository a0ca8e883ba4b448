"""The JSON API of people: who asks, and whom one can name."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app.db import reading
from app.people import sessions
from app.people.queries import everyone, teams


def blueprint() -> Blueprint:
    """Addresses under /api."""
    api = Blueprint("people_api", __name__, url_prefix="/api")
    api.add_url_rule("/me", "me", me)
    api.add_url_rule("/directory", "directory", directory)
    return api


def me() -> Response:
    """Who asks, and the token state-changing requests of this session carry."""
    signed_in = sessions.load()
    person = sessions.current_person()
    return jsonify(
        id=person.id,
        name=person.name,
        language=person.language,
        roles=sorted(person.roles),
        teams=sorted(person.teams),
        csrf=signed_in.csrf,
    )


def directory() -> Response:
    """The active persons and the teams, by id and name: what person and team fields take."""
    sessions.current_person()
    with reading() as c:
        people = [{"id": one.id, "name": one.name} for one in everyone(c)]
        return jsonify(people=people, teams=[{"id": id, "name": name} for id, name in teams(c).items()])
