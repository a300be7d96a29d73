"""What shares of a project cost."""

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.project import ProjectUnknown
from backend.queries.terms import Currency
from backend.tables import Address


@dataclass(frozen=True, slots=True)
class Price:
    """most: shares that one fan may hold."""

    per_share: int
    most: int
    currency: Currency


_PRICE = (
    text(
        """
        select terms -> 'campaign' ->> 'pricePerShare' as per_share,
            terms -> 'campaign' ->> 'maxSharesPerFan' as most,
            currency, currency_symbol, currency_decimals
        from projects where campaign = :campaign
        """
    )
    .bindparams(bindparam("campaign", type_=Address))
    .columns(currency=Address)
)


async def price(connection: AsyncConnection, campaign: str) -> Price:
    """By the terms, which never change. Raises ProjectUnknown."""
    row = (await connection.execute(_PRICE, {"campaign": campaign})).one_or_none()
    if row is None:
        raise ProjectUnknown(campaign)
    currency = Currency(row.currency, row.currency_symbol, row.currency_decimals)
    return Price(int(row.per_share), int(row.most), currency)
