"""The sender signs anew when a fee has to rise, keeps all that it signed, and can be stopped.

What was signed before is kept: it may still be mined.
"""

import rlp
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("most_fee", sa.Numeric(78, 0), nullable=False),
        sa.Column("tip", sa.Numeric(78, 0), nullable=False),
        sa.Column("signed_at_block", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_attempts_transaction_id")
        ),
        sa.PrimaryKeyConstraint("transaction_id", "number", name=op.f("pk_attempts")),
        sa.UniqueConstraint("hash", name=op.f("uq_attempts_hash")),
    )
    op.create_table(
        "payer_stops",
        sa.Column("id", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payer_stops")),
    )
    op.create_table(
        "dues",
        sa.Column("chain_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("share_token", sa.LargeBinary(), nullable=False),
        sa.Column("deposit", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("royalty_index", sa.Numeric(78, 0), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id", "batch"],
            ["payouts.round_id", "payouts.batch"],
            name=op.f("fk_dues_round_id_batch"),
        ),
        sa.PrimaryKeyConstraint(
            "chain_id", "share_token", "deposit", "royalty_index", "holder", name=op.f("pk_dues")
        ),
    )
    op.create_index(op.f("ix_dues_round_id_batch"), "dues", ["round_id", "batch"], unique=False)
    op.add_column("payout_rounds", sa.Column("expected_cost", sa.Numeric(78, 0), nullable=True))
    op.execute("UPDATE payout_rounds SET expected_cost = 0")
    op.alter_column("payout_rounds", "expected_cost", nullable=False)
    op.add_column("transactions", sa.Column("expected_gas", sa.BigInteger(), nullable=True))
    op.add_column("transactions", sa.Column("attempt", sa.SmallInteger(), nullable=True))
    op.add_column("transactions", sa.Column("gas_used", sa.BigInteger(), nullable=True))
    op.add_column("transactions", sa.Column("gas_price", sa.Numeric(78, 0), nullable=True))
    op.execute("UPDATE transactions SET expected_gas = gas, attempt = 1")
    op.alter_column("transactions", "expected_gas", nullable=False)
    op.alter_column("transactions", "attempt", nullable=False)
    _keep_attempts()
    op.drop_column("transactions", "raw")
    op.alter_column("transactions", "hash", nullable=True)


def downgrade() -> None:
    op.add_column("transactions", sa.Column("raw", sa.LargeBinary(), nullable=True))
    op.execute(
        "UPDATE transactions t SET raw = coalesce(a.raw, '') FROM attempts a "
        "WHERE a.transaction_id = t.id AND a.hash = t.hash"
    )
    # What was never signed has nothing to be sent.
    op.execute(
        "DELETE FROM dues d USING payouts p, transactions t "
        "WHERE (d.round_id, d.batch) = (p.round_id, p.batch) AND p.transaction_id = t.id AND t.status = 'due'"
    )
    op.execute("DELETE FROM payouts USING transactions t WHERE transaction_id = t.id AND t.status = 'due'")
    op.execute("DELETE FROM transactions WHERE status = 'due'")
    op.execute("UPDATE transactions SET status = 'sent' WHERE status = 'replaced'")
    op.alter_column("transactions", "raw", nullable=False)
    op.alter_column("transactions", "hash", nullable=False)
    for column in ("expected_gas", "attempt", "gas_used", "gas_price"):
        op.drop_column("transactions", column)
    op.drop_column("payout_rounds", "expected_cost")
    op.drop_table("dues")
    op.drop_table("payer_stops")
    op.drop_table("attempts")


def _keep_attempts() -> None:
    """Everything that was signed until now is the first attempt of its transaction."""
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, hash, raw, created_at FROM transactions")).all()
    for row in rows:
        # EIP-1559: 0x02, then the list of chain, nonce, tip, fee and more.
        _, _, tip, most, *_ = rlp.decode(bytes(row.raw)[1:])
        connection.execute(
            sa.text("INSERT INTO attempts VALUES (:id, 1, :hash, :raw, :most, :tip, 0, :created_at)"),
            {
                **row._mapping,
                "most": int.from_bytes(most, "big"),
                "tip": int.from_bytes(tip, "big"),
            },
        )
