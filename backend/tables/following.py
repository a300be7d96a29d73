"""How far the mirror has come, what the chain took back on the way, and how well it is told."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from backend.tables.values import Address, Hash, metadata

blocks = Table(
    "blocks",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Hash, nullable=False),
    Column("time", BigInteger, nullable=False),
    Index(None, "time"),
)

cursor = Table(
    "cursor",
    metadata,
    Column("id", SmallInteger, primary_key=True, server_default=text("1")),
    Column("chain_id", BigInteger, nullable=False),
    Column("factory", Address, nullable=False),
    # The first block that was read: the factory's.
    Column("start_number", BigInteger, nullable=False, server_default=text("0")),
    # The block that everything in the mirror is true of.
    Column("block_number", BigInteger, nullable=False),
    Column("block_hash", Hash, nullable=False),
    Column("block_time", BigInteger, nullable=False),
    # What the node called safe and final when the block was read; they never go back.
    Column("safe_number", BigInteger, nullable=False),
    Column("final_number", BigInteger, nullable=False),
    # Counts who took the lead: only the last one moves the cursor.
    Column("epoch", BigInteger, nullable=False, server_default=text("0")),
    comment="One row: how far the mirror has come.",
)

# One for each time that the chain replaced blocks that the mirror had read.
reorgs = Table(
    "reorgs",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("noticed_at", BigInteger, nullable=False),
    # The newest block that both have.
    Column("fork_number", BigInteger, nullable=False),
    Column("fork_hash", Hash, nullable=False),
    # Where the mirror stood, and where it stands since.
    Column("old_number", BigInteger, nullable=False),
    Column("old_hash", Hash, nullable=False),
    Column("new_number", BigInteger, nullable=False),
    Column("new_hash", Hash, nullable=False),
)

# What was said in blocks that are no longer on the chain: the rows as they were.
retracted = Table(
    "retracted",
    metadata,
    Column("reorg_id", BigInteger, ForeignKey("reorgs.id"), primary_key=True),
    # The table that the row was in.
    Column("event", Text, primary_key=True),
    Column("block_number", BigInteger, primary_key=True),
    Column("log_index", Integer, primary_key=True),
    Column("block_hash", Hash, nullable=False),
    Column("block_time", BigInteger, nullable=False),
    # Null for what is said of all projects.
    Column("campaign", Address),
    Column("row", JSONB, nullable=False),
    # How often the same was taken back.
    Index("ix_retracted_transaction", text("(row ->> 'transaction_hash')")),
)

# The nodes that the mirror asks.
endpoints = Table(
    "endpoints",
    metadata,
    # Scheme, host and port: nothing that is secret.
    Column("name", Text, primary_key=True),
    Column("head_number", BigInteger),
    # Seconds since 1970: its last good answer, and its last failure.
    Column("heard_at", BigInteger),
    Column("failed_at", BigInteger),
    # In a row; 0 when it is healthy, and why not.
    Column("failures", Integer, nullable=False),
    Column("error", Text),
    # Most blocks that it bears in one eth_getLogs; null when that is not known yet.
    Column("log_range", BigInteger),
)

# The newest comparisons of the whole mirror with the chain.
reconciliations = Table(
    "reconciliations",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("seconds", Numeric(12, 3), nullable=False),
    Column("block_number", BigInteger, nullable=False),
    Column("block_hash", Hash, nullable=False),
    # Values.
    Column("compared", BigInteger, nullable=False),
    # One sentence each.
    Column("differences", JSONB, nullable=False),
)
