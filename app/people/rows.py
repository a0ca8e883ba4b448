"""The tables of people: persons, teams, who is in which, who holds which role, and what they are signed in with."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table

from app.db import Moment, metadata

ID = 64
"""Longest id of a person, team or role."""


def reference(name: str, to: str, **options) -> Column:
    """A column that holds the id of a row of `to`."""
    return Column(name, String(ID), ForeignKey(f"{to}.id"), **options)


person = Table(
    "wb_person",
    metadata,
    Column("id", String(ID), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False, default=""),
    Column("language", String(8), nullable=False, default=""),
    Column("active", Boolean, nullable=False, default=True),
    Column("password", String(200), comment="argon2; none: cannot sign in with a password"),
    Column("failures", Integer, nullable=False, default=0, comment="wrong passwords in a row"),
    Column("failed", Moment, comment="the last of them"),
    reference("manager", "wb_person"),
    reference("department", "wb_team"),
    Column("attributes", JSON, nullable=False, default=dict, comment="typed by the directory's description"),
    Column("erased", Moment, comment="when name, mail and attributes were destroyed"),
)

team = Table(
    "wb_team",
    metadata,
    Column("id", String(ID), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("head", String(ID), comment="a person; not a foreign key, as persons already refer to teams"),
)

member = Table(
    "wb_member",
    metadata,
    reference("team", "wb_team", primary_key=True),
    reference("person", "wb_person", primary_key=True),
    Index(None, "person"),
)

holding = Table(
    "wb_holding",
    metadata,
    Column("role", String(ID), primary_key=True),
    reference("person", "wb_person", primary_key=True),
    Index(None, "person"),
)

session = Table(
    "wb_session",
    metadata,
    Column("hash", String(64), primary_key=True, comment="SHA-256 of what the cookie holds"),
    reference("person", "wb_person", nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("started", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Index(None, "person"),
)

token = Table(
    "wb_token",
    metadata,
    Column("hash", String(64), primary_key=True, comment="SHA-256 of what the program sends"),
    reference("person", "wb_person", nullable=False),
    Column("name", String(200), nullable=False),
    Column("made", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Index(None, "person"),
)
