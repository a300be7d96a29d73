"""What one wallet held and received in one calendar year, or ever, by project and statement."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.queries.attribution import Move, Parts, Payment, Release, attribute
from backend.queries.payments import Purpose
from backend.queries.project import ProjectUnknown
from backend.queries.statements import Deposit, deposits
from backend.queries.status import AsOf, as_of
from backend.queries.terms import Currency
from backend.queries.times import read_time
from backend.queries.writing import show_line
from backend.tables import Address, Hash, Units


class YearAhead(CoprodError):
    """The year has not begun where the mirror stands."""

    status = 404
    type = "year-ahead"
    title = "This year has not begun"


@dataclass(frozen=True, slots=True)
class Received:
    """A payment to the wallet, at the address `receiver`. parts: of royalties, units by the number of the
    statement in the project, from 1; 0 is what came without one."""

    purpose: Purpose
    time: int
    amount: int
    receiver: str
    transaction_hash: str
    block_number: int
    parts: Parts


@dataclass(frozen=True, slots=True)
class Source:
    """A statement (None: money that came without one), and the wallet's part of it.

    received: paid in the year; claimable: at the year's end, earned and not paid.
    """

    number: int
    deposit: Deposit | None
    received: int
    claimable: int


@dataclass(frozen=True, slots=True)
class ProjectYear:
    """shares_before, shares_after: at the beginning and at the end, of `supply` then.

    received: royalties of the year, the sum of those of `payments` and of `sources`. others: what else the
    project's contracts paid to the wallet.
    """

    campaign: str
    share_token: str
    name: str
    symbol: str
    currency: Currency
    supply: int
    shares_before: int
    shares_after: int
    received: int
    claimable: int
    sources: tuple[Source, ...]
    payments: tuple[Received, ...]
    others: tuple[Received, ...]

    @property
    def is_anything(self) -> bool:
        """Whether the wallet had anything of the project."""
        had = self.shares_before or self.shares_after or self.claimable
        return bool(had or self.payments or self.others)


@dataclass(frozen=True, slots=True)
class WalletYear:
    """`since` is the year's first second in UTC, `until` the first one after it, or after `as_of` if it has
    not ended there. Projects in the order in which they were proposed."""

    as_of: AsOf
    wallet: str
    year: int
    since: int
    until: int
    is_over: bool
    projects: tuple[ProjectYear, ...]


_PROJECTS = (
    text(
        """
        select p.campaign, p.share_token, p.name, p.symbol, p.currency, p.currency_symbol, p.currency_decimals
        from projects p
        where p.block_number <= :at and p.campaign in (
            select campaign from holdings where holder = :wallet and block_number <= :at
            union select campaign from payments where payee = :wallet and block_number <= :at)
        order by p.block_number, p.log_index
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("wallet", type_=Address))
    .columns(campaign=Address, share_token=Address, currency=Address)
)

