"""Evidence kept with versions, drafts tried on recorded tickets, tickets moved together, and what `verify` found."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    covered = sa.Column(
        "covered",
        sa.Boolean(),
        server_default=sa.false(),
        nullable=False,
        comment="examples must reach every rule to publish",
    )
    op.add_column("wb_process", covered)
    evidence = sa.Column(
        "evidence",
        sa.JSON(none_as_null=True),
        nullable=True,
        comment="what was known when it was published; none: from before 0004",
    )
    op.add_column("wb_version", evidence)
    make_trials()
    make_moves()
    make_verifications()
    make_inquiries()


def make_trials() -> None:
    """Drafts tried on recorded tickets."""
    op.create_table(
        "wb_backtest",
        sa.Column("id", KEY, nullable=False),
        sa.Column("draft", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False, comment="of the draft that was tried"),
        sa.Column("since", MOMENT, nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("last", sa.BigInteger(), nullable=False, comment="the last ticket tried; 0 before the first"),
        sa.Column("total", sa.Integer(), nullable=False, comment="tickets there are to try"),
        sa.Column("result", sa.JSON(), nullable=False, comment="what came of those tried so far"),
        sa.Column("state", sa.String(length=16), nullable=False, comment="running, done or stopped"),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["wb_person.id"], name=op.f("fk_wb_backtest_by_wb_person")),
        sa.ForeignKeyConstraint(
            ["draft"], ["wb_draft.id"], name=op.f("fk_wb_backtest_draft_wb_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_backtest")),
        comment="drafts tried on recorded tickets, a piece at a time",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wb_backtest_draft", "wb_backtest", ["draft"])


def make_moves() -> None:
    """Running tickets moved together."""
    op.create_table(
        "wb_move",
        sa.Column("id", KEY, nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("version", KEY, nullable=False, comment="where the tickets went"),
        sa.Column(
            "plan",
            sa.JSON(),
            nullable=False,
            comment="tickets that were to move, each with its count of events then",
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("act", sa.Integer(), nullable=False, comment="the number of the act that says so"),
        sa.Column("state", sa.String(length=16), nullable=False, comment="running, done, undoing or undone"),
        sa.Column("undone", MOMENT, nullable=True),
        sa.Column("undone_by", sa.String(length=64), nullable=True),
        sa.Column("undone_act", sa.Integer(), nullable=True, comment="the number of the act that undid it"),
        sa.Column("undone_reason", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["wb_person.id"], name=op.f("fk_wb_move_by_wb_person")),
        sa.ForeignKeyConstraint(["undone_by"], ["wb_person.id"], name=op.f("fk_wb_move_undone_by_wb_person")),
        sa.ForeignKeyConstraint(["process"], ["wb_process.id"], name=op.f("fk_wb_move_process_wb_process")),
        sa.ForeignKeyConstraint(["version"], ["wb_version.id"], name=op.f("fk_wb_move_version_wb_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_move")),
        comment="running tickets moved to another version together",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wb_move_process", "wb_move", ["process"])
    op.create_table(
        "wb_moved",
        sa.Column("move", KEY, nullable=False),
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False, comment="moves, cannot or stays"),
        sa.Column("why", sa.JSON(), nullable=False, comment="what was different for it, or why it stayed"),
        sa.Column("version", KEY, nullable=False, comment="where it came from"),
        sa.Column(
            "changed", sa.Boolean(), nullable=False, comment="it was not as it had been looked at, and was planned anew"
        ),
        sa.Column("number", sa.Integer(), nullable=True, comment="of the event that moved it"),
        sa.Column("last", sa.Integer(), nullable=True, comment="of the last event of that batch"),
        sa.Column("back", sa.Integer(), nullable=True, comment="of the event that undid it"),
        sa.Column("kept", sa.JSON(none_as_null=True), nullable=True, comment="why it was not moved back"),
        sa.ForeignKeyConstraint(["move"], ["wb_move.id"], name=op.f("fk_wb_moved_move_wb_move")),
        sa.ForeignKeyConstraint(["version"], ["wb_version.id"], name=op.f("fk_wb_moved_version_wb_version")),
        sa.PrimaryKeyConstraint("move", "ticket", name=op.f("pk_wb_moved")),
        comment="what came of each ticket of a move",
    )
    op.create_index("ix_wb_moved_ticket", "wb_moved", ["ticket"])


def make_verifications() -> None:
    """What `verify` found."""
    op.create_table(
        "wb_verification",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False, comment="a person, or command-line"),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False, comment="what was looked at, how many breaches, the first of them"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_verification")),
        comment="what `verify` found each time somebody let it be kept",
        sqlite_autoincrement=True,
    )


def make_inquiries() -> None:
    """Claims asked of recorded tickets."""
    op.create_table(
        "wb_inquiry",
        sa.Column("id", KEY, nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("version", KEY, nullable=False, comment="whose text the claims are read in"),
        sa.Column("claims", sa.Text(), nullable=True, comment="claims that are asked; none: those of the version"),
        sa.Column("since", MOMENT, nullable=True),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("last", sa.BigInteger(), nullable=False, comment="the last ticket looked at; 0 before the first"),
        sa.Column("total", sa.Integer(), nullable=False, comment="tickets there are to look at"),
        sa.Column("result", sa.JSON(), nullable=False, comment="what came of those looked at so far"),
        sa.Column("state", sa.String(length=16), nullable=False, comment="running or done"),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["by"], ["wb_person.id"], name=op.f("fk_wb_inquiry_by_wb_person")),
        sa.ForeignKeyConstraint(["process"], ["wb_process.id"], name=op.f("fk_wb_inquiry_process_wb_process")),
        sa.ForeignKeyConstraint(["version"], ["wb_version.id"], name=op.f("fk_wb_inquiry_version_wb_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_inquiry")),
        comment="claims asked of recorded tickets, a piece at a time",
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wb_inquiry_by", "wb_inquiry", ["by"])


def downgrade() -> None:
    """Back."""
    for table in ("wb_inquiry", "wb_verification", "wb_moved", "wb_move", "wb_backtest"):
        op.drop_table(table)
    op.drop_column("wb_version", "evidence")
    op.drop_column("wb_process", "covered")
