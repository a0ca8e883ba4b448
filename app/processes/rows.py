"""The tables of processes: a process, its published versions, and who may read all tickets of a version."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from app.db import Moment, metadata

KEY = BigInteger().with_variant(Integer(), "sqlite")
"""A counted key; SQLite counts only in its own integer."""

process = Table(
    "wb_process",
    metadata,
    Column("id", String(200), primary_key=True, comment="the name in the text"),
    Column("label", String(1000), nullable=False),
    Column("version", KEY, comment="the published version new tickets get"),
    Column("number", Integer, nullable=False, comment="the number of that version; versions are counted without gaps"),
    Column("four_eyes", Boolean, nullable=False, server_default=false(), comment="who wrote it does not publish it"),
    Column("covered", Boolean, nullable=False, server_default=false(), comment="examples must reach every rule to publish"),
    Column("retired", Moment, comment="since then nobody starts it; tickets under way go on"),
    Column("retention", Integer, nullable=False, server_default="5", comment="years a ticket is kept after its end"),
)

version = Table(
    "wb_version",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("process", String(200), ForeignKey("wb_process.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False, comment="the tables the text reads from beside it: name -> CSV"),
    Column("hash", String(64), nullable=False, comment="of the meaning"),
    Column("by", String(64), ForeignKey("wb_person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", String(1000), nullable=False),
    Column("author", String(64), comment="who wrote it last; a person, not always who published it"),
    Column("evidence", JSON(none_as_null=True), comment="what was known when it was published; none: from before 0004"),
    UniqueConstraint("process", "number"),
    CheckConstraint("number > 0", name="counted"),
    sqlite_autoincrement=True,
)

reader = Table(
    "wb_reader",
    metadata,
    Column("version", KEY, ForeignKey("wb_version.id"), primary_key=True),
    Column("principal", String(80), primary_key=True, comment="role:… or team:… that sees all tickets of the version"),
    Index(None, "principal"),
)

life = Table(
    "wb_life",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("process", String(200), ForeignKey("wb_process.id"), nullable=False),
    Column("what", String(16), nullable=False, comment="retired, back, four-eyes, ask-two-eyes or two-eyes"),
    Column("by", String(64), ForeignKey("wb_person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", String(1000), nullable=False),
    Index(None, "process"),
    sqlite_autoincrement=True,
    comment="what was done to processes beside publishing",
)

draft = Table(
    "wb_draft",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("process", String(200), ForeignKey("wb_process.id"), comment="the published process it continues"),
    Column("base", Integer, comment="the number of the version it continues"),
    Column("text", Text, nullable=False),
    Column("good", Text, nullable=False, comment="the newest of its texts that was read without a mistake"),
    Column("files", JSON, nullable=False, comment="the tables beside the text: name -> CSV"),
    Column("revision", Integer, nullable=False, comment="grows with every change: what a change compares and sets"),
    Column("position", Integer, nullable=False, comment="the state shown now"),
    Column("tip", Integer, nullable=False, comment="the state that redoing leads to in the end"),
    Column("moves", JSON, nullable=False, comment="revisions made by undo and redo: [revision, state], the newest last"),
    Column("authors", JSON, nullable=False, comment="everybody who changed it: none of them publishes under four eyes"),
    Column("by", String(64), ForeignKey("wb_person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("closed", Moment, comment="published or thrown away"),
    Column("published", Integer, comment="the number of the version it became"),
    Index("ix_wb_draft_open", "process", unique=True, sqlite_where=text("closed IS NULL"),
          postgresql_where=text("closed IS NULL")),
    sqlite_autoincrement=True,
)  # fmt: skip

draft_state = Table(
    "wb_draft_state",
    metadata,
    Column("draft", KEY, ForeignKey("wb_draft.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("base", Integer),
    Column("size", Integer, nullable=False, comment="characters of the text and its tables"),
    Column("by", String(64), ForeignKey("wb_person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("what", String(200), nullable=False, comment="what was done"),
    Column("typed", Boolean, nullable=False),
    Column("passed", Boolean, nullable=False, comment="typed over or given up: kept a while for merging, never undone to"),
    Column("before", Integer, comment="the state to undo to"),
)
