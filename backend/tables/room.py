"""Who is signed in to the producer's room, and what producers write to their fans."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
)

from backend.tables.values import Address, Hash, metadata

# What a wallet may sign once to sign in (EIP-4361); gone when it was used.
sign_in_nonces = Table(
    "sign_in_nonces",
    metadata,
    Column("nonce", Text, primary_key=True),
    # Who asked for it: nobody else can use it.
    Column("address", Address, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "expires_at"),
)

# The token is in the browser alone; a row that is gone was signed out.
sessions = Table(
    "sessions",
    metadata,
    # sha256 of the token.
    Column("token_hash", Hash, primary_key=True),
    Column("address", Address, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index(None, "address"),
    Index(None, "expires_at"),
)

news = Table(
    "news",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("campaign", Address, nullable=False),
    Index(None, "campaign"),
)

# What a piece of news says, and what it said before: rows are added, never changed. A language without title
# and text is null in both.
news_revisions = Table(
    "news_revisions",
    metadata,
    Column("news_id", BigInteger, ForeignKey("news.id"), primary_key=True),
    # From 1.
    Column("revision", Integer, primary_key=True),
    Column("author", Address, nullable=False),
    Column("written_at", BigInteger, nullable=False),
    Column("title_fr", Text),
    Column("text_fr", Text),
    Column("title_en", Text),
    Column("text_en", Text),
    CheckConstraint(
        "(title_fr is null) = (text_fr is null) and (title_en is null) = (text_en is null)"
        " and coalesce(title_fr, title_en) is not null",
        name="ck_news_revisions_says_something",
    ),
)
