"""What distributors' files said, line by line, and who decided what about them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from backend.tables.values import Address, Hash, Units, metadata

# The lines that a statement counts: see royalties/importers/lines, whose dates and amounts these are.
statement_lines = Table(
    "statement_lines",
    metadata,
    Column("statement_id", BigInteger, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    # In the file, from 1, as an editor counts.
    Column("number", Integer, primary_key=True),
    # Of all that the line says: see statements/content.
    Column("digest", Hash, nullable=False),
    Column("sold_from", Date, nullable=False),
    Column("sold_until", Date, nullable=False),
    Column("reported", Date),
    Column("received", Date),
    Column("shop", Text, nullable=False),
    Column("use", Text, nullable=False),
    Column("territory", Text, nullable=False),
    Column("artist", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("isrc", Text, nullable=False),
    Column("upc", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("quantity", BigInteger),
    # Exact, in the file's currency, as many decimals as it wrote.
    Column("gross", Numeric, nullable=False),
    # {"commission": "103087.60", …}
    Column("deductions", JSONB, nullable=False),
    Column("currency", Text, nullable=False),
    Index(None, "digest"),
)

# Which titles of distributors' files are a project's, as somebody once answered: see statements/choices.
title_choices = Table(
    "title_choices",
    metadata,
    Column("campaign", Address, primary_key=True),
    # sha256 of what tells the title from others.
    Column("key", Hash, primary_key=True),
    Column("is_ours", Boolean, nullable=False),
    Column("artist", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("chosen_at", BigInteger, nullable=False),
)

# Who approves a project's statements, and above which net two of them must: the newest version is in force.
approval_rules = Table(
    "approval_rules",
    metadata,
    Column("campaign", Address, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("threshold", Units, nullable=False),
    Column("people", ARRAY(Address), nullable=False),
    # The producer's, over all of it: see statements/approvals.
    Column("signature", LargeBinary, nullable=False),
    Column("signed_at", BigInteger, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("statement_id", BigInteger, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("person", Address, primary_key=True),
    Column("signature", LargeBinary, nullable=False),
    Column("signed_at", BigInteger, nullable=False),
)
