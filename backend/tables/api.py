"""What the API remembers of its callers."""

from sqlalchemy import ARRAY, BigInteger, Column, Date, Identity, Index, LargeBinary, Table, Text

from backend.tables.values import Address, Hash, metadata

# What writes with an Idempotency-Key made; forgotten after a day.
kept_answers = Table(
    "kept_answers",
    metadata,
    # Whose key it is: others may use the same.
    Column("caller", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    # sha256 of method, path and body.
    Column("fingerprint", LargeBinary, nullable=False),
    # The id of what was made; null only within the transaction that makes it.
    Column("made", Text),
    Column("kept_at", BigInteger, nullable=False),
    Index(None, "kept_at"),
)

# The keys are with their owners alone; a row that is gone was revoked.
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    # sha256 of the key.
    Column("secret_hash", Hash, nullable=False),
    Column("address", Address, nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", ARRAY(Text), nullable=False),
    # Its last four characters.
    Column("ending", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    # The day on which it was last used; null before.
    Column("used_on", Date),
    # Null: never.
    Column("expires_at", BigInteger),
    Index("uq_api_keys_secret_hash", "secret_hash", unique=True),
    Index(None, "address"),
)
