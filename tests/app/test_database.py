"""The database keeps what it is given: its settings, its migrations on a filled one, rows made again from the journal."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pysqlite3
import pytest
from alembic import command
from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, func, inspect, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from app import db as database_of
from app.create_app import create_app
from app.db import db, metadata, reading, transaction, wal_is_safe
from app.journal.rows import journal
from app.people.rows import team
from app.settings import WrongSettings, from_environment
from app.tickets import rebuild
from app.tickets.rows import involved, ticket, waiting
from tests.app.asking import REFUND, act, file
from tests.conftest import ROOT, finish, settings

CHANGE = '''
"""Rebuild the parent table of all tickets, as a later release may."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "test", "0003", None, None


def upgrade():
    with op.batch_alter_table("wb_ticket", recreate="always" if op.get_bind().dialect.name == "sqlite" else "auto") as batch:
        batch.add_column(sa.Column("later", sa.Integer(), server_default="0", nullable=False))
'''


def counts() -> dict[str, int]:
    with reading() as c:
        return {table.name: c.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables}


def test_a_migration_of_a_filled_database_loses_no_row(app, sign_in, tmp_path):
    """With foreign keys on, rebuilding `wb_ticket` would take every row that cascades from it along."""
    act(sign_in("carla"), file(sign_in("ana")), "approve", step="director")
    steps = tmp_path / "versions"
    shutil.copytree(Path(current(app)) / "versions", steps, ignore=shutil.ignore_patterns("__pycache__"))
    (steps / "test_change.py").write_text(CHANGE, "utf-8")
    with app.app_context():
        before = counts()
        config = current_app.extensions["migrate"].migrate.get_config()
        config.set_main_option("version_locations", str(steps))
        command.upgrade(config, "test")
        assert counts() == before
        assert before["wb_waiting"] and before["wb_involved"] and before["wb_journal"]
        assert "later" in {column["name"] for column in inspect(db.engine).get_columns("wb_ticket")}
        with pytest.raises(IntegrityError), transaction() as c:
            c.execute(update(ticket).values(requester="nobody"))


def current(app) -> str:
    with app.app_context():
        return current_app.extensions["migrate"].directory


def test_the_migrations_make_just_the_tables_of_the_product(databases, worker, tmp_path):
    name = f"{worker}_made"
    app = create_app(settings(databases.make(name), tmp_path))
    with app.app_context():
        upgrade()
        made = inspect(db.engine).get_table_names()
        assert set(made) == {*metadata.tables, "wb_alembic"}
        command.check(current_app.extensions["migrate"].migrate.get_config())
        downgrade(revision="base")
        assert inspect(db.engine).get_table_names() == ["wb_alembic"]
    finish(app)
    databases.drop(name)


def test_every_table_is_ours_by_its_name():
    assert all(name.startswith("wb_") for name in metadata.tables)


def test_rows_made_again_from_the_journal_are_the_same(app, sign_in):
    ana, bruno = sign_in("ana"), sign_in("bruno")
    act(sign_in("carla"), file(ana), "approve", step="director")
    back = file(ana, REFUND | {"amount": "800.00"})
    act(bruno, back, "return", step="line_manager", to="request")
    act(ana, back, "save", answers=REFUND | {"student": "Somebody else"})
    file(ana, {"student": "Half"}, draft=True)
    with app.app_context():
        assert [changed for _id, changed in rebuild.rebuild()] == [False, False, False]


def test_rows_that_were_lost_or_changed_come_back_from_the_journal(app, sign_in):
    ana = sign_in("ana")
    first, second = file(ana), file(ana)
    with app.app_context():
        before = everything()
        with transaction() as c:
            c.execute(update(ticket).where(ticket.c.id == first).values(status="ended", title="forged"))
            c.execute(delete(waiting))
            c.execute(delete(ticket).where(ticket.c.id == second))
        assert [changed for _id, changed in rebuild.rebuild()] == [True, True]
        assert everything() == before
    assert file(ana) > second


def everything() -> list:
    with reading() as c:
        return [sorted(map(tuple, c.execute(select(table)))) for table in (ticket, waiting, involved)]


def test_a_reading_connection_cannot_write_on_sqlite(app):
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            with pytest.raises(OperationalError, match="readonly"), reading() as c:
                c.execute(delete(team))
        else:
            with reading() as c:
                assert c.connection.dbapi_connection.autocommit is True


def test_a_transaction_that_fails_leaves_nothing(app):
    with app.app_context():
        before = counts()
        with pytest.raises(ZeroDivisionError), transaction() as c:
            c.execute(team.insert().values(id="new", name="New"))
            _ = 1 / 0
        assert counts() == before


def test_sqlite_writes_ahead_durably_with_references_kept(app):
    with app.app_context(), db.engine.connect() as c:
        if c.dialect.name == "sqlite":
            wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}
            assert {name: c.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
        else:
            assert c.execute(text("SHOW timezone")).scalar() == "UTC"


def test_a_writer_waits_for_another_writer(app):
    """Two transactions, the second begins while the first is open: on SQLite it tries again until it is its turn."""
    from threading import Event, Thread

    begun, order = Event(), []

    def first():
        with app.app_context(), transaction() as c:
            c.execute(team.insert().values(id="one", name="One"))
            begun.set()
            Event().wait(0.2)
            order.append("first")

    thread = Thread(target=first)
    thread.start()
    begun.wait()
    with app.app_context(), transaction() as c:
        c.execute(team.insert().values(id="two", name="Two"))
        if c.dialect.name == "sqlite":
            assert order == ["first"]
    thread.join()


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 6), False),
     ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True)],
)
def test_only_libraries_without_the_fault_write_ahead(version, safe):
    assert wal_is_safe(version) == safe


def test_the_library_we_depend_on_is_without_the_fault():
    assert wal_is_safe(pysqlite3.sqlite_version_info)


def test_a_server_that_went_away_is_told_and_found_again(database, sign_in):
    """The first request after PostgreSQL was gone says 503 and changes nothing; soon the next one works."""
    ana = sign_in("ana")
    gone = database.startswith("postgresql")
    if gone:
        with psycopg.connect(database, autocommit=True) as c:
            here = "datname = current_database() AND pid <> pg_backend_pid()"
            c.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {here}")
    statuses = [ana.get("/api/me").status_code for _ in range(3)]
    assert statuses == ([503, 200, 200] if gone else [200, 200, 200])


def test_one_process_has_one_sqlite_library():
    """Two libraries on one file drop each other's locks; nothing the server loads may bring Python's own."""
    code = "import sys; import app.create_app, app.cli.server, gunicorn.app.base; print('_sqlite3' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_a_moment_comes_back_as_it_went(app, sign_in):
    file(sign_in("ana"))
    with app.app_context(), reading() as c:
        at, created = c.execute(select(journal.c.at, ticket.c.created).join(ticket, ticket.c.id == journal.c.ticket)).first()
    assert at == created and at.utcoffset().total_seconds() == 0
    assert abs((database_of.now() - at).total_seconds()) < 60


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"WAYBILL_SECRET": "short"}, "at least 32 characters"),
        ({"WAYBILL_SECRET": "a" * 40}, "random text"),
        ({}, "WAYBILL_SECRET"),
        ({"WAYBILL_ZONE": "Mars/Olympus"}, "unknown zone `Mars/Olympus`"),
        ({"WAYBILL_ADDRESS": "waybill.example"}, "begin with http"),
        ({"WAYBILL_SYNCHRONOUS": "OFF"}, "use FULL or NORMAL"),
        ({"WAYBILL_DEMO": "true"}, "use 1, or leave it out"),
    ],
)
def test_settings_that_are_not_safe_are_refused(wrong, says, tmp_path):
    secret = {"WAYBILL_SECRET": "0123456789abcdefghijklmnopqrstuvwxyz"} if wrong and "WAYBILL_SECRET" not in wrong else {}
    with pytest.raises(WrongSettings, match=says):
        from_environment({"WAYBILL_DATA": str(tmp_path), **secret, **wrong})


def test_a_demo_makes_its_own_secret_once(tmp_path):
    given = {"WAYBILL_DATA": str(tmp_path), "WAYBILL_DEMO": "1"}
    assert from_environment(given).secret == from_environment(given).secret
    assert (tmp_path / "demo-secret").stat().st_mode & 0o077 == 0


def test_an_unknown_database_is_refused(tmp_path):
    with pytest.raises(WrongSettings, match="`mysql`"):
        create_app(settings("mysql://localhost/x", tmp_path))
