"""A batch keeps what each of its holders is owed, its round the deposit: dues are written from there."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payout_rounds", sa.Column("deposit", sa.BigInteger(), nullable=True))
    op.add_column("payouts", sa.Column("amounts", sa.ARRAY(sa.Numeric(78, 0)), nullable=True))


def downgrade() -> None:
    op.drop_column("payouts", "amounts")
    op.drop_column("payout_rounds", "deposit")
