"""The tables of processes: a process, its published versions, and who may read all tickets of a version."""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
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
