"""Who is told of events at an address of its own, and what became of each delivery."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from backend.tables.values import Address, metadata

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("owner", Address, nullable=False),
    Column("url", Text, nullable=False),
    # Null: all types; empty: all projects.
    Column("types", JSONB(none_as_null=True)),
    Column("campaigns", JSONB, nullable=False),
    Column("finality", Text, nullable=False),
    # As Standard Webhooks writes it: whsec_… or whsk_…; the one before it signs too until old_until.
    Column("secret", Text, nullable=False),
    Column("old_secret", Text),
    Column("old_until", BigInteger, nullable=False),
    # active, paused, disabled (with the reason).
    Column("state", Text, nullable=False),
    Column("reason", Text),
    # Of the log: everything up to it was delivered.
    Column("position", Text, nullable=False),
    # Blocks that are delivered once more, and how far that is.
    Column("again_from", BigInteger),
    Column("again_to", BigInteger),
    Column("again_position", Text),
    # The id of a test that was asked for.
    Column("test", Text),
    # Of the event whose turn it is, in a row; and when it is tried again.
    Column("failures", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    # Who delivers just now.
    Column("lease", Text, nullable=False),
    Column("leased_until", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Index(None, "owner"),
    Index(None, "next_at"),
)

# The newest attempts of each.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("webhook_id", Text, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("message_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    # Of HTTP, or why there is none.
    Column("status", Integer),
    Column("error", Text),
    Column("milliseconds", Integer, nullable=False),
    Column("attempted_at", BigInteger, nullable=False),
    Index(None, "webhook_id", "id"),
)
