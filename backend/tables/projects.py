"""What the platform and each project's people said of the project."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from backend.tables.values import Address, Hash, Units, ledger, said

# What the platform decided for all projects.
platform_changes = said(
    "platform_changes",
    # owner, treasury, fee (bps of new projects), currency, financier, paused, resumed (seconds of all pauses
    # so far): the columns that it does not need are null.
    Column("kind", Text, nullable=False),
    Column("account", Address),
    Column("allowed", Boolean),
    Column("amount", Units),
    Index(None, "kind", "block_number", "log_index"),
)

projects = ledger(
    "projects",
    Column("waterfall", Address, nullable=False),
    Column("share_token", Address, nullable=False),
    # Who proposed it: see producer_changes.
    Column("producer", Address, nullable=False),
    Column("artist", Address, nullable=False),
    Column("terms_hash", Hash, nullable=False),
    Column("nonce", Units, nullable=False),
    Column("fee_bps", Integer, nullable=False),
    Column("currency", Address, nullable=False),
    Column("currency_symbol", Text, nullable=False),
    Column("currency_decimals", SmallInteger, nullable=False),
    Column("model", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("symbol", Text, nullable=False),
    # The ProjectTerms struct as JSON: field names of the contract, integers as strings, enums by name.
    Column("terms", JSONB, nullable=False),
    UniqueConstraint("campaign"),
    Index(None, "waterfall"),
    Index(None, "share_token"),
)

status_changes = ledger(
    "status_changes",
    # proposed, approved, raising, succeeded, failed, cancelled, wound_down. Lapsed is a question of time: see
    # queries.
    Column("status", Text, nullable=False),
    # At success and failure: the shares sold and the money raised, gifts among it.
    Column("shares", BigInteger),
    Column("raised", Units),
    # At success: the fee, and the pot that is released by milestones, financiers' escrow among it.
    Column("fee", Units),
    Column("pot", Units),
    Index(None, "campaign", "block_number", "log_index"),
)

# The artist's consent, recorded with its deadline, or (null) revoked for good.
consents = ledger(
    "consents",
    Column("artist", Address, nullable=False),
    Column("deadline", Units),
    Index(None, "campaign"),
)

# The producer after the event, and, when it offered its role, to whom; null when the role was taken.
producer_changes = ledger(
    "producer_changes",
    Column("producer", Address, nullable=False),
    Column("candidate", Address),
    Index(None, "campaign"),
)

# Financiers' lines, counted from 0 in the order of the terms.
line_changes = ledger(
    "line_changes",
    Column("line", SmallInteger, nullable=False),
    Column("financier", Address, nullable=False),
    # escrowed, withdrawn, promised, paid_elsewhere, returned
    Column("state", Text, nullable=False),
    # What moved; null for a signature.
    Column("amount", Units),
    # Until when a signature holds.
    Column("deadline", Units),
    Index(None, "campaign", "line"),
    Index(None, "financier"),
)
