"""A fate as it stands in the database, and where to find it. Reads only."""

from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.fates.moves import Status
from backend.tables import fates

MOST_LISTED = 50


class FateUnknown(CoprodError):
    """Nothing was registered under this id, or it was never sent and is not kept any more."""

    status = 404
    type = "transaction-unknown"
    title = "There is no such transaction here"

    def __init__(self, id: str) -> None:
        super().__init__(
            f"Nothing is followed under {id[:40]!r}: look at the list of the wallet, or at what your wallet "
            "says of it."
        )

    def words(self, language: str) -> tuple[str, str]:
        """Title and what to do, for people."""
        if language == "fr":
            return (
                "Cette transaction n’est pas connue ici",
                "Elle n’a jamais été envoyée, ou l’adresse a été coupée. Regardez ce que dit votre "
                "portefeuille, ou la page de son adresse.",
            )
        return (
            "This transaction is not known here",
            "It was never sent, or the address was cut when it was copied. Look at what your wallet says, or "
            "at the page of its address.",
        )


@dataclass(frozen=True, slots=True)
class Call:
    """What the wallet was asked to send, without any coins."""

    to: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Step:
    """A fate's status since a time, in unix seconds. hash, block_number: as far as they were known then."""

    status: Status
    at: int
    hash: str | None
    block_number: int | None


@dataclass(frozen=True, slots=True)
class Fate:
    """The columns of tables.fates, which says what they are."""

    id: str
    wallet: str
    action: str
    campaign: str | None
    calls: tuple[Call, ...]
    asked_block: int
    free_nonce: int | None
    status: Status
    history: tuple[Step, ...]
    settled: bool
    hash: str | None
    earlier: tuple[str, ...]
    bundle: str | None
    seen_at: int | None
    nonce: int | None
    block_number: int | None
    block_hash: str | None
    rival: str | None
    failure: str | None
    revert: bytes | None
    created_at: int
    due_at: int
    version: int

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        values = dict(row._mapping)
        calls = tuple(Call(each["to"], bytes.fromhex(each["data"][2:])) for each in values.pop("calls"))
        history = tuple(Step(**each) for each in values.pop("history"))
        earlier, revert = tuple(values.pop("earlier")), values.pop("revert")
        said = None if revert is None else bytes(revert)
        return cls(calls=calls, history=history, earlier=earlier, revert=said, **values)


async def find_fate(connection: AsyncConnection, id: str) -> Fate:
    """Raises FateUnknown."""
    if "\0" in id:
        # The database can neither hold nor ask for one.
        raise FateUnknown(id)
    row = (await connection.execute(select(fates).where(fates.c.id == id))).one_or_none()
    if row is None:
        raise FateUnknown(id)
    return Fate.of(row)


async def list_fates(connection: AsyncConnection, wallet: str) -> list[Fate]:
    """What the chain showed to be the wallet's, the newest first, each transaction once; MOST_LISTED at most.

    What somebody only says of a wallet is not listed: anybody can.
    """
    once = (
        select(fates)
        .where(fates.c.wallet == wallet, fates.c.seen_at.is_not(None))
        .ext(distinct_on(fates.c.hash))
        .order_by(fates.c.hash, fates.c.created_at)
        .subquery()
    )
    newest = select(once).order_by(once.c.created_at.desc(), once.c.id).limit(MOST_LISTED)
    found = await connection.execute(newest)
    return [Fate.of(row) for row in found]
