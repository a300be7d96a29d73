"""Who is to be paid what, by which batch: once for each thing that entered (PROTOCOL 5.4, 7.2)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, Numeric, Row, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend import eip55
from backend.royalties.holders import ENTERED, Due
from backend.tables import dues


async def write_dues(
    connection: AsyncConnection,
    chain_id: int,
    project: Row[Any],
    due: Due,
    round_id: int,
    batches: Sequence[Sequence[str]],
) -> None:
    """One statement, however many they are. In another attempt, the newer batch replaces the older one."""
    entered = select(func.coalesce(func.max(ENTERED.c.tranche), 0)).where(
        ENTERED.c.campaign == project.campaign, ENTERED.c.royalty_index == due.index
    )
    some = [(number, holder) for number, batch in enumerate(batches, 1) for holder in batch]
    columns = (
        _array([eip55.to_bytes(holder) for _, holder in some], LargeBinary),
        _array([due.amounts[holder] for _, holder in some], Numeric(78, 0)),
        _array([number for number, _ in some], Integer),
    )
    rows = func.unnest(*columns).table_valued("holder", "amount", "batch").render_derived()
    key = (dues.c.chain_id, dues.c.share_token, dues.c.deposit, dues.c.royalty_index, dues.c.holder)
    written = insert(dues).from_select(
        [*(each.name for each in key), "amount", "batch", "round_id"],
        select(
            cast(literal(chain_id), BigInteger),
            literal(project.share_token, dues.c.share_token.type),
            entered.scalar_subquery(),
            literal(due.index, dues.c.royalty_index.type),
            rows.c.holder,
            rows.c.amount,
            rows.c.batch,
            cast(literal(round_id), BigInteger),
        ),
    )
    newer = {name: written.excluded[name] for name in ("amount", "batch", "round_id")}
    await connection.execute(written.on_conflict_do_update(index_elements=list(key), set_=newer))


def _array(values: Sequence[Any], kind: Any) -> Any:
    return cast(literal(list(values), ARRAY(kind)), ARRAY(kind))
