"""Putting the product together: settings, database, security, and the blueprints of every room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Flask, Response
from flask_migrate import Migrate
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
from werkzeug.routing import IntegerConverter

from app import assets, db, errors, htmx, i18n, security
from app.audit import api as audit_api
from app.audit import routes as audit_routes
from app.people import api as people_api
from app.people import frame, queries, sessions
from app.people import routes as people_routes
from app.processes import api as processes_api
from app.processes import design, drafts_api
from app.processes import routes as processes_routes
from app.settings import Settings, from_environment
from app.tickets import api as tickets_api
from app.tickets import files as tickets_files
from app.tickets import move_api as moves_api
from app.tickets import routes as tickets_routes
from designer import routes as designer_routes

HERE = Path(__file__).parent
ROOMS = ("people", "processes", "tickets", "audit")
"""Rooms with templates of their own: `tickets/show.html` is `app/tickets/templates/show.html`."""
BLUEPRINTS: tuple[Callable[[], Blueprint], ...] = (
    people_api.blueprint,
    people_routes.blueprint,
    processes_api.blueprint,
    drafts_api.blueprint,
    processes_routes.blueprint,
    lambda: designer_routes.blueprint(design.outside()),
    tickets_api.blueprint,
    moves_api.blueprint,
    tickets_routes.blueprint,
    tickets_files.blueprint,
    audit_routes.blueprint,
    audit_api.blueprint,
)
LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of a request that is not an upload."""
LARGEST_UPLOAD = 64 * 1024 * 1024
"""Bytes of a request with files; only from somebody who is signed in."""
MOST_PARTS = 10_000
"""Fields of a form."""


class Number(IntegerConverter):
    """A number in an address, no longer than any that is given out; a longer one is no address."""

    regex = "[0-9]{1,15}"


def create_app(settings: Settings | None = None) -> Flask:
    """The product, ready to serve."""
    settings = settings or from_environment()
    app = Flask("app", static_folder=str(HERE.parent / "static" / "dist"), static_url_path="/static", template_folder=None)
    app.extensions["waybill"] = settings
    app.extensions["waybill.name"] = name_of
    app.config |= {
        "SECRET_KEY": settings.secret,
        "MAX_CONTENT_LENGTH": LARGEST_BODY,
        "LARGEST_UPLOAD": LARGEST_UPLOAD,
        "MAX_FORM_MEMORY_SIZE": LARGEST_BODY,
        "MAX_FORM_PARTS": MOST_PARTS,
        "SEND_FILE_MAX_AGE_DEFAULT": 86400,
    }
    app.jinja_loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), PrefixLoader(folders())])
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    app.json.sort_keys, app.json.ensure_ascii = False, False
    db.start(app, settings)
    Migrate(app, db.db, directory=str(HERE.parent / "migrations"), compare_type=True, render_as_batch=True)
    security.start(app, sessions.load)
    errors.start(app)
    i18n.start(app)
    app.url_map.converters["int"] = Number
    assets.start(app)
    htmx.start(app)
    frame.start(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint())
    app.add_url_rule("/alive", "alive", lambda: Response("alive\n", mimetype="text/plain"))
    return app


def folders() -> dict[str, FileSystemLoader]:
    """The template folder of each room."""
    rooms = {room: FileSystemLoader(HERE / room / "templates") for room in ROOMS}
    return rooms | {floor: FileSystemLoader(HERE.parent / floor / "templates") for floor in ("designer", "forms")}


def name_of(id: str) -> str:
    """What a person is called in a sentence."""
    with db.reading() as c:
        return queries.names(c, [id])[id]
