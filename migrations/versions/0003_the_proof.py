"""The proof: chains of hashes, the log of everything, its checkpoints; retention, holds and erasures.

What is in the journal already is chained here, in the order it was written. Publishing and the life of processes so far
become the first acts, with their own times.
"""

from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa
from alembic import op

from app.journal import admin, chain

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PIECE = 500
WAITS = sa.text("leaf = 0")


def proof() -> list[sa.Column]:
    """The columns that tie a row into its chain."""
    return [
        sa.Column("salt", sa.String(length=32), nullable=True, comment="of the commitment; an erasure destroys it"),
        sa.Column(
            "private", sa.String(length=64), nullable=True, comment="commitment to the personal parts; none: there are none"
        ),
        sa.Column(
            "digest",
            sa.String(length=64),
            server_default="",
            nullable=False,
            comment="of this and all before it in its chain",
        ),
        sa.Column("leaf", sa.BigInteger(), nullable=True, comment="the place in the log; 0 while it waits for one"),
    ]


def upgrade() -> None:
    """Forward."""
    for column in proof():
        op.add_column("wb_journal", column)
    make_acts()
    make_log()
    make_keeping()
    chain_tickets()
    chain_acts()
    for table, columns in (("wb_journal", ["ticket", "number"]), ("wb_act", ["number"])):
        op.create_index(f"ix_{table}_unsealed", table, columns, sqlite_where=WAITS, postgresql_where=WAITS)


def make_acts() -> None:
    """What administrators did."""
    op.create_table(
        "wb_act",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False, comment="a person, or command-line"),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False, comment="the process, person or ticket it is about"),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("personal", sa.JSON(none_as_null=True), nullable=True, comment="what an erasure may take away"),
        *proof(),
        sa.CheckConstraint("number > 0", name=op.f("ck_wb_act_counted")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wb_act")),
        comment="what administrators did, one chain",
    )


