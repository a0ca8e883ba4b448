"""How migrations run: in one transaction, with SQLite's foreign keys off while they do and checked afterwards.

With foreign keys on, rebuilding a parent table on SQLite would delete every child row that cascades.
"""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.db import Moment, db, metadata
from app.journal import rows as _journal
from app.people import rows as _people
from app.processes import rows as _processes
from app.tickets import rows as _tickets

TABLES = (_journal, _people, _processes, _tickets)


class BrokenReferences(Exception):
    """A migration left rows that refer to nothing."""


def render(kind: str, thing: object, autogen) -> str | bool:
    """Our own types as what they are in the database: a migration must not change when the product does."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Moment) else False


def is_ours(thing: object, name: str | None, kind: str, _reflected: bool, _to: object) -> bool:
    """Other programs' tables in the same database are none of our business."""
    return kind != "table" or (name or "").startswith("wb_")


def run() -> None:
    """Migrate the app's database."""
    with db.engine.connect() as connection:
        connection.execution_options(waybill_writes=True)
        is_sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.dbapi_connection
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF").close()
        try:
            migrate(connection, is_sqlite)
        finally:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON").close()


def migrate(connection: Connection, is_sqlite: bool) -> None:
    """Run the steps and check the references, all in one transaction."""
    options = current_app.extensions["migrate"].configure_args
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=is_ours,
        render_item=render,
        version_table="wb_alembic",
        transactional_ddl=True,
        transaction_per_migration=False,
        **options,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
            raise BrokenReferences(broken[:20])


run()
