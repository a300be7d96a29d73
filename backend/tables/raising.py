"""What fans and patrons brought, and took back."""

from sqlalchemy import BigInteger, Column, Index, SmallInteger, Table, Text

from backend.tables.values import Address, Units, ledger


def _paid_back(name: str) -> Table:
    """Shares of a fan that are no more, and what went back to who had paid them."""
    return ledger(
        name,
        Column("fan", Address, nullable=False),
        Column("payer", Address, nullable=False),
        Column("shares", BigInteger, nullable=False),
        Column("amount", Units, nullable=False),
        Index(None, "campaign", "fan"),
        Index(None, "fan"),
        Index(None, "payer"),
    )


contributions = ledger(
    "contributions",
    Column("fan", Address, nullable=False),
    # Who paid: the fan, or somebody for it.
    Column("payer", Address, nullable=False),
    Column("shares", BigInteger, nullable=False),
    Column("amount", Units, nullable=False),
    # The reward taken with this pledge, counted from 1, or 0.
    Column("tier", SmallInteger, nullable=False),
    # Until then it can be revoked.
    Column("firm_at", BigInteger, nullable=False),
    Index(None, "campaign", "fan"),
    Index(None, "fan"),
    Index(None, "payer"),
)

# All pledges of a fan that were in reflection, by who had paid them.
revocations = _paid_back("revocations")

# All shares of a fan of a project without success, by who had paid them.
refunds = _paid_back("refunds")

# A fan's reward that is free again.
tiers_freed = ledger(
    "tiers_freed",
    Column("fan", Address, nullable=False),
    Column("tier", SmallInteger, nullable=False),
    Index(None, "campaign", "tier"),
)

gifts = ledger(
    "gifts",
    Column("patron", Address, nullable=False),
    Column("amount", Units, nullable=False),
    Index(None, "campaign", "patron"),
    Index(None, "patron"),
)

# All that a patron gave; after a wind-down its part of what was left.
gift_refunds = ledger(
    "gift_refunds",
    Column("patron", Address, nullable=False),
    Column("amount", Units, nullable=False),
    Index(None, "campaign", "patron"),
    Index(None, "patron"),
)

# The producer's words: shown, never counted.
gifts_in_kind = ledger(
    "gifts_in_kind",
    Column("patron", Text, nullable=False),
    Column("description", Text, nullable=False),
    Index(None, "campaign"),
)

reopenings = ledger(
    "reopenings",
    Column("closes_at", BigInteger, nullable=False),
    Index(None, "campaign"),
)
