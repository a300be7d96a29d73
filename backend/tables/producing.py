"""What the holders were asked, what they answered, and what went back at a wind-down."""

from sqlalchemy import BigInteger, Boolean, Column, Index, SmallInteger, Text, UniqueConstraint

from backend.tables.values import Address, Hash, Units, ledger

# An announced release or a wind-down that is asked for: one thing at a time, never twice the same round.
questions = ledger(
    "questions",
    Column("round", SmallInteger, nullable=False),
    # Counted from 0 in the order of the terms; of a wind-down, the ground for it.
    Column("milestone", SmallInteger, nullable=False),
    Column("winds_down", Boolean, nullable=False),
    Column("objections_until", BigInteger, nullable=False),
    # Of a release.
    Column("amount", Units),
    Column("evidence_hash", Hash),
    Column("uri", Text),
    # The holder who asked to wind down.
    Column("holder", Address),
    UniqueConstraint("campaign", "round"),
)

objections = ledger(
    "objections",
    Column("holder", Address, nullable=False),
    Column("round", SmallInteger, nullable=False),
    UniqueConstraint("campaign", "round", "holder"),
)

# A tally at or over the threshold, in shares.
marks = ledger(
    "marks",
    Column("round", SmallInteger, nullable=False),
    Column("objecting", BigInteger, nullable=False),
    Column("supply", BigInteger, nullable=False),
    Column("read_again_at", BigInteger, nullable=False),
    UniqueConstraint("campaign", "round"),
)

# How a question ended.
outcomes = ledger(
    "outcomes",
    Column("round", SmallInteger, nullable=False),
    Column("milestone", SmallInteger, nullable=False),
    # released, refused, lapsed; of a wind-down: dropped, wound_down
    Column("outcome", Text, nullable=False),
    # What was released.
    Column("amount", Units),
    # How often the milestone was refused by now.
    Column("refusals", SmallInteger),
    UniqueConstraint("campaign", "round"),
)

wind_downs = ledger(
    "wind_downs",
    # What was neither released nor given back, of what all had brought; and what each share is given back.
    Column("unspent", Units, nullable=False),
    Column("brought", Units, nullable=False),
    Column("per_share", Units, nullable=False),
    UniqueConstraint("campaign"),
)

exits = ledger(
    "exits",
    Column("holder", Address, nullable=False),
    Column("shares", BigInteger, nullable=False),
    Column("amount", Units, nullable=False),
    Index(None, "campaign", "holder"),
    Index(None, "holder"),
)
