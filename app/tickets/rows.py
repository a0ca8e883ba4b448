"""The tables of tickets: all made from the journal, for lists and rights; and the keys of requests already done."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from app.db import Moment, metadata

KEY = BigInteger().with_variant(Integer(), "sqlite")
TITLE = 300
"""Longest title of a ticket; more is cut off."""


def of_ticket(**options) -> Column:
    """The column that names the ticket a row belongs to."""
    return Column("ticket", KEY, ForeignKey("wb_ticket.id", ondelete="CASCADE"), primary_key=True, **options)


ticket = Table(
    "wb_ticket",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("process", String(200), ForeignKey("wb_process.id"), nullable=False),
    Column("version", KEY, ForeignKey("wb_version.id"), nullable=False),
    Column("requester", String(64), ForeignKey("wb_person.id"), nullable=False),
    Column("title", String(TITLE), nullable=False),
    Column("status", String(16), nullable=False),
    Column("end", String(200)),
    Column("round", Integer, nullable=False),
    Column("acknowledged", Boolean, nullable=False),
    Column("stuck", Boolean, nullable=False, comment="a step is open and nobody can act"),
    Column("count", Integer, nullable=False, comment="events so far: what a change compares and sets"),
    Column("created", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Index(None, "requester", "id"),
    Index(None, "version", "id"),
    sqlite_autoincrement=True,
)

waiting = Table(
    "wb_waiting",
    metadata,
    of_ticket(),
    Column("step", String(200), primary_key=True),
    Column("person", String(64), ForeignKey("wb_person.id"), primary_key=True, comment="may act on the step now"),
    Index(None, "person", "ticket"),
)

involved = Table(
    "wb_involved",
    metadata,
    of_ticket(),
    Column("person", String(64), ForeignKey("wb_person.id"), primary_key=True),
    Column("step", String(200), primary_key=True, comment="asked there; empty: sees the whole ticket"),
    Column("titled", Boolean, nullable=False, comment="the step shows every field the title is made of"),
    Index(None, "person", "ticket"),
)

done = Table(
    "wb_done",
    metadata,
    Column("person", String(64), ForeignKey("wb_person.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="SHA-256 of what was asked"),
    Column("answer", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    comment="requests done once; the same key gets the same answer",
)

hold = Table(
    "wb_hold",
    metadata,
    Column("ticket", BigInteger, primary_key=True, autoincrement=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", String(1000), nullable=False),
    comment="tickets under a legal hold: they are not erased, however old",
)

file = Table(
    "wb_file",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", String(64), ForeignKey("wb_person.id"), primary_key=True, comment="who brought it"),
    Column("name", String(255), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("type", String(100), nullable=False),
    Column("at", Moment, nullable=False),
)

backtest = Table(
    "wb_backtest",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("draft", KEY, ForeignKey("wb_draft.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False, comment="of the draft that was tried"),
    Column("since", Moment),
    Column("until", Moment),
    Column("last", BigInteger, nullable=False, comment="the last ticket tried; 0 before the first"),
    Column("total", Integer, nullable=False, comment="tickets there are to try"),
    Column("result", JSON, nullable=False, comment="what came of those tried so far"),
    Column("state", String(16), nullable=False, comment="running, done or stopped"),
    Column("by", String(64), ForeignKey("wb_person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "draft"),
    sqlite_autoincrement=True,
    comment="drafts tried on recorded tickets, a piece at a time",
)

move = Table(
    "wb_move",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("process", String(200), ForeignKey("wb_process.id"), nullable=False),
    Column("version", KEY, ForeignKey("wb_version.id"), nullable=False, comment="where the tickets went"),
    Column("plan", JSON, nullable=False, comment="tickets that were to move, each with its count of events then"),
    Column("reason", String(1000), nullable=False),
    Column("by", String(64), ForeignKey("wb_person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("act", Integer, nullable=False, comment="the number of the act that says so"),
    Column("state", String(16), nullable=False, comment="running, done, undoing or undone"),
    Column("undone", Moment),
    Column("undone_by", String(64), ForeignKey("wb_person.id")),
    Column("undone_act", Integer, comment="the number of the act that undid it"),
    Column("undone_reason", String(1000)),
    Index(None, "process"),
    sqlite_autoincrement=True,
    comment="running tickets moved to another version together",
)

moved = Table(
    "wb_moved",
    metadata,
    Column("move", KEY, ForeignKey("wb_move.id"), primary_key=True),
    Column("ticket", BigInteger, primary_key=True, autoincrement=False),
    Column("verdict", String(8), nullable=False, comment="moves, cannot or stays"),
    Column("why", JSON, nullable=False, comment="what was different for it, or why it stayed"),
    Column("version", KEY, ForeignKey("wb_version.id"), nullable=False, comment="where it came from"),
    Column("changed", Boolean, nullable=False, comment="it was not as it had been looked at, and was planned anew"),
    Column("number", Integer, comment="of the event that moved it"),
    Column("last", Integer, comment="of the last event of that batch"),
    Column("back", Integer, comment="of the event that undid it"),
    Column("kept", JSON(none_as_null=True), comment="why it was not moved back"),
    Index(None, "ticket"),
    comment="what came of each ticket of a move",
)

inquiry = Table(
    "wb_inquiry",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("process", String(200), ForeignKey("wb_process.id"), nullable=False),
    Column("version", KEY, ForeignKey("wb_version.id"), nullable=False, comment="whose text the claims are read in"),
    Column("claims", Text, comment="claims that are asked; none: those of the version"),
    Column("since", Moment),
    Column("until", Moment),
    Column("last", BigInteger, nullable=False, comment="the last ticket looked at; 0 before the first"),
    Column("total", Integer, nullable=False, comment="tickets there are to look at"),
    Column("result", JSON, nullable=False, comment="what came of those looked at so far"),
    Column("state", String(16), nullable=False, comment="running or done"),
    Column("by", String(64), ForeignKey("wb_person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "by"),
    sqlite_autoincrement=True,
    comment="claims asked of recorded tickets, a piece at a time",
)
