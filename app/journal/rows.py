"""The journal's table: one row an event, numbered per ticket, never changed."""

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Integer, String, Table

from app.db import Moment, metadata

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
    CheckConstraint("number > 0", name="counted"),
    comment="the truth about tickets; every other row of a ticket is made from these",
)
