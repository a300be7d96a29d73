"""What a wallet was asked to do, and what became of it: followed by the server."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fates",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("wallet", sa.LargeBinary(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=True),
        sa.Column("calls", JSONB(), nullable=False),
        sa.Column("asked_block", sa.BigInteger(), nullable=False),
        sa.Column("free_nonce", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("history", JSONB(), nullable=False),
        sa.Column("settled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.Column("earlier", ARRAY(sa.LargeBinary()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("nonce", sa.BigInteger(), nullable=True),
        sa.Column("block_number", sa.BigInteger(), nullable=True),
        sa.Column("block_hash", sa.LargeBinary(), nullable=True),
        sa.Column("rival", sa.LargeBinary(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("revert", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fates")),
    )
    op.create_index(op.f("ix_fates_wallet_created_at"), "fates", ["wallet", "created_at"], unique=False)
    op.create_index(op.f("ix_fates_hash"), "fates", ["hash"], unique=False)
    op.create_index(
        "ix_fates_unseen",
        "fates",
        ["wallet", "created_at"],
        unique=False,
        postgresql_where=sa.text("seen_at IS NULL"),
    )
    op.create_index(
        "ix_fates_due", "fates", ["due_at"], unique=False, postgresql_where=sa.text("not settled")
    )


def downgrade() -> None:
    op.drop_table("fates")
