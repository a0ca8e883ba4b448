"""Drafts, and the life of a process: four eyes, retiring."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forward."""
    op.add_column(
        "wb_process",
        sa.Column(
            "four_eyes",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="who wrote it does not publish it",
        ),
    )
    op.add_column(
        "wb_process",
        sa.Column(
            "retired",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="since then nobody starts it; tickets under way go on",
        ),
    )
    op.add_column(
        "wb_version",
        sa.Column(
            "author",
            sa.String(length=64),
            nullable=True,
            comment="who wrote it last; a person, not always who published it",
        ),
    )
    op.execute('UPDATE wb_version SET author = "by"')
    make_life()
    make_drafts()


def make_life() -> None:
    """What was done to processes beside publishing."""
    op.create_table(
        "wb_life",
        sa.Column("id", KEY, nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column(
            "what", sa.String(length=16), nullable=False, comment="retired, back, four-eyes, ask-two-eyes or two-eyes"
        ),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["wb_person.id"], name=op.f("fk_wb_life_by_wb_person")),
        sa.ForeignKeyConstraint(["process"], ["wb_process.id"], name=op.f("fk_wb_life_process_wb_process")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_life")),
        comment="what was done to processes beside publishing",
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_wb_life_process"), "wb_life", ["process"], unique=False)


def make_drafts() -> None:
    """Texts somebody works on, and their states."""
    op.create_table(
        "wb_draft",
        sa.Column("id", KEY, nullable=False),
        sa.Column("process", sa.String(length=200), nullable=True, comment="the published process it continues"),
        sa.Column("base", sa.Integer(), nullable=True, comment="the number of the version it continues"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "good", sa.Text(), nullable=False, comment="the newest of its texts that was read without a mistake"
        ),
        sa.Column("files", sa.JSON(), nullable=False, comment="the tables beside the text: name -> CSV"),
        sa.Column(
            "revision",
            sa.Integer(),
            nullable=False,
            comment="grows with every change: what a change compares and sets",
        ),
        sa.Column("position", sa.Integer(), nullable=False, comment="the state shown now"),
        sa.Column("tip", sa.Integer(), nullable=False, comment="the state that redoing leads to in the end"),
        sa.Column(
            "moves",
            sa.JSON(),
            nullable=False,
            comment="revisions made by undo and redo: [revision, state], the newest last",
        ),
        sa.Column(
            "authors",
            sa.JSON(),
            nullable=False,
            comment="everybody who changed it: none of them publishes under four eyes",
        ),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True, comment="published or thrown away"),
        sa.Column("published", sa.Integer(), nullable=True, comment="the number of the version it became"),
        sa.ForeignKeyConstraint(["by"], ["wb_person.id"], name=op.f("fk_wb_draft_by_wb_person")),
        sa.ForeignKeyConstraint(["process"], ["wb_process.id"], name=op.f("fk_wb_draft_process_wb_process")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_draft")),
        sqlite_autoincrement=True,
    )
    still = sa.text("closed IS NULL")
    op.create_index(
        "ix_wb_draft_open", "wb_draft", ["process"], unique=True, sqlite_where=still, postgresql_where=still
    )
    op.create_table(
        "wb_draft_state",
        sa.Column("draft", KEY, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False, comment="characters of the text and its tables"),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False, comment="what was done"),
        sa.Column("typed", sa.Boolean(), nullable=False),
        sa.Column(
            "passed",
            sa.Boolean(),
            nullable=False,
            comment="typed over or given up: kept a while for merging, never undone to",
        ),
        sa.Column("before", sa.Integer(), nullable=True, comment="the state to undo to"),
        sa.ForeignKeyConstraint(["by"], ["wb_person.id"], name=op.f("fk_wb_draft_state_by_wb_person")),
        sa.ForeignKeyConstraint(
            ["draft"], ["wb_draft.id"], name=op.f("fk_wb_draft_state_draft_wb_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("draft", "revision", name=op.f("pk_wb_draft_state")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("wb_draft_state")
    op.drop_index("ix_wb_draft_open", table_name="wb_draft")
    op.drop_table("wb_draft")
    op.drop_index(op.f("ix_wb_life_process"), table_name="wb_life")
    op.drop_table("wb_life")
    op.drop_column("wb_version", "author")
    op.drop_column("wb_process", "retired")
    op.drop_column("wb_process", "four_eyes")
