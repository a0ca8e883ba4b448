"""The journal's tables: events of tickets, acts of administrators, the log of both in one order, and what proves it."""

from sqlalchemy import JSON, BigInteger, Boolean, CheckConstraint, Column, Index, Integer, String, Table, Text, text

from app.db import Moment, metadata


def digest(name: str, **options) -> Column:
    """A column that holds a SHA-256 as hex."""
    return Column(name, String(64), **options)


def proof() -> tuple[Column, ...]:
    """The columns that tie a row into its chain."""
    return (
        Column("salt", String(32), comment="of the commitment; an erasure destroys it"),
        digest("private", comment="commitment to the personal parts; none: there are none"),
        digest("digest", nullable=False, server_default="", comment="of this and all before it in its chain"),
        Column("leaf", BigInteger, comment="the place in the log; 0 while it waits for one"),
    )


def waiting(table: str, *columns: str) -> Index:
    """Finds what waits for its place in the log."""
    return Index(f"ix_{table}_unsealed", *columns, sqlite_where=text("leaf = 0"), postgresql_where=text("leaf = 0"))


journal = Table(
    "wb_journal",
    metadata,
    Column("ticket", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False, comment="the process version that decided"),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Column("type", String(32), nullable=False),
    Column("body", JSON, nullable=False),
    Column("facts", JSON(none_as_null=True), comment="on the first event of a batch: what the decision asked"),
    *proof(),
    CheckConstraint("number > 0", name="counted"),
    waiting("wb_journal", "ticket", "number"),
    comment="the truth about tickets; every other row of a ticket is made from these",
)

act = Table(
    "wb_act",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False, comment="a person, or command-line"),
    Column("what", String(32), nullable=False),
    Column("subject", String(200), nullable=False, comment="the process, person or ticket it is about"),
    Column("body", JSON, nullable=False),
    Column("personal", JSON(none_as_null=True), comment="what an erasure may take away"),
    *proof(),
    CheckConstraint("number > 0", name="counted"),
    waiting("wb_act", "number"),
    comment="what administrators did, one chain",
)

log = Table(
    "wb_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False, comment="without gaps"),
    Column("kind", String(8), nullable=False, comment="ticket or act"),
    Column("of", BigInteger, nullable=False, comment="the ticket; 0 for acts"),
    Column("last", Integer, nullable=False, comment="number of the last event of the batch, or of the act"),
    digest("digest", nullable=False),
    digest("node", nullable=False, comment="of the largest whole subtree that ends here"),
    Column("at", Moment, nullable=False),
    CheckConstraint("number > 0", name="counted"),
    comment="everything committed, in one order",
)

checkpoint = Table(
    "wb_checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False, comment="entries of the log it is about"),
    digest("root", nullable=False),
    digest("key", nullable=False),
    Column("note", Text, nullable=False, comment="origin, size, root, time, and the signature"),
    Column("at", Moment, nullable=False),
    Column("anchored", JSON, nullable=False, comment="where it was sent: name -> when, or why not"),
)

anchor = Table(
    "wb_anchor",
    metadata,
    Column("name", String(16), primary_key=True, comment="file, syslog or webhook"),
    digest("target", nullable=False, comment="SHA-256 of where it is"),
    Column("size", BigInteger, nullable=False, comment="entries of the checkpoint it took last; 0: none"),
    Column("failures", Integer, nullable=False, comment="tries in a row that failed"),
    Column("due", Moment, nullable=False, comment="not tried before"),
    Column("said", String(300), nullable=False, comment="what came of the last try"),
    comment="places outside that are told checkpoints, and how far each is",
)

key = Table(
    "wb_key",
    metadata,
    digest("id", primary_key=True, comment="SHA-256 of the public key"),
    Column("public", String(64), nullable=False, comment="base64 of the 32 bytes"),
    Column("at", Moment, nullable=False),
    comment="public keys that signed checkpoints; none is ever taken away",
)

lock = Table(
    "wb_lock",
    metadata,
    Column("name", String(16), primary_key=True),
    comment="rows that are locked where only one may go on at a time: acts, log",
)

verification = Table(
    "wb_verification",
    metadata,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False, comment="a person, or command-line"),
    Column("good", Boolean, nullable=False),
    Column("result", JSON, nullable=False, comment="what was looked at, how many breaches, the first of them"),
    sqlite_autoincrement=True,
    comment="what `verify` found each time somebody let it be kept",
)
