"""Which block was the newest at a time: asked by whoever reads the state at a time of day."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_blocks_time", "blocks", ["time"])


def downgrade() -> None:
    op.drop_index("ix_blocks_time", "blocks")
