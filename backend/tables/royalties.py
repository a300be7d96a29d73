"""Shares and what they earn: statements and deposits in, royalties and everything else out."""

from sqlalchemy import BigInteger, Boolean, Column, Index, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.tables.values import Address, Hash, Units, ledger, version

transfers = ledger(
    "transfers",
    # The zero address mints and burns.
    Column("sender", Address, nullable=False),
    Column("receiver", Address, nullable=False),
    Column("shares", BigInteger, nullable=False),
    Index(None, "campaign", "block_number", "log_index"),
)

# A holder's account, as the ShareToken keeps it; what a claim or payout of all that was earned leaves of it
# has no row: see tables.accounts.
holdings = version(
    "holdings",
    Column("shares", BigInteger, nullable=False),
    # What one share had earned when the account was last settled, and the holder's fraction, in 2^-48 units.
    Column("royalty_index", Units, nullable=False),
    Column("fraction", BigInteger, nullable=False),
    # Whole units settled and not paid.
    Column("owed", Units, nullable=False),
    # Whole units ever paid to or for the holder.
    Column("paid", Units, nullable=False),
    Index(None, "holder", "campaign"),
    # For a reorg; the ledger's tables have it in their primary keys.
    Index(None, "block_number"),
)

# The shares that a holder burned at a wind-down, which earn again when no other share is left. Whole units
# that they earned are paid in holdings; whatever is paid, the fraction joins that of holdings.
leavers = version(
    "leavers",
    Column("shares", BigInteger, nullable=False),
    Column("royalty_index", Units, nullable=False),
    Column("fraction", BigInteger, nullable=False),
    Index(None, "holder", "campaign"),
    Index(None, "block_number"),
)

# Whether a holder wants to be paid by `payout`; who said nothing is, unless it is a contract.
push_choices = ledger(
    "push_choices",
    Column("holder", Address, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Index(None, "campaign", "holder"),
)

deposits = ledger(
    "deposits",
    Column("statement_id", Hash, nullable=False),
    Column("reporter", Address, nullable=False),
    # 0 when nothing went to the holders.
    Column("tranche", BigInteger, nullable=False),
    # 64 bits without a sign on the chain, one more than BIGINT has: a reporter may write anything.
    Column("period_start", Units, nullable=False),
    Column("period_end", Units, nullable=False),
    Column("source", Text, nullable=False),
    Column("gross", Units, nullable=False),
    # [{"category": "commission", "amount": "123"}, …]
    Column("deductions", JSONB, nullable=False),
    Column("net", Units, nullable=False),
    # One per position of the terms, in their order.
    Column("amounts", ARRAY(Units), nullable=False),
    # The sum of the holders' positions, and what exceeded their cap.
    Column("holders_amount", Units, nullable=False),
    Column("to_producer", Units, nullable=False),
    Column("document_hash", Hash, nullable=False),
    Column("uri", Text, nullable=False),
    Column("corrects", Hash),
    UniqueConstraint("campaign", "statement_id"),
)

# Royalties that became the holders'. royalty_index: what one share has earned, these included.
releases = ledger(
    "releases",
    Column("tranche", BigInteger, nullable=False),
    Column("amount", Units, nullable=False),
    Column("royalty_index", Units, nullable=False),
    # When no share is left, they go to those who burned theirs; the index is of burned shares then.
    Column("to_leavers", Boolean, nullable=False),
    Index(None, "campaign", "block_number", "log_index"),
)

# From now on, when the next statement is due.
statement_dues = ledger(
    "statement_dues",
    Column("due_at", BigInteger, nullable=False),
    Index(None, "campaign"),
)

# What the payee of a position that recoups has paid, less what was given back to it.
proofs = ledger(
    "proofs",
    Column("position", SmallInteger, nullable=False),
    Column("proved", Units, nullable=False),
    Index(None, "campaign", "position"),
)

# What a wind-down gave back per share, by which the holders' cap is lower.
cap_reductions = ledger(
    "cap_reductions",
    Column("per_share", Units, nullable=False),
    Index(None, "campaign"),
)

# The payee of a position after the event, and, when it offered its place, to whom; null when it was taken.
payee_changes = ledger(
    "payee_changes",
    Column("position", SmallInteger, nullable=False),
    Column("payee", Address, nullable=False),
    Column("candidate", Address),
    Index(None, "campaign", "position"),
)

# Every outgoing payment of every contract, and every one that failed and stayed owed.
payments = ledger(
    "payments",
    Column("contract", Address, nullable=False),
    # What for. royalty (ShareToken); fee, release, refund, revocation, gift, line, exit (Campaign); position,
    # excess (Waterfall: over the holders' cap); withdrawal: what had failed before and stayed owed.
    Column("kind", Text, nullable=False),
    Column("payee", Address, nullable=False),
    # Null when the payment failed.
    Column("receiver", Address),
    Column("amount", Units, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Index(None, "campaign", "payee", "block_number"),
    # Who is paid royalties is in holdings.
    Index(None, "payee", postgresql_where=text("kind <> 'royalty'")),
)

# Tokens that nobody was owed: currency to the holders, others to the treasury.
sweeps = ledger(
    "sweeps",
    Column("contract", Address, nullable=False),
    Column("token", Address, nullable=False),
    Column("receiver", Address, nullable=False),
    Column("amount", Units, nullable=False),
)
