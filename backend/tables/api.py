"""What the API remembers of its callers."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, Text

from backend.tables.values import metadata

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
