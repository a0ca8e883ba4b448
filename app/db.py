"""The database: one engine per app, writing transactions that lock at once, and reading ones that can only read."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pysqlite3
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.types import TypeDecorator

from app.settings import Settings, WrongSettings

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
POOL = 8
"""Connections each process keeps, one a thread; twice as many more for a while, as a read may stand beside another."""
WRITE_WAIT = 30.0
"""Seconds a writer waits for its turn on SQLite."""
FIXED_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""First libraries of each line without the fault by which WAL can corrupt a file (several connections at a checkpoint)."""

db = SQLAlchemy(metadata=MetaData(naming_convention=NAMES))
metadata = db.metadata


class Moment(TypeDecorator):
    """An aware UTC datetime, stored as timestamptz on PostgreSQL and as UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect):
        """UTC for the database."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect):
        """Aware UTC for us."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def to_text(value: object) -> str:
    """JSON as stored: compact, letters of any language as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def now() -> datetime:
    """The clock's one door."""
    return datetime.now(UTC)


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite library may write ahead with several connections."""
    return version >= FIXED_SQLITE[0] or any(fixed <= version < (fixed[0], fixed[1] + 1) for fixed in FIXED_SQLITE[1:])


def start(app: Flask, settings: Settings) -> None:
    """Give `app` its engine."""
    url = make_url(settings.database)
    options = {"json_serializer": to_text, "pool_size": POOL, "max_overflow": 2 * POOL, "pool_timeout": 30}
    match url.get_backend_name():
        case "sqlite":
            Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
            options |= {"module": pysqlite3}
        case "postgresql":
            options |= {"connect_args": {"options": "-c timezone=utc -c lock_timeout=30s"}}
        case other:
            raise WrongSettings(f"`WAYBILL_DATABASE` names `{other}`: use sqlite:/// or postgresql://")
    app.config |= {"SQLALCHEMY_DATABASE_URI": settings.database, "SQLALCHEMY_ENGINE_OPTIONS": options}
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            listen(db.engine, settings.synchronous)


def listen(engine: Engine, synchronous: str) -> None:
    """Set up each SQLite connection, and begin its transactions ourselves."""
    safe = wal_is_safe(pysqlite3.sqlite_version_info)
    pragmas = (
        "foreign_keys=ON",
        f"journal_mode={'WAL' if safe else 'DELETE'}",
        f"synchronous={synchronous if safe else 'EXTRA'}",
        "busy_timeout=5000",
        "journal_size_limit=67108864",
        "trusted_schema=OFF",
        "secure_delete=FAST",
    )

    @event.listens_for(engine, "connect")
    def connect(connection, _record) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        raw = connection.connection.dbapi_connection
        if connection.get_execution_options().get("waybill_writes"):
            begin_writing(raw)
        else:
            raw.execute("PRAGMA query_only=ON").close()
            raw.execute("BEGIN DEFERRED").close()


PAUSE = 0.001
"""Seconds between two tries for the write lock, at most."""
LINE = threading.Lock()
"""Where the threads of this process wait for their turn to write; see `turn`."""


def begin_writing(raw) -> None:
    """Take SQLite's write lock, trying again every millisecond: its own waiting is unfair to those in line."""
    raw.execute("PRAGMA query_only=OFF").close()
    raw.execute("PRAGMA busy_timeout=0").close()
    pause, give_up = 0.00015, time.monotonic() + WRITE_WAIT
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE").close()
                return
            except pysqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != pysqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise
            time.sleep(random.uniform(0.3, 1) * pause)
            pause = min(pause * 1.5, PAUSE)
    finally:
        raw.execute("PRAGMA busy_timeout=5000").close()


@contextmanager
def transaction() -> Iterator[Connection]:
    """A connection that writes: committed once at the end, rolled back when something is raised."""
    with turn(), db.engine.connect() as connection:
        connection.execution_options(waybill_writes=True)
        with connection.begin():
            yield connection


@contextmanager
def turn() -> Iterator[None]:
    """On SQLite the threads of one process line up here instead of trying for the write lock all at once: only one of
    them tries, so that the others cost nothing while they wait."""
    taken = db.engine.dialect.name == "sqlite" and LINE.acquire(timeout=WRITE_WAIT)
    try:
        yield
    finally:
        if taken:
            LINE.release()


@contextmanager
def reading() -> Iterator[Connection]:
    """A connection that only reads, from one moment on SQLite; each statement from its own moment on PostgreSQL."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="AUTOCOMMIT")
        yield connection


def insert_once(connection: Connection, table, values: dict) -> bool:
    """Insert the row, or tell by False that a row with its unique key is there already."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    once = insert(table).values(**values).on_conflict_do_nothing()
    return connection.execute(once, execution_options={"preserve_rowcount": True}).rowcount == 1
