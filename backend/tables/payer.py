"""The payer: what we mean to do, recorded before it is done."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from backend.tables.values import Address, Hash, Units, metadata

statements = Table(
    "statements",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("campaign", Address, nullable=False),
    Column("waterfall", Address, nullable=False),
    Column("currency", Address, nullable=False),
    # Who deposits: the producer or a collector.
    Column("reporter", Address, nullable=False),
    # sha256 of the imported file, and of what it says, whatever its bytes (see royalties/content): the same
    # sales twice are the same statement.
    Column("file_hash", Hash, nullable=False),
    Column("content_hash", Hash, nullable=False),
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
    UniqueConstraint("campaign", "content_hash"),
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

# One push to everybody who is owed something when a share has earned `royalty_index`, with what burned ones
# earn once none is left; in its own right, because `payout` pays what is owed from all statements together.
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