_PROJECT = (
    text(
        """
        select campaign, share_token, name, symbol, currency, currency_symbol, currency_decimals
        from projects where campaign = :campaign and block_number <= :at
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(campaign=Address, share_token=Address, currency=Address)
)

_EVENTS = (
    text(
        """
        select e.*, b.time from (
            select block_number, log_index, 'move' as event,
                case when receiver = :wallet then shares else 0 end
                    - case when sender = :wallet then shares else 0 end as amount,
                0::bigint as tranche, false as burned
            from transfers where campaign = :campaign and :wallet in (sender, receiver)
            union all
            select block_number, log_index, 'supply', case decode(repeat('00', 20), 'hex')
                when sender then shares when receiver then -shares else 0 end, 0, false
            from transfers where campaign = :campaign
            union all
            select block_number, log_index, 'move', shares, 0, true
            from exits where campaign = :campaign and holder = :wallet
            union all
            select block_number, log_index, 'release',
                royalty_index - lag(royalty_index, 1, 0::numeric) over (
                    partition by to_leavers order by block_number, log_index), tranche, to_leavers
            from releases where campaign = :campaign) e
        join blocks b on b.number = e.block_number
        where e.block_number <= :at and b.time < :until and e.amount <> 0
        order by e.block_number, e.log_index
        """
    )
    .bindparams(
        bindparam("at", type_=BIGINT),
        bindparam("until", type_=BIGINT),
        bindparam("wallet", type_=Address),
        bindparam("campaign", type_=Address),
    )
    .columns(amount=Units)
)

_PAYMENTS = (
    text(
        """
        select y.kind, y.amount, y.receiver, y.transaction_hash, y.block_number, y.log_index, b.time
        from payments y join blocks b on b.number = y.block_number
        where y.campaign = :campaign and y.payee = :wallet and y.succeeded and y.amount > 0
            and y.block_number <= :at and b.time < :until
        order by y.block_number, y.log_index
        """
    )
    .bindparams(
        bindparam("at", type_=BIGINT),
        bindparam("until", type_=BIGINT),
        bindparam("wallet", type_=Address),
        bindparam("campaign", type_=Address),
    )
    .columns(amount=Units, receiver=Address, transaction_hash=Hash)
)


async def wallet_year(connection: AsyncConnection, wallet: str, year: int) -> WalletYear:
    """The year of a wallet; without projects when none had to do with it. Raises YearAhead."""
    at = await as_of(connection)
    check_year(at, year)
    since, until = first_second(year), first_second(year + 1)
    found = await connection.execute(_PROJECTS, {"at": at.number, "wallet": wallet})
    projects = [await _read_project(connection, at, row, wallet, since, until) for row in found.all()]
    return WalletYear(
        as_of=at,
        wallet=wallet,
        year=year,
        since=since,
        until=min(until, at.time + 1),
        is_over=until <= at.time,
        projects=tuple(each for each in projects if each.is_anything),
    )


async def wallet_project(connection: AsyncConnection, wallet: str, campaign: str) -> tuple[AsOf, ProjectYear]:
    """The whole time of a wallet in one project, as if it were one year. Raises ProjectUnknown."""
    at = await as_of(connection)
    found = await connection.execute(_PROJECT, {"at": at.number, "campaign": campaign})
    row = found.one_or_none()
    if row is None:
        raise ProjectUnknown(campaign)
    return at, await _read_project(connection, at, row, wallet, 0, at.time + 1)


def first_second(year: int) -> int:
    """Of a calendar year, in UTC."""
    return int(datetime(year, 1, 1, tzinfo=UTC).timestamp())


def check_year(at: AsOf, year: int) -> None:
    """Raises YearAhead when nothing of the year has been read."""
    if first_second(year) > at.time:
        raise YearAhead(f"The chain has been read to {read_time(at.time):%Y-%m-%d}: ask for an earlier year.")


async def _read_project(
    connection: AsyncConnection, at: AsOf, row: Row[Any], wallet: str, since: int, until: int
) -> ProjectYear:
    where = {"at": at.number, "until": until, "wallet": wallet, "campaign": row.campaign}
    events = (await connection.execute(_EVENTS, where)).all()
    paid = (await connection.execute(_PAYMENTS, where)).all()
    reported = (await deposits(connection, row.campaign, at.number)).deposits
    numbers = {each.tranche: number for number, each in enumerate(reported, 1) if each.tranche}
    royalties = [each for each in paid if each.kind == "royalty"]
    parts, owed = attribute(
        [Move(_place(each), each.amount, each.burned) for each in events if each.event == "move"],
        [
            Release(_place(each), each.tranche, each.amount, each.burned)
            for each in events
            if each.event == "release"
        ],
        [Payment(_place(each), each.amount) for each in royalties],
    )
    received = [
        _receive(each, of, numbers) for each, of in zip(royalties, parts, strict=True) if each.time >= since
    ]
    others = [_receive(each, {}, {}) for each in paid if each.kind != "royalty" and each.time >= since]
    moves = [each for each in events if each.event == "move" and not each.burned]
    before = sum(each.amount for each in moves if each.time < since)
    after = sum(each.amount for each in moves)
    return ProjectYear(
        campaign=row.campaign,
        share_token=row.share_token,
        name=show_line(row.name),
        symbol=show_line(row.symbol),
        currency=Currency(row.currency, row.currency_symbol, row.currency_decimals),
        supply=sum(each.amount for each in events if each.event == "supply"),
        shares_before=before,
        shares_after=after,
        received=sum(each.amount for each in received),
        claimable=sum(owed.values()),
        sources=_sources(reported, received, _renumber(owed, numbers)),
        payments=tuple(received),
        others=tuple(others),
    )


def _receive(row: Row[Any], parts: Parts, numbers: Mapping[int, int]) -> Received:
    return Received(
        purpose=row.kind,
        time=row.time,
        amount=row.amount,
        receiver=row.receiver,
        transaction_hash=row.transaction_hash,
        block_number=row.block_number,
        parts=_renumber(parts, numbers),
    )


def _renumber(parts: Parts, numbers: Mapping[int, int]) -> Parts:
    """By statement, in the order of these."""
    found = {numbers.get(tranche, 0): amount for tranche, amount in parts.items()}
    return dict(sorted(found.items()))


def _sources(reported: Sequence[Deposit], received: Sequence[Received], owed: Parts) -> tuple[Source, ...]:
    """Those of which the wallet was paid something in the year, or is still owed at its end."""
    paid: Counter[int] = Counter()
    for each in received:
        paid.update(each.parts)
    return tuple(
        Source(number, reported[number - 1] if number else None, paid[number], owed.get(number, 0))
        for number in sorted({*paid, *owed})
    )


def _place(row: Row[Any]) -> tuple[int, int]:
    return row.block_number, row.log_index
