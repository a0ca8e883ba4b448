"""What each anchor took last and when it is tried again; people whose personal values were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "wb_anchor",
        sa.Column("name", sa.String(length=16), nullable=False, comment="file, syslog or webhook"),
        sa.Column("target", sa.String(length=64), nullable=False, comment="SHA-256 of where it is"),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="entries of the checkpoint it took last; 0: none"),
        sa.Column("failures", sa.Integer(), nullable=False, comment="tries in a row that failed"),
        sa.Column("due", MOMENT, nullable=False, comment="not tried before"),
        sa.Column("said", sa.String(length=300), nullable=False, comment="what came of the last try"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_wb_anchor")),
        comment="places outside that are told checkpoints, and how far each is",
    )
    erased = sa.Column("erased", MOMENT, nullable=True, comment="when name, mail and attributes were destroyed")
    op.add_column("wb_person", erased)


def downgrade() -> None:
    """Back."""
    op.drop_column("wb_person", "erased")
    op.drop_table("wb_anchor")
