"""The database, as tables.

What the mirror writes is a ledger: one row for each thing that the chain said, in order of `(block_number,
log_index)`. Every row hangs on its block, so that a reorg is undone by deleting blocks, and the state at any
block is a query. Amounts are integers in the smallest unit of the project's currency; addresses are EIP-55
strings in Python and 20 bytes in the database; times are seconds since 1970 UTC.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend import eip55

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Address(TypeDecorator[str]):
    """20 bytes in the database, an EIP-55 string in Python."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else eip55.to_bytes(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else eip55.to_text(bytes(value))


class Hash(TypeDecorator[str]):
    """32 bytes in the database, a 0x-string in Python."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else bytes.fromhex(value.removeprefix("0x"))

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else "0x" + bytes(value).hex()


class Units(TypeDecorator[int]):
    """A 256-bit integer: NUMERIC(78,0) in the database, int in Python."""

    impl = Numeric(78, 0)
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int(value)


def _ledger(name: str, *columns: Any) -> Table:
    """A table of the mirror: where in the chain it was said, of which project, and what."""
    return Table(
        name,
        metadata,
        Column("block_number", BigInteger, ForeignKey("blocks.number", ondelete="CASCADE"), primary_key=True),
        Column("log_index", Integer, primary_key=True),
        Column("transaction_hash", Hash, nullable=False),
        Column("campaign", Address, nullable=False),
        *columns,
    )


# --- the mirror: the chain's word ---

blocks = Table(
    "blocks",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", Hash, nullable=False),
    Column("parent_hash", Hash, nullable=False),
    Column("time", BigInteger, nullable=False),
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
    # What the node called final when the block was read.
    Column("final_number", BigInteger, nullable=False),
    comment="One row: how far the mirror has come.",
)

projects = _ledger(
    "projects",
    Column("waterfall", Address, nullable=False),
    Column("share_token", Address, nullable=False),
    Column("producer", Address, nullable=False),
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

status_changes = _ledger(
    "status_changes",
    # proposed, approved, raising, succeeded, failed, cancelled. Lapsed is a question of time: see queries.
    Column("status", Text, nullable=False),
    # At success: the fee and what is left for the producer.
    Column("raised", Units),
    Column("fee", Units),
    Column("proceeds", Units),
    Index(None, "campaign", "block_number", "log_index"),
)

contributions = _ledger(
    "contributions",
    Column("fan", Address, nullable=False),
    Column("shares", BigInteger, nullable=False),
    Column("amount", Units, nullable=False),
    Index(None, "campaign", "fan"),
    Index(None, "fan"),
)

refunds = _ledger(
    "refunds",
    Column("fan", Address, nullable=False),
    Column("shares", BigInteger, nullable=False),
    Column("amount", Units, nullable=False),
    Index(None, "campaign", "fan"),
    Index(None, "fan"),
)

transfers = _ledger(
    "transfers",
    # The zero address mints and burns.
    Column("sender", Address, nullable=False),
    Column("receiver", Address, nullable=False),
    Column("shares", BigInteger, nullable=False),
    Index(None, "campaign", "block_number", "log_index"),
)

# A version of a holder's account, as the ShareToken keeps it, after each event that touched it.
holdings = Table(
    "holdings",
    metadata,
    Column("campaign", Address, primary_key=True),
    Column("holder", Address, primary_key=True),
    Column("block_number", BigInteger, ForeignKey("blocks.number", ondelete="CASCADE"), primary_key=True),
    Column("log_index", Integer, primary_key=True),
    Column("shares", BigInteger, nullable=False),
    # What one share had earned when the account was last settled, and the holder's fraction, in 2^-48 units.
    Column("royalty_index", Units, nullable=False),
    Column("fraction", BigInteger, nullable=False),
    # Whole units settled and not paid.
    Column("owed", Units, nullable=False),
    # Whole units ever paid to or for the holder.
    Column("paid", Units, nullable=False),
    Index(None, "holder", "campaign"),
    # For the cascade of a reorg; the ledger's tables have it in their primary keys.
    Index(None, "block_number"),
)

deposits = _ledger(
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
    Column("holders_amount", Units, nullable=False),
    Column("document_hash", Hash, nullable=False),
    Column("uri", Text, nullable=False),
    Column("corrects", Hash),
    UniqueConstraint("campaign", "statement_id"),
)

# Royalties that became the holders'. royalty_index: what one share has earned, these included.
releases = _ledger(
    "releases",
    Column("tranche", BigInteger, nullable=False),
    Column("amount", Units, nullable=False),
    Column("royalty_index", Units, nullable=False),
    Index(None, "campaign", "block_number", "log_index"),
)

# Every outgoing payment of every contract, and every one that failed and stayed owed.
payments = _ledger(
    "payments",
    Column("contract", Address, nullable=False),
    # What for. royalty (ShareToken); refund, fee, proceeds (Campaign); position (Waterfall); withdrawal: what
    # had failed before and stayed owed.
    Column("kind", Text, nullable=False),
    Column("payee", Address, nullable=False),
    # Null when the payment failed.
    Column("receiver", Address),
    Column("amount", Units, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Index(None, "campaign", "payee"),
    Index(None, "payee"),
)

# Tokens that nobody was owed: currency to the holders, others to the treasury.
sweeps = _ledger(
    "sweeps",
    Column("contract", Address, nullable=False),
    Column("token", Address, nullable=False),
    Column("receiver", Address, nullable=False),
    Column("amount", Units, nullable=False),
)

# --- the payer: what we mean to do, recorded before it is done ---

statements = Table(
    "statements",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("campaign", Address, nullable=False),
    Column("waterfall", Address, nullable=False),
    Column("currency", Address, nullable=False),
    # Who deposits: the producer or a collector.
    Column("reporter", Address, nullable=False),
    # sha256 of the imported file: the same file twice is the same statement.
    Column("file_hash", Hash, nullable=False),
    Column("file_name", Text, nullable=False),
    # The canonical JSON document, byte for byte, its keccak256, and where it can be read.
    Column("document", LargeBinary, nullable=False),
    Column("document_hash", Hash, nullable=False),
    Column("uri", Text, nullable=False),
    Column("gross", Units, nullable=False),
    Column("net", Units, nullable=False),
    # The call of Waterfall.deposit, and the id by which the Waterfall will know the statement.
    Column("call", LargeBinary, nullable=False),
    Column("statement_id", Hash, nullable=False, unique=True),
    # imported, approved, deposited, paid: see royalties/receipts.
    Column("status", Text, nullable=False),
    # How often it was approved: again after an error, when a person has mended the cause.
    Column("approvals", SmallInteger, nullable=False, server_default=text("0")),
    # Why the deposit cannot go on; null when it can.
    Column("error", Text),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("campaign", "file_hash"),
)

transactions = Table(
    "transactions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    # What it is for: the same intent is never sent twice. "deposit:31337:0x…", "payout:31337:…"
    Column("intent", Text, nullable=False),
    Column("sender", Address, nullable=False),
    Column("nonce", BigInteger, nullable=False),
    Column("receiver", Address, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("gas", BigInteger, nullable=False),
    # Stored before the first broadcast; the same bytes are sent again after a restart.
    Column("raw", LargeBinary, nullable=False),
    Column("hash", Hash, nullable=False, unique=True),
    # signed, sent, mined, final, failed, dropped, abandoned: see royalties/moves.
    Column("status", Text, nullable=False),
    # Where it was mined; null before, and again after a reorg.
    Column("block_number", BigInteger),
    Column("block_hash", Hash),
    Column("error", Text),
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("sender", "nonce"),
    # Those two had no effect and can have none: only after them may the same be tried anew.
    Index(
        "uq_transactions_intent",
        "intent",
        unique=True,
        postgresql_where=text("status NOT IN ('failed', 'abandoned')"),
    ),
    Index(None, "status"),
)

# One push to everybody who is owed something when a share has earned `royalty_index`; in its own right,
# because `payout` pays what is owed from all statements together.
payout_rounds = Table(
    "payout_rounds",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("campaign", Address, nullable=False),
    Column("royalty_index", Units, nullable=False),
    # Counts from 1; another one only when the one before is final and somebody payable is still owed.
    Column("attempt", SmallInteger, nullable=False),
    # The mirror's block by which the holders were chosen.
    Column("block_number", BigInteger, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    # Null until all of its transactions are final.
    Column("closed_at", BigInteger),
    # Why somebody payable was not paid by it.
    Column("error", Text),
    UniqueConstraint("campaign", "royalty_index", "attempt"),
    Index("uq_payout_rounds_open", "campaign", unique=True, postgresql_where=text("closed_at IS NULL")),
)

payouts = Table(
    "payouts",
    metadata,
    Column("round_id", BigInteger, ForeignKey("payout_rounds.id"), primary_key=True),
    Column("batch", Integer, primary_key=True),
    Column("holders", ARRAY(Address), nullable=False),
    Column("transaction_id", BigInteger, ForeignKey("transactions.id"), nullable=False),
)
