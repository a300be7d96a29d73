"""What a wallet was asked to do, and what became of it on the chain."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.tables.values import Address, Hash, metadata

# Not of the mirror: nothing of it can be read from the chain anew, and a reorg changes it without undoing it.
fates = Table(
    "fates",
    metadata,
    # Nobody guesses it: who has it may say what the wallet answered.
    Column("id", Text, primary_key=True),
    Column("wallet", Address, nullable=False),
    # contribute, revoke, claim …: see fates/actions.
    Column("action", Text, nullable=False),
    # Null for what concerns all projects at once.
    Column("campaign", Address),
    # [{"to": "0x…", "data": "0x…"}, …] that the wallet was asked for; empty when nobody said.
    Column("calls", JSONB, nullable=False),
    # The newest block when it was asked, and the first nonce that was free then; null when no node answered.
    Column("asked_block", BigInteger, nullable=False),
    Column("free_nonce", BigInteger),
    # asked, waiting, included, safe, final, replaced, cancelled, failed, undone, refused, forgotten: see
    # fates/moves.
    Column("status", Text, nullable=False),
    # [{"status": …, "at": seconds, "hash": …, "block_number": …}, …], the oldest first.
    Column("history", JSONB, nullable=False),
    # Whether nothing can change it any more.
    Column("settled", Boolean, nullable=False, server_default=text("false")),
    # The transaction that is followed, those that it replaced, what the wallet calls its batch (EIP-5792).
    Column("hash", Hash),
    Column("earlier", ARRAY(Hash), nullable=False, server_default=text("'{}'")),
    Column("bundle", Text),
    # When a node last knew it, and its nonce; null as long as only somebody says that it is the wallet's.
    Column("seen_at", BigInteger),
    Column("nonce", BigInteger),
    # The block that has it, or what took its nonce instead.
    Column("block_number", BigInteger),
    Column("block_hash", Hash),
    Column("rival", Hash),
    # Why it failed: reverted (and the bytes with which it did), out_of_gas, without_effect.
    Column("failure", Text),
    Column("revert", LargeBinary),
    Column("created_at", BigInteger, nullable=False),
    # When a worker looks at it again.
    Column("due_at", BigInteger, nullable=False),
    # Counts every change: who looked at an older state changes nothing.
    Column("version", Integer, nullable=False, server_default=text("0")),
    Index(None, "wallet", "created_at"),
    Index(None, "hash"),
    Index("ix_fates_unseen", "wallet", "created_at", postgresql_where=text("seen_at IS NULL")),
    Index("ix_fates_due", "due_at", postgresql_where=text("not settled")),
)
