"""Who brought money to a project, and took it back before its end."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.status import as_of
from backend.tables import Address, Units


@dataclass(frozen=True, slots=True)
class Brought:
    """One account, also of what went back later.

    pledged: paid for shares, its own or another's; revoked: of it, in reflection. given: as a patron.
    escrowed: as a financier, less what it withdrew before the opening.
    """

    pledged: int
    revoked: int
    given: int
    escrowed: int

    @property
    def total(self) -> int:
        """What was not thought better of."""
        return self.pledged - self.revoked + self.given + self.escrowed


_BROUGHT = (
    text(
        """
        select account, sum(pledged) as pledged, sum(revoked) as revoked, sum(given) as given,
            sum(escrowed) as escrowed
        from (
            select payer as account, amount as pledged, 0 as revoked, 0 as given, 0 as escrowed
            from contributions where campaign = :campaign and block_number <= :at
            union all select payer, 0, amount, 0, 0
            from revocations where campaign = :campaign and block_number <= :at
            union all select patron, 0, 0, amount, 0
            from gifts where campaign = :campaign and block_number <= :at
            union all select financier, 0, 0, 0, case state when 'escrowed' then amount else -amount end
            from line_changes
            where campaign = :campaign and state in ('escrowed', 'withdrawn') and block_number <= :at
        ) moved
        group by account
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("campaign", type_=Address))
    .columns(account=Address, pledged=Units, revoked=Units, given=Units, escrowed=Units)
)


async def brought(
    connection: AsyncConnection, campaign: str, at_block: int | None = None
) -> Mapping[str, Brought]:
    """By account; empty for a project that is not known."""
    at = await as_of(connection, at_block)
    rows = await connection.execute(_BROUGHT, {"at": at.number, "campaign": campaign})
    return {row.account: Brought(row.pledged, row.revoked, row.given, row.escrowed) for row in rows}
