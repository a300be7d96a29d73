"""What a payout leaves of a holder's account is said by its payment: it has no row of its own any more."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_payments_campaign_payee"), table_name="payments")
    op.create_index(
        op.f("ix_payments_campaign_payee_block_number"), "payments", ["campaign", "payee", "block_number"]
    )
    op.execute(
        """
        delete from holdings h using payments y
        where y.campaign = h.campaign and y.payee = h.holder
            and y.block_number = h.block_number and y.log_index = h.log_index
            and y.kind = 'royalty' and y.succeeded and y.amount > 0
            and not exists (
                select from leavers l where l.campaign = h.campaign and l.holder = h.holder
                    and l.block_number <= h.block_number)
        """
    )


def downgrade() -> None:
    """The mirror is emptied, and read anew from the chain at the next start."""
    op.execute("delete from cursor")
    op.execute("delete from blocks")
    op.drop_index(op.f("ix_payments_campaign_payee_block_number"), table_name="payments")
    op.create_index(op.f("ix_payments_campaign_payee"), "payments", ["campaign", "payee"])
