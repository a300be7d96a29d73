"""The payer: what we mean to do, recorded before it is done."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
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
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

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
    # sha256 of the imported file, and of what it says, whatever its bytes (see statements/content): the same
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
    # imported, approved, deposited, paid: see royalties/statements/receipts.
    Column("status", Text, nullable=False),
    # How often it was approved: again after an error, when a person has mended the cause.
    Column("approvals", SmallInteger, nullable=False, server_default=text("0")),
    # Why the deposit cannot go on; null when it can. The cause is the same as a kind and values, to be said
    # in any language; null for what was noted before there were causes.
    Column("error", Text),
    Column("cause", JSONB(none_as_null=True)),
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
    # What it is expected to take, and the most that it may.
    Column("expected_gas", BigInteger, nullable=False),
    Column("gas", BigInteger, nullable=False),
    # due, signed, sent, replaced, mined, final, failed, dropped, abandoned: see chain/moves.
    Column("status", Text, nullable=False),
    # How often it was signed, each time for the same nonce.
    Column("attempt", SmallInteger, nullable=False),
    # Of the attempt that was mined, or else of the newest one.
    Column("hash", Hash, unique=True),
    # Where it was mined, and what it took there, in gas and in wei for each; null before, and again after a
    # reorg.
    Column("block_number", BigInteger),
    Column("block_hash", Hash),
    Column("gas_used", BigInteger),
    Column("gas_price", Units),
    Column("error", Text),
    Column("created_at", BigInteger, nullable=False),
    # What was abandoned before it was signed gave its nonce back.
    Index(
        "uq_transactions_sender_nonce",
        "sender",
        "nonce",
        unique=True,
        postgresql_where=text("attempt > 0 OR status <> 'abandoned'"),
    ),
    # Those two had no effect and can have none: only after them may the same be tried anew.
    Index(
        "uq_transactions_intent",
        "intent",
        unique=True,
        postgresql_where=text("status NOT IN ('failed', 'abandoned')"),
    ),
    Index(None, "status"),
)

# The bytes that were signed for a transaction: stored before they are sent, and sent as they are stored.
attempts = Table(
    "attempts",
    metadata,
    Column("transaction_id", BigInteger, ForeignKey("transactions.id"), primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("hash", Hash, nullable=False, unique=True),
    # Null when it was found on the chain: a restored backup does not have it.
    Column("raw", LargeBinary),
    # In wei for one unit of gas.
    Column("most_fee", Units, nullable=False),
    Column("tip", Units, nullable=False),
    # The newest block when it was signed: it is too cheap when many have passed since.
    Column("signed_at_block", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

# The stop switch: while there is a row, nothing is recorded, signed or sent.
payer_stops = Table(
    "payer_stops",
    metadata,
    Column("id", SmallInteger, primary_key=True, server_default=text("1")),
    Column("reason", Text, nullable=False),
    Column("stopped_at", BigInteger, nullable=False),
)

# One push to everybody who is owed something when a share has earned `royalty_index`, with what burned ones
# earn once none is left; in its own right, because `payout` pays what is owed from all statements together.
payout_rounds = Table(
    "payout_rounds",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("campaign", Address, nullable=False),
    Column("royalty_index", Units, nullable=False),
    # The number of the deposit that entered last, 0 for what somebody gave; null before it was kept.
    Column("deposit", BigInteger),
    # Counts from 1; another one only when the one before is final and somebody payable is still owed.
    Column("attempt", SmallInteger, nullable=False),
    # The mirror's block by which the holders were chosen.
    Column("block_number", BigInteger, nullable=False),
    # Wei, by the gas that was expected and the price of gas at the opening.
    Column("expected_cost", Units, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    # Null until all of its transactions are final.
    Column("closed_at", BigInteger),
    # Why somebody payable was not paid by it.
    Column("error", Text),
    # When who could not be paid is tried again, by the chain's clock (see royalties/retries).
    Column("retry_at", BigInteger),
    UniqueConstraint("campaign", "royalty_index", "attempt"),
    Index("uq_payout_rounds_open", "campaign", unique=True, postgresql_where=text("closed_at IS NULL")),
)

payouts = Table(
    "payouts",
    metadata,
    Column("round_id", BigInteger, ForeignKey("payout_rounds.id"), primary_key=True),
    Column("batch", Integer, primary_key=True),
    Column("holders", ARRAY(Address), nullable=False),
    # What each is owed, from that deposit and earlier ones; null before it was kept.
    Column("amounts", ARRAY(Units)),
    Column("transaction_id", BigInteger, ForeignKey("transactions.id"), nullable=False),
)

# Who was to be paid what, once for each thing that entered: a deposit, or a daily step of one. Written from
# the payouts, soon after them.
dues = Table(
    "dues",
    metadata,
    Column("chain_id", BigInteger, primary_key=True, autoincrement=False),
    Column("share_token", Address, primary_key=True),
    # Of the round: the deposit, and the index that it led to.
    Column("deposit", BigInteger, primary_key=True, autoincrement=False),
    Column("royalty_index", Units, primary_key=True),
    Column("holder", Address, primary_key=True),
    # Owed when it was recorded, from that deposit and earlier ones.
    Column("amount", Units, nullable=False),
    # The newest batch that pays it.
    Column("round_id", BigInteger, nullable=False),
    Column("batch", Integer, nullable=False),
    ForeignKeyConstraint(["round_id", "batch"], ["payouts.round_id", "payouts.batch"]),
    Index(None, "round_id", "batch"),
)
