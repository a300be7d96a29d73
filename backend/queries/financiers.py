"""The financiers whose signatures the platform lets cover lines (rule 2.4)."""

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.queries.status import as_of
from backend.tables import Address

_APPROVED = (
    text(
        """
        select account from (
            select distinct on (account) account, allowed from platform_changes
            where kind = 'financier' and block_number <= :at
            order by account, block_number desc, log_index desc) last
        where allowed
        """
    )
    .bindparams(bindparam("at", type_=BIGINT))
    .columns(account=Address)
)


async def approved_financiers(connection: AsyncConnection) -> frozenset[str]:
    """Now. Raises NotMirroredYet."""
    at = await as_of(connection)
    return frozenset((await connection.execute(_APPROVED, {"at": at.number})).scalars())
