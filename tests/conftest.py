"""What all tests share: the product on SQLite and on PostgreSQL, filled with the people and processes of the examples."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy.engine import make_url

from app.create_app import create_app
from app.db import db, now, transaction
from app.people import changes, sessions
from app.settings import Settings
from tests import postgres

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
SECRET = "a secret of the tests, 0123456789 long"
ENGINES = ("sqlite", "postgresql")
ON_ONE_ENGINE = pytest.mark.parametrize("databases", ENGINES[:1], indirect=True)
"""For pages that draw a text: what is stored is tested on both engines where it is stored."""


def settings(database: str, data: Path, **more: object) -> Settings:
    return Settings(database=database, data=data, secret=SECRET, address="http://localhost", **more)


def finish(app: Flask) -> None:
    """Close all connections of an app."""
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def pg_server() -> Iterator[str]:
    """The address of PostgreSQL's own database; started for the tests unless given."""
    with postgres.server() as url:
        yield url


class Databases:
    """Makes new databases, empty or like a template, on one engine."""

    def __init__(self, engine: str, folder: Path, server: str | None):
        self.engine, self.folder, self.server = engine, folder, server
        self.made: list[str] = []

    def url(self, name: str) -> str:
        if self.server is None:
            return f"sqlite:///{self.folder / name}.db"
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as c:
            c.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def make(self, name: str, like: str | None = None) -> str:
        self.made.append(name)
        if self.server is not None:
            self.run(f"CREATE DATABASE {{}} TEMPLATE {'{}' if like else 'template0'}", name, *([like] if like else []))
        elif like:
            shutil.copyfile(self.folder / f"{like}.db", self.folder / f"{name}.db")
        return self.url(name)

    def drop(self, name: str) -> None:
        self.made.remove(name)
        if self.server is not None:
            self.run("DROP DATABASE {} WITH (FORCE)", name)
        else:
            for file in self.folder.glob(f"{name}.db*"):
                file.unlink()


@pytest.fixture(scope="session", params=ENGINES)
def databases(request, tmp_path_factory, worker: str) -> Iterator[Databases]:
    """One engine's databases with the templates `empty` (migrated) and `filled` (people and processes)."""
    server = request.getfixturevalue("pg_server") if request.param == "postgresql" else None
    found = Databases(request.param, tmp_path_factory.mktemp("databases"), server)
    for name in (f"{worker}_empty", f"{worker}_filled"):
        app = create_app(settings(found.make(name), found.folder, demo=True))
        try:
            with app.app_context():
                upgrade()
                if name.endswith("filled"):
                    fill()
        finally:
            finish(app)
    yield found
    for name in list(found.made):
        found.drop(name)


@pytest.fixture(scope="session")
def worker() -> str:
    """A prefix for names of databases: test processes run side by side on one server."""
    return f"wb_{os.getpid()}"


def fill() -> None:
    """The people and processes of the examples."""
    from app.processes.publish import NotPublished, publish

    with transaction() as c:
        changes.load_teams(c, (EXAMPLES / "teams.csv").read_text("utf-8"))
        changes.load_people(c, (EXAMPLES / "people.csv").read_text("utf-8"))
    files = {path.name: path.read_text("utf-8") for path in EXAMPLES.glob("*.csv")}
    for path in sorted(EXAMPLES.glob("*.way")):
        made = publish(path.read_text("utf-8"), "hana", "first version", files)
        assert not isinstance(made, NotPublished), (path.name, made)


@pytest.fixture
def database(databases: Databases, worker: str, request) -> Iterator[str]:
    """The address of a filled database of this test alone."""
    name = f"{worker}_test"
    yield databases.make(name, like=f"{worker}_filled")
    databases.drop(name)


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """The product in demo mode on a filled database, once on SQLite and once on PostgreSQL."""
    made = create_app(settings(database, tmp_path, demo=True))
    yield made
    finish(made)


class Program(FlaskClient):
    """A client that carries the CSRF token of its session."""

    csrf = ""

    def open(self, *args, **kwargs):
        if self.csrf and kwargs.get("method") not in (None, "GET", "HEAD", "OPTIONS"):
            kwargs["headers"] = {"X-CSRF-Token": self.csrf} | dict(kwargs.get("headers") or {})
        return super().open(*args, **kwargs)


def session_of(app: Flask, who: str) -> tuple[str, str]:
    """The name and the value of the cookie of somebody who has signed in."""
    with app.test_request_context(), transaction() as c:
        return sessions.cookie_name(), sessions.begin(c, who, now())


def client_of(app: Flask, who: str) -> FlaskClient:
    """A client signed in as somebody."""
    app.test_client_class = Program
    client = app.test_client()
    client.set_cookie(*session_of(app, who))
    client.csrf = client.get("/api/me").json["csrf"]
    return client


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """sign_in("ana") is a client signed in as ana."""
    return partial(client_of, app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who is not signed in."""
    return app.test_client()
