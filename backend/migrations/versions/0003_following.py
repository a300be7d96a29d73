"""How the mirror follows: safe blocks and who leads, what was taken back, the nodes, and the comparisons.

The mirror is emptied, and read anew from the chain at the next start: the blocks that it has are not known to
be safe.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _empty_mirror()
    op.drop_column("blocks", "parent_hash")
    op.add_column("cursor", sa.Column("safe_number", sa.BigInteger(), nullable=False))
    op.add_column("cursor", sa.Column("epoch", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "reorgs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("noticed_at", sa.BigInteger(), nullable=False),
        sa.Column("fork_number", sa.BigInteger(), nullable=False),
        sa.Column("fork_hash", sa.LargeBinary(), nullable=False),
        sa.Column("old_number", sa.BigInteger(), nullable=False),
        sa.Column("old_hash", sa.LargeBinary(), nullable=False),
        sa.Column("new_number", sa.BigInteger(), nullable=False),
        sa.Column("new_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorgs")),
    )
    op.create_table(
        "retracted",
        sa.Column("reorg_id", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_hash", sa.LargeBinary(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=True),
        sa.Column("row", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["reorg_id"], ["reorgs.id"], name=op.f("fk_retracted_reorg_id")),
        sa.PrimaryKeyConstraint("reorg_id", "event", "block_number", "log_index", name=op.f("pk_retracted")),
    )
    op.create_table(
        "endpoints",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("head_number", sa.BigInteger(), nullable=True),
        sa.Column("heard_at", sa.BigInteger(), nullable=True),
        sa.Column("failed_at", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("log_range", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_endpoints")),
    )
    op.create_table(
        "reconciliations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Numeric(12, 3), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", sa.LargeBinary(), nullable=False),
        sa.Column("compared", sa.BigInteger(), nullable=False),
        sa.Column("differences", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliations")),
    )


def downgrade() -> None:
    _empty_mirror()
    op.drop_table("reconciliations")
    op.drop_table("endpoints")
    op.drop_table("retracted")
    op.drop_table("reorgs")
    op.drop_column("cursor", "epoch")
    op.drop_column("cursor", "safe_number")
    op.add_column("blocks", sa.Column("parent_hash", sa.LargeBinary(), nullable=False))


def _empty_mirror() -> None:
    """Every row of the mirror hangs on a block."""
    op.execute("DELETE FROM cursor")
    op.execute("DELETE FROM blocks")
