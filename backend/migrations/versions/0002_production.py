"""What the contracts say since projects are produced: consents, lines, milestones, objections, wind-downs.

Nothing that the contracts of before said fits them: the mirror is emptied, and reads its chain anew.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "cap_reductions",
    "consents",
    "exits",
    "gift_refunds",
    "gifts",
    "gifts_in_kind",
    "leavers",
    "line_changes",
    "marks",
    "objections",
    "outcomes",
    "payee_changes",
    "platform_changes",
    "producer_changes",
    "proofs",
    "push_choices",
    "questions",
    "reopenings",
    "revocations",
    "statement_dues",
    "tiers_freed",
    "wind_downs",
)


def upgrade() -> None:
    _empty_mirror()
    _ledger(
        "cap_reductions",
        sa.Column("per_share", sa.Numeric(78, 0), nullable=False),
    )
    op.create_index(op.f("ix_cap_reductions_campaign"), "cap_reductions", ["campaign"], unique=False)
    _ledger(
        "consents",
        sa.Column("artist", sa.LargeBinary(), nullable=False),
        sa.Column("deadline", sa.Numeric(78, 0), nullable=True),
    )
    op.create_index(op.f("ix_consents_campaign"), "consents", ["campaign"], unique=False)
    _ledger(
        "exits",
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
    )
    op.create_index(op.f("ix_exits_campaign_holder"), "exits", ["campaign", "holder"], unique=False)
    op.create_index(op.f("ix_exits_holder"), "exits", ["holder"], unique=False)
    _ledger(
        "gift_refunds",
        sa.Column("patron", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
    )
    op.create_index(
        op.f("ix_gift_refunds_campaign_patron"), "gift_refunds", ["campaign", "patron"], unique=False
    )
    op.create_index(op.f("ix_gift_refunds_patron"), "gift_refunds", ["patron"], unique=False)
    _ledger(
        "gifts",
        sa.Column("patron", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
    )
    op.create_index(op.f("ix_gifts_campaign_patron"), "gifts", ["campaign", "patron"], unique=False)
    op.create_index(op.f("ix_gifts_patron"), "gifts", ["patron"], unique=False)
    _ledger(
        "gifts_in_kind",
        sa.Column("patron", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
    )
    op.create_index(op.f("ix_gifts_in_kind_campaign"), "gifts_in_kind", ["campaign"], unique=False)
    op.create_table(
        "leavers",
        sa.Column("campaign", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("royalty_index", sa.Numeric(78, 0), nullable=False),
        sa.Column("fraction", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f("fk_leavers_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campaign", "holder", "block_number", "log_index", name=op.f("pk_leavers")),
    )
    op.create_index(op.f("ix_leavers_block_number"), "leavers", ["block_number"], unique=False)
    op.create_index(op.f("ix_leavers_holder_campaign"), "leavers", ["holder", "campaign"], unique=False)
    _ledger(
        "line_changes",
        sa.Column("line", sa.SmallInteger(), nullable=False),
        sa.Column("financier", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=True),
        sa.Column("deadline", sa.Numeric(78, 0), nullable=True),
    )
    op.create_index(op.f("ix_line_changes_campaign_line"), "line_changes", ["campaign", "line"], unique=False)
    op.create_index(op.f("ix_line_changes_financier"), "line_changes", ["financier"], unique=False)
    _ledger(
        "marks",
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("objecting", sa.BigInteger(), nullable=False),
        sa.Column("supply", sa.BigInteger(), nullable=False),
        sa.Column("read_again_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("campaign", "round", name=op.f("uq_marks_campaign_round")),
    )
    _ledger(
        "objections",
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.UniqueConstraint("campaign", "round", "holder", name=op.f("uq_objections_campaign_round_holder")),
    )
    _ledger(
        "outcomes",
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("milestone", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=True),
        sa.Column("refusals", sa.SmallInteger(), nullable=True),
        sa.UniqueConstraint("campaign", "round", name=op.f("uq_outcomes_campaign_round")),
    )
    _ledger(
        "payee_changes",
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("payee", sa.LargeBinary(), nullable=False),
        sa.Column("candidate", sa.LargeBinary(), nullable=True),
    )
    op.create_index(
        op.f("ix_payee_changes_campaign_position"), "payee_changes", ["campaign", "position"], unique=False
    )
    _said(
        "platform_changes",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=True),
        sa.Column("allowed", sa.Boolean(), nullable=True),
        sa.Column("amount", sa.Numeric(78, 0), nullable=True),
    )
    op.create_index(
        op.f("ix_platform_changes_kind_block_number_log_index"),
        "platform_changes",
        ["kind", "block_number", "log_index"],
        unique=False,
    )
    _ledger(
        "producer_changes",
        sa.Column("producer", sa.LargeBinary(), nullable=False),
        sa.Column("candidate", sa.LargeBinary(), nullable=True),
    )
    op.create_index(op.f("ix_producer_changes_campaign"), "producer_changes", ["campaign"], unique=False)
    _ledger(
        "proofs",
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("proved", sa.Numeric(78, 0), nullable=False),
    )
    op.create_index(op.f("ix_proofs_campaign_position"), "proofs", ["campaign", "position"], unique=False)
    _ledger(
        "push_choices",
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
    )
    op.create_index(
        op.f("ix_push_choices_campaign_holder"), "push_choices", ["campaign", "holder"], unique=False
    )
    _ledger(
        "questions",
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("milestone", sa.SmallInteger(), nullable=False),
        sa.Column("winds_down", sa.Boolean(), nullable=False),
        sa.Column("objections_until", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=True),
        sa.Column("evidence_hash", sa.LargeBinary(), nullable=True),
        sa.Column("uri", sa.Text(), nullable=True),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.UniqueConstraint("campaign", "round", name=op.f("uq_questions_campaign_round")),
    )
    _ledger(
        "reopenings",
        sa.Column("closes_at", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_reopenings_campaign"), "reopenings", ["campaign"], unique=False)
    _ledger(
        "revocations",
        sa.Column("fan", sa.LargeBinary(), nullable=False),
        sa.Column("payer", sa.LargeBinary(), nullable=False),
        sa.Column("shares", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
    )
    op.create_index(op.f("ix_revocations_campaign_fan"), "revocations", ["campaign", "fan"], unique=False)
    op.create_index(op.f("ix_revocations_fan"), "revocations", ["fan"], unique=False)
    op.create_index(op.f("ix_revocations_payer"), "revocations", ["payer"], unique=False)
    _ledger(
        "statement_dues",
        sa.Column("due_at", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_statement_dues_campaign"), "statement_dues", ["campaign"], unique=False)
    _ledger(
        "tiers_freed",
        sa.Column("fan", sa.LargeBinary(), nullable=False),
        sa.Column("tier", sa.SmallInteger(), nullable=False),
    )
    op.create_index(op.f("ix_tiers_freed_campaign_tier"), "tiers_freed", ["campaign", "tier"], unique=False)
    _ledger(
        "wind_downs",
        sa.Column("unspent", sa.Numeric(78, 0), nullable=False),
        sa.Column("brought", sa.Numeric(78, 0), nullable=False),
        sa.Column("per_share", sa.Numeric(78, 0), nullable=False),
        sa.UniqueConstraint("campaign", name=op.f("uq_wind_downs_campaign")),
    )
    op.add_column("contributions", sa.Column("payer", sa.LargeBinary(), nullable=False))
    op.add_column("contributions", sa.Column("tier", sa.SmallInteger(), nullable=False))
    op.add_column("contributions", sa.Column("firm_at", sa.BigInteger(), nullable=False))
    op.create_index(op.f("ix_contributions_payer"), "contributions", ["payer"], unique=False)
    op.add_column("deposits", sa.Column("to_producer", sa.Numeric(78, 0), nullable=False))
    op.add_column("projects", sa.Column("artist", sa.LargeBinary(), nullable=False))
    op.add_column("refunds", sa.Column("payer", sa.LargeBinary(), nullable=False))
    op.create_index(op.f("ix_refunds_payer"), "refunds", ["payer"], unique=False)
    op.add_column("releases", sa.Column("to_leavers", sa.Boolean(), nullable=False))
    op.add_column("status_changes", sa.Column("shares", sa.BigInteger(), nullable=True))
    op.add_column("status_changes", sa.Column("pot", sa.Numeric(78, 0), nullable=True))
    op.drop_column("status_changes", "proceeds")


def downgrade() -> None:
    _empty_mirror()
    op.add_column("status_changes", sa.Column("proceeds", sa.Numeric(78, 0), nullable=True))
    op.drop_column("status_changes", "pot")
    op.drop_column("status_changes", "shares")
    op.drop_column("releases", "to_leavers")
    op.drop_index(op.f("ix_refunds_payer"), table_name="refunds")
    op.drop_column("refunds", "payer")
    op.drop_column("projects", "artist")
    op.drop_column("deposits", "to_producer")
    op.drop_index(op.f("ix_contributions_payer"), table_name="contributions")
    op.drop_column("contributions", "firm_at")
    op.drop_column("contributions", "tier")
    op.drop_column("contributions", "payer")
    for name in TABLES:
        op.drop_table(name)


def _empty_mirror() -> None:
    """Every row of the mirror hangs on a block."""
    op.execute("DELETE FROM cursor")
    op.execute("DELETE FROM blocks")


def _said(name: str, *parts: Any) -> None:
    """A table of what was said, with where in the chain it was."""
    op.create_table(
        name,
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("transaction_hash", sa.LargeBinary(), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["block_number"], ["blocks.number"], name=op.f(f"fk_{name}_block_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("block_number", "log_index", name=op.f(f"pk_{name}")),
    )


def _ledger(name: str, *parts: Any) -> None:
    """The same, of a project."""
    _said(name, sa.Column("campaign", sa.LargeBinary(), nullable=False), *parts)