def make_log() -> None:
    """Everything committed, in one order, and what proves it."""
    op.create_table(
        "wb_log",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False, comment="without gaps"),
        sa.Column("kind", sa.String(length=8), nullable=False, comment="ticket or act"),
        sa.Column("of", sa.BigInteger(), nullable=False, comment="the ticket; 0 for acts"),
        sa.Column("last", sa.Integer(), nullable=False, comment="number of the last event of the batch, or of the act"),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("node", sa.String(length=64), nullable=False, comment="of the largest whole subtree that ends here"),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_wb_log_counted")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_wb_log")),
        comment="everything committed, in one order",
    )
    op.create_table(
        "wb_checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False, comment="entries of the log it is about"),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, comment="origin, size, root, time, and the signature"),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("anchored", sa.JSON(), nullable=False, comment="where it was sent: name -> when, or why not"),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_wb_checkpoint")),
    )
    op.create_table(
        "wb_key",
        sa.Column("id", sa.String(length=64), nullable=False, comment="SHA-256 of the public key"),
        sa.Column("public", sa.String(length=64), nullable=False, comment="base64 of the 32 bytes"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_key")),
        comment="public keys that signed checkpoints; none is ever taken away",
    )
    locks = op.create_table(
        "wb_lock",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_wb_lock")),
        comment="rows that are locked where only one may go on at a time: acts, log",
    )
    op.bulk_insert(locks, [{"name": "acts"}, {"name": "log"}])


def make_keeping() -> None:
    """How long tickets are kept, and which longer."""
    op.create_table(
        "wb_hold",
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_wb_hold")),
        comment="tickets under a legal hold: they are not erased, however old",
    )
    years = sa.Column(
        "retention", sa.Integer(), server_default="5", nullable=False, comment="years a ticket is kept after its end"
    )
    op.add_column("wb_process", years)


def table_of(name: str, plain: str, json: str = "") -> sa.TableClause:
    """A table as it is now: `plain` columns, those that hold JSON, and its moment."""
    columns = [sa.column(each) for each in plain.split()]
    columns += [sa.column(each, sa.JSON(none_as_null=True)) for each in json.split()]
    return sa.table(name, *columns, sa.column("at", MOMENT))


JOURNAL = table_of("wb_journal", "ticket number version by salt private digest leaf", "body facts")
SET = (
    sa.update(JOURNAL)
    .where(JOURNAL.c.ticket == sa.bindparam("of"), JOURNAL.c.number == sa.bindparam("at_number"))
    .values({name: sa.bindparam(f"new_{name}") for name in ("salt", "private", "digest", "leaf")})
)


def aware(row: dict) -> dict:
    """A row with its moment in UTC, as SQLite keeps it without saying so."""
    at = row["at"]
    return row | {"at": at.replace(tzinfo=chain.UTC) if at.tzinfo is None else at}


def tickets() -> Iterator[list[dict]]:
    """The events of each ticket, in order."""
    above, bind = 0, op.get_bind()
    ids = sa.select(JOURNAL.c.ticket).where(JOURNAL.c.number == 1).order_by(JOURNAL.c.ticket).limit(PIECE)
    while some := list(bind.scalars(ids.where(JOURNAL.c.ticket > above))):
        asked = sa.select(JOURNAL).where(JOURNAL.c.ticket.between(some[0], some[-1]))
        rows = bind.execute(asked.order_by(JOURNAL.c.ticket, JOURNAL.c.number)).mappings().all()
        for _ticket, events in groupby(rows, key=lambda row: row["ticket"]):
            yield [aware(dict(row)) for row in events]
        above = some[-1]


def chain_tickets() -> None:
    """Chain every event there is; the last of each batch waits for its place in the log."""
    for events in tickets():
        head, found = chain.START, []
        for at, row in enumerate(events):
            ends = at + 1 == len(events) or events[at + 1]["facts"] is not None
            made = chain.sealed(head, row) | {"leaf": 0 if ends else None}
            head = made["digest"]
            keys = {"of": row["ticket"], "at_number": row["number"]}
            found.append(keys | {f"new_{name}": made[name] for name in ("salt", "private", "digest", "leaf")})
        op.get_bind().execute(SET, found)


def chain_acts() -> None:
    """The versions and the life of processes so far, as acts in the order of their times."""
    bind = op.get_bind()
    table = table_of("wb_act", "number by what subject salt private digest leaf", "body personal")
    head = chain.START
    for number, row in enumerate(sorted([*published(), *lived()], key=lambda row: row["at"]), 1):
        made = admin.sealed(head, row | {"number": number, "personal": None})
        head = made["digest"]
        bind.execute(table.insert().values(made | {"leaf": 0}))


def published() -> Iterator[dict]:
    """Each version as the act that published it."""
    version = table_of("wb_version", "id process number text hash by reason author", "files")
    for row in op.get_bind().execute(sa.select(version).order_by(version.c.id)).mappings():
        body = {name: row[name] for name in ("number", "hash", "reason", "author")} | {"version": row["id"]}
        body |= {"text": chain.of_text(row["text"]), "files": chain.of_files(row["files"])}
        yield aware({"at": row["at"], "by": row["by"], "what": "published", "subject": row["process"], "body": body})


def lived() -> Iterator[dict]:
    """Each deed beside publishing."""
    life = table_of("wb_life", "id process what by reason")
    for row in op.get_bind().execute(sa.select(life).order_by(life.c.id)).mappings():
        body = {"reason": row["reason"]}
        yield aware({"at": row["at"], "by": row["by"], "what": row["what"], "subject": row["process"], "body": body})


def downgrade() -> None:
    """Back."""
    op.drop_column("wb_process", "retention")
    for name in ("wb_hold", "wb_lock", "wb_key", "wb_checkpoint", "wb_log"):
        op.drop_table(name)
    op.drop_index("ix_wb_act_unsealed", table_name="wb_act")
    op.drop_table("wb_act")
    op.drop_index("ix_wb_journal_unsealed", table_name="wb_journal")
    for name in ("leaf", "digest", "private", "salt"):
        op.drop_column("wb_journal", name)
