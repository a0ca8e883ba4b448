"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "wb_journal",
        sa.Column("ticket", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False, comment="the process version that decided"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column(
            "facts",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="on the first event of a batch: what the decision asked",
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_wb_journal_counted")),
        sa.PrimaryKeyConstraint("ticket", "number", name=op.f("pk_wb_journal")),
        comment="the truth about tickets; every other row of a ticket is made from these",
    )
    op.create_table(
        "wb_process",
        sa.Column("id", sa.String(length=200), nullable=False, comment="the name in the text"),
        sa.Column("label", sa.String(length=1000), nullable=False),
        sa.Column(
            "version",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the published version new tickets get",
        ),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="the number of that version; versions are counted without gaps",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_process")),
    )
    op.create_table(
        "wb_team",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "head",
            sa.String(length=64),
            nullable=True,
            comment="a person; not a foreign key, as persons already refer to teams",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_team")),
    )
    op.create_table(
        "wb_person",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "password", sa.String(length=200), nullable=True, comment="argon2; none: cannot sign in with a password"
        ),
        sa.Column("failures", sa.Integer(), nullable=False, comment="wrong passwords in a row"),
        sa.Column("failed", sa.DateTime(timezone=True), nullable=True, comment="the last of them"),
        sa.Column("manager", sa.String(length=64), nullable=True),
        sa.Column("department", sa.String(length=64), nullable=True),
        sa.Column("attributes", sa.JSON(), nullable=False, comment="typed by the directory's description"),
        sa.ForeignKeyConstraint(["department"], ["wb_team.id"], name=op.f("fk_wb_person_department_wb_team")),
        sa.ForeignKeyConstraint(["manager"], ["wb_person.id"], name=op.f("fk_wb_person_manager_wb_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_person")),
    )
    op.create_table(
        "wb_done",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False, comment="SHA-256 of what was asked"),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["wb_person.id"], name=op.f("fk_wb_done_person_wb_person")),
        sa.PrimaryKeyConstraint("person", "key", name=op.f("pk_wb_done")),
        comment="requests done once; the same key gets the same answer",
    )
    op.create_table(
        "wb_file",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False, comment="who brought it"),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["wb_person.id"], name=op.f("fk_wb_file_person_wb_person")),
        sa.PrimaryKeyConstraint("hash", "person", "name", name=op.f("pk_wb_file")),
    )
    op.create_table(
        "wb_holding",
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["wb_person.id"], name=op.f("fk_wb_holding_person_wb_person")),
        sa.PrimaryKeyConstraint("role", "person", name=op.f("pk_wb_holding")),
    )
    with op.batch_alter_table("wb_holding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wb_holding_person"), ["person"], unique=False)

    op.create_table(
        "wb_member",
        sa.Column("team", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["wb_person.id"], name=op.f("fk_wb_member_person_wb_person")),
        sa.ForeignKeyConstraint(["team"], ["wb_team.id"], name=op.f("fk_wb_member_team_wb_team")),
        sa.PrimaryKeyConstraint("team", "person", name=op.f("pk_wb_member")),
    )
    with op.batch_alter_table("wb_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wb_member_person"), ["person"], unique=False)

    op.create_table(
        "wb_session",
        sa.Column("hash", sa.String(length=64), nullable=False, comment="SHA-256 of what the cookie holds"),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["wb_person.id"], name=op.f("fk_wb_session_person_wb_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_wb_session")),
    )
    with op.batch_alter_table("wb_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wb_session_person"), ["person"], unique=False)

    op.create_table(
        "wb_token",
        sa.Column("hash", sa.String(length=64), nullable=False, comment="SHA-256 of what the program sends"),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["wb_person.id"], name=op.f("fk_wb_token_person_wb_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_wb_token")),
    )
    with op.batch_alter_table("wb_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wb_token_person"), ["person"], unique=False)

    op.create_table(
        "wb_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False, comment="the tables the text reads from beside it: name -> CSV"),
        sa.Column("hash", sa.String(length=64), nullable=False, comment="of the meaning"),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_wb_version_counted")),
        sa.ForeignKeyConstraint(["by"], ["wb_person.id"], name=op.f("fk_wb_version_by_wb_person")),
        sa.ForeignKeyConstraint(["process"], ["wb_process.id"], name=op.f("fk_wb_version_process_wb_process")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_version")),
        sa.UniqueConstraint("process", "number", name=op.f("uq_wb_version_process_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "wb_reader",
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "principal",
            sa.String(length=80),
            nullable=False,
            comment="role:… or team:… that sees all tickets of the version",
        ),
        sa.ForeignKeyConstraint(["version"], ["wb_version.id"], name=op.f("fk_wb_reader_version_wb_version")),
        sa.PrimaryKeyConstraint("version", "principal", name=op.f("pk_wb_reader")),
    )
    with op.batch_alter_table("wb_reader", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wb_reader_principal"), ["principal"], unique=False)

    op.create_table(
        "wb_ticket",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process", sa.String(length=200), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("requester", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("end", sa.String(length=200), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("acknowledged", sa.Boolean(), nullable=False),
        sa.Column("stuck", sa.Boolean(), nullable=False, comment="a step is open and nobody can act"),
        sa.Column("count", sa.Integer(), nullable=False, comment="events so far: what a change compares and sets"),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["process"], ["wb_process.id"], name=op.f("fk_wb_ticket_process_wb_process")),
        sa.ForeignKeyConstraint(["requester"], ["wb_person.id"], name=op.f("fk_wb_ticket_requester_wb_person")),
        sa.ForeignKeyConstraint(["version"], ["wb_version.id"], name=op.f("fk_wb_ticket_version_wb_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wb_ticket")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("wb_ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wb_ticket_requester_id"), ["requester", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wb_ticket_version_id"), ["version", "id"], unique=False)

    op.create_table(
        "wb_involved",
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False, comment="asked there; empty: sees the whole ticket"),
        sa.Column("titled", sa.Boolean(), nullable=False, comment="the step shows every field the title is made of"),
        sa.ForeignKeyConstraint(["person"], ["wb_person.id"], name=op.f("fk_wb_involved_person_wb_person")),
        sa.ForeignKeyConstraint(
            ["ticket"], ["wb_ticket.id"], name=op.f("fk_wb_involved_ticket_wb_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket", "person", "step", name=op.f("pk_wb_involved")),
    )
    with op.batch_alter_table("wb_involved", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wb_involved_person_ticket"), ["person", "ticket"], unique=False)

    op.create_table(
        "wb_waiting",
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False, comment="may act on the step now"),
        sa.ForeignKeyConstraint(["person"], ["wb_person.id"], name=op.f("fk_wb_waiting_person_wb_person")),
        sa.ForeignKeyConstraint(
            ["ticket"], ["wb_ticket.id"], name=op.f("fk_wb_waiting_ticket_wb_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket", "step", "person", name=op.f("pk_wb_waiting")),
    )
    with op.batch_alter_table("wb_waiting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wb_waiting_person_ticket"), ["person", "ticket"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("wb_waiting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wb_waiting_person_ticket"))

    op.drop_table("wb_waiting")
    with op.batch_alter_table("wb_involved", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wb_involved_person_ticket"))

    op.drop_table("wb_involved")
    with op.batch_alter_table("wb_ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wb_ticket_version_id"))
        batch_op.drop_index(batch_op.f("ix_wb_ticket_requester_id"))

    op.drop_table("wb_ticket")
    with op.batch_alter_table("wb_reader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wb_reader_principal"))

    op.drop_table("wb_reader")
    op.drop_table("wb_version")
    with op.batch_alter_table("wb_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wb_token_person"))

    op.drop_table("wb_token")
    with op.batch_alter_table("wb_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wb_session_person"))

    op.drop_table("wb_session")
    with op.batch_alter_table("wb_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wb_member_person"))

    op.drop_table("wb_member")
    with op.batch_alter_table("wb_holding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wb_holding_person"))

    op.drop_table("wb_holding")
    op.drop_table("wb_file")
    op.drop_table("wb_done")
    op.drop_table("wb_person")
    op.drop_table("wb_team")
    op.drop_table("wb_process")
    op.drop_table("wb_journal")
