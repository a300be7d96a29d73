"""How often a transaction's rows were taken back: the log of events counts revisions by it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_retracted_transaction", "retracted", [sa.text("(row ->> 'transaction_hash')")])


def downgrade() -> None:
    op.drop_index("ix_retracted_transaction", "retracted")
