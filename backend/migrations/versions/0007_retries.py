"""Who could not be paid is tried again at a time; a nonce that was never signed for is given anew."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payout_rounds", sa.Column("retry_at", sa.BigInteger(), nullable=True))
    op.drop_constraint("uq_transactions_sender_nonce", "transactions")
    op.create_index(
        "uq_transactions_sender_nonce",
        "transactions",
        ["sender", "nonce"],
        unique=True,
        postgresql_where=sa.text("attempt > 0 OR status <> 'abandoned'"),
    )


def downgrade() -> None:
    # No nonce is below zero: theirs were never used.
    op.execute("UPDATE transactions SET nonce = -id WHERE attempt = 0 AND status = 'abandoned'")
    op.drop_index("uq_transactions_sender_nonce", "transactions")
    op.create_unique_constraint("uq_transactions_sender_nonce", "transactions", ["sender", "nonce"])
    op.drop_column("payout_rounds", "retry_at")
