"""The shares that exist, as tokens that a wallet can show."""

from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import BIGINT
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.errors import CoprodError
from backend.queries.metadata import read_metadata
from backend.queries.status import AsOf, as_of
from backend.queries.writing import show_line
from backend.tables import Address


class TokensMissing(CoprodError):
    """No project has shares yet, and a token list without tokens is none."""

    status = 404
    type = "tokens-missing"
    title = "There are no shares yet"


@dataclass(frozen=True, slots=True)
class ShareToken:
    """name and symbol: as the contract says them, hidden characters shown. image: a link, never data."""

    address: str
    campaign: str
    name: str
    symbol: str
    image: str | None


@dataclass(frozen=True, slots=True)
class ShareTokens:
    """Oldest first: what is final is only ever added to."""

    as_of: AsOf
    tokens: tuple[ShareToken, ...]


_TOKENS = (
    text(
        """
        select p.share_token, p.campaign, p.terms ->> 'name' as name, p.terms ->> 'symbol' as symbol,
            p.terms ->> 'contractURI' as uri
        from status_changes s join projects p on p.campaign = s.campaign
        where s.status = 'succeeded' and s.block_number <= :at
        order by s.block_number, s.log_index limit :most
        """
    )
    .bindparams(bindparam("at", type_=BIGINT), bindparam("most", type_=BIGINT))
    .columns(share_token=Address, campaign=Address)
)


async def share_tokens(connection: AsyncConnection, most: int, at_block: int | None = None) -> ShareTokens:
    """Of the `most` projects that succeeded first. Raises TokensMissing where there is none."""
    at = await as_of(connection, at_block)
    rows = (await connection.execute(_TOKENS, {"at": at.number, "most": most})).all()
    if not rows:
        raise TokensMissing(
            f"No project had made shares at block {at.number}: a token list has one token at least."
        )
    return ShareTokens(
        at,
        tuple(
            ShareToken(
                row.share_token,
                row.campaign,
                show_line(row.name),
                show_line(row.symbol),
                _link(read_metadata(row.uri).image),
            )
            for row in rows
        ),
    )


def _link(image: str | None) -> str | None:
    return None if image is None or image.lower().startswith("data:") else image
