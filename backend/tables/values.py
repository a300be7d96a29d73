"""What all tables are made of: how a value is kept, and where in the chain a row of the mirror hangs."""

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    TypeDecorator,
)

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


def said(name: str, *columns: Any) -> Table:
    """A table of the mirror: where in the chain it was said, and what.

    Its block is in `blocks`. No constraint says so, which would be a third of the time of a backfill: the
    mirror alone writes here, the block before the row, and `coprod reconcile` names a block that is missing.
    """
    return Table(
        name,
        metadata,
        Column("block_number", BigInteger, primary_key=True),
        Column("log_index", Integer, primary_key=True),
        Column("transaction_hash", Hash, nullable=False),
        *columns,
    )


def ledger(name: str, *columns: Any) -> Table:
    """The same, of a project."""
    return said(name, Column("campaign", Address, nullable=False), *columns)


def version(name: str, *columns: Any) -> Table:
    """What somebody has in a project after each event that touched it."""
    return Table(
        name,
        metadata,
        Column("campaign", Address, primary_key=True),
        Column("holder", Address, primary_key=True),
        Column("block_number", BigInteger, primary_key=True),
        Column("log_index", Integer, primary_key=True),
        *columns,
    )
