"""The mirror and the payer, as they began."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("parent_hash", sa.LargeBinary(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_blocks")),
    )
    op.create_table(
        "cursor",
        sa.Column("id", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("chain_id", sa.BigInteger(), nullable=False),
        sa.Column("factory", sa.LargeBinary(), nullable=False),
        sa.Column("start_number", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", sa.LargeBinary(), nullable=False),
        sa.Column("block_time", sa.BigInteger(), nullable=False),
        sa.Column("final_number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cursor")),
        comment="One row: how far the mirror has come.",
    )
    op.create_table(
        "payout_rounds",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("royalty_index", sa.Numeric(78, 0), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_rounds")),
        sa.UniqueConstraint(
            "campaign",
            "royalty_index",
            "attempt",
            name=op.f("uq_payout_rounds_campaign_royalty_index_attempt"),
        ),
    )
    op.create_index(
        "uq_payout_rounds_open",
        "payout_rounds",
        ["campaign"],
        unique=True,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("waterfall", sa.LargeBinary(), nullable=False),
        sa.Column("currency", sa.LargeBinary(), nullable=False),
        sa.Column("reporter", sa.LargeBinary(), nullable=False),
        sa.Column("file_hash", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("document_hash", sa.LargeBinary(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("gross", sa.Numeric(78, 0), nullable=False),
        sa.Column("net", sa.Numeric(78, 0), nullable=False),
        sa.Column("call", sa.LargeBinary(), nullable=False),
        sa.Column("statement_id", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("approvals", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("campaign", "file_hash", name=op.f("uq_statements_campaign_file_hash")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_statements_statement_id")),
    )
    op.create_table(
        "transactions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.BigInteger(), nullable=False),
        sa.Column("receiver", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("gas", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=True),
        sa.Column("block_hash", sa.LargeBinary(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
        sa.UniqueConstraint("hash", name=op.f("uq_transactions_hash")),
        sa.UniqueConstraint("sender", "nonce", name=op.f("uq_transactions_sender_nonce")),
    )
    op.create_index(op.f("ix_transactions_status"), "transactions", ["status"], unique=False)
    op.create_index(
        "uq_transactions_intent",
        "transactions",
        ["intent"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('failed', 'abandoned')"),
    )
    op.create_table(
        "contributions",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("fan", sa.LargeBinary(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"],
            ["blocks.number"],
            name=op.f("fk_contributions_block_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_contributions")),
    )
    op.create_index(op.f("ix_contributions_campaign_fan"), "contributions", ["campaign", "fan"], unique=False)
    op.create_index(op.f("ix_contributions_fan"), "contributions", ["fan"], unique=False)
    op.create_table(
        "deposits",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("statement_id", sa.LargeBinary(), nullable=False),
        sa.Column("reporter", sa.LargeBinary(), nullable=False),
        sa.Column("tranche", sa.BigInteger(), nullable=False),
        sa.Column("period_start", sa.Numeric(78, 0), nullable=False),
        sa.Column("period_end", sa.Numeric(78, 0), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("gross", sa.Numeric(78, 0), nullable=False),
        sa.Column("deductions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("net", sa.Numeric(78, 0), nullable=False),
        sa.Column("amounts", postgresql.ARRAY(sa.Numeric(78, 0)), nullable=False),
        sa.Column("holders_amount", sa.Numeric(78, 0), nullable=False),
        sa.Column("document_hash", sa.LargeBinary(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("corrects", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_deposits_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_deposits")),
        sa.UniqueConstraint("campaign", "statement_id", name=op.f("uq_deposits_campaign_statement_id")),
    )
    op.create_table(
        "holdings",
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("royalty_index", sa.Numeric(78, 0), nullable=False),
        sa.Column("fraction", sa.BigInteger(), nullable=False),
        sa.Column("owed", sa.Numeric(78, 0), nullable=False),
        sa.Column("paid", sa.Numeric(78, 0), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_holdings_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign", "holder", "block_number", "log_index", name=op.f("pk_holdings")),
    )
    op.create_index(op.f("ix_holdings_block_number"), "holdings", ["block_number"], unique=False)
    op.create_index(op.f("ix_holdings_holder_campaign"), "holdings", ["holder", "campaign"], unique=False)
    op.create_table(
        "payments",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("contract", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payee", sa.LargeBinary(), nullable=False),
        sa.Column("receiver", sa.LargeBinary(), nullable=True),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_payments_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_payments")),
    )
    op.create_index(op.f("ix_payments_campaign_payee"), "payments", ["campaign", "payee"], unique=False)
    op.create_index(op.f("ix_payments_payee"), "payments", ["payee"], unique=False)
    op.create_table(
        "payouts",
        sa.Column("round_id", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("holders", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("transaction_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["payout_rounds.id"], name=op.f("fk_payouts_round_id")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["transactions.id"], name=op.f("fk_payouts_transaction_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "batch", name=op.f("pk_payouts")),
    )
    op.create_table(
        "projects",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("waterfall", sa.LargeBinary(), nullable=False),
        sa.Column("share_token", sa.LargeBinary(), nullable=False),
        sa.Column("producer", sa.LargeBinary(), nullable=False),
        sa.Column("terms_hash", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.Numeric(78, 0), nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.Column("currency", sa.LargeBinary(), nullable=False),
        sa.Column("currency_symbol", sa.Text(), nullable=False),
        sa.Column("currency_decimals", sa.SmallInteger(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("symbol", sa.Text(), nullable=False),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_projects_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_projects")),
        sa.UniqueConstraint("campaign", name=op.f("uq_projects_campaign")),
    )
    op.create_index(op.f("ix_projects_share_token"), "projects", ["share_token"], unique=False)
    op.create_index(op.f("ix_projects_waterfall"), "projects", ["waterfall"], unique=False)
    op.create_table(
        "refunds",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("fan", sa.LargeBinary(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_refunds_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_refunds")),
    )
    op.create_index(op.f("ix_refunds_campaign_fan"), "refunds", ["campaign", "fan"], unique=False)
    op.create_index(op.f("ix_refunds_fan"), "refunds", ["fan"], unique=False)
    op.create_table(
        "releases",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("tranche", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.Column("royalty_index", sa.Numeric(78, 0), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_releases_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_releases")),
    )
    op.create_index(
        op.f("ix_releases_campaign_block_number_log_index"),
        "releases",
        ["campaign", "block_number", "log_index"],
        unique=False,
    )
    op.create_table(
        "status_changes",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("raised", sa.Numeric(78, 0), nullable=True),
        sa.Column("fee", sa.Numeric(78, 0), nullable=True),
        sa.Column("proceeds", sa.Numeric(78, 0), nullable=True),
        sa.ForeignKeyConstraint(
            ["block_number"],
            ["blocks.number"],
            name=op.f("fk_status_changes_block_number"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_status_changes")),
    )
    op.create_index(
        op.f("ix_status_changes_campaign_block_number_log_index"),
        "status_changes",
        ["campaign", "block_number", "log_index"],
        unique=False,
    )
    op.create_table(
        "sweeps",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("contract", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("receiver", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_sweeps_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_sweeps")),
    )
    op.create_table(
        "transfers",
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("receiver", sa.LargeBinary(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_transfers_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f("pk_transfers")),
    )
    op.create_index(
        op.f("ix_transfers_campaign_block_number_log_index"),
        "transfers",
        ["campaign", "block_number", "log_index"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_transfers_campaign_block_number_log_index"), table_name="transfers")
    op.drop_table("transfers")
    op.drop_table("sweeps")
    op.drop_index(op.f("ix_status_changes_campaign_block_number_log_index"), table_name="status_changes")
    op.drop_table("status_changes")
    op.drop_index(op.f("ix_releases_campaign_block_number_log_index"), table_name="releases")
    op.drop_table("releases")
    op.drop_index(op.f("ix_refunds_fan"), table_name="refunds")
    op.drop_index(op.f("ix_refunds_campaign_fan"), table_name="refunds")
    op.drop_table("refunds")
    op.drop_index(op.f("ix_projects_waterfall"), table_name="projects")
    op.drop_index(op.f("ix_projects_share_token"), table_name="projects")
    op.drop_table("projects")
    op.drop_table("payouts")
    op.drop_index(op.f("ix_payments_payee"), table_name="payments")
    op.drop_index(op.f("ix_payments_campaign_payee"), table_name="payments")
    op.drop_table("payments")
    op.drop_index(op.f("ix_holdings_holder_campaign"), table_name="holdings")
    op.drop_index(op.f("ix_holdings_block_number"), table_name="holdings")
    op.drop_table("holdings")
    op.drop_table("deposits")
    op.drop_index(op.f("ix_contributions_fan"), table_name="contributions")
    op.drop_index(op.f("ix_contributions_campaign_fan"), table_name="contributions")
    op.drop_table("contributions")
    op.drop_index(
        "uq_transactions_intent",
        table_name="transactions",
        postgresql_where=sa.text("status NOT IN ('failed', 'abandoned')"),
    )
    op.drop_index(op.f("ix_transactions_status"), table_name="transactions")
    op.drop_table("transactions")
    op.drop_table("statements")
    op.drop_index(
        "uq_payout_rounds_open", table_name="payout_rounds", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_table("payout_rounds")
    op.drop_table("cursor")
    op.drop_table("blocks")
