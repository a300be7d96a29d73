"""Who is to be paid what, by which batch: once for each thing that entered (PROTOCOL 5.4, 7.2)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.royalties.holders import ENTERED, Due
from backend.tables import Address, Units

_WRITE = text("""
    with given as (
        select * from unnest(
            cast(:holders as bytea[]), cast(:amounts as numeric[]), cast(:batches as integer[])
        ) with ordinality as given (holder, amount, batch, place)
    ), pushed as (
        insert into payouts (round_id, batch, holders, transaction_id)
        select :round_id, batch, array_agg(holder order by place), (cast(:transactions as bigint[]))[batch]
        from given group by batch
    )
    insert into dues (chain_id, share_token, deposit, royalty_index, holder, amount, batch, round_id)
    select :chain_id, :share_token, :deposit, :royalty_index, holder, amount, batch, :round_id from given
    on conflict (chain_id, share_token, deposit, royalty_index, holder)
    do update set amount = excluded.amount, batch = excluded.batch, round_id = excluded.round_id
    """).bindparams(bindparam("share_token", type_=Address), bindparam("royalty_index", type_=Units))


async def write_payouts(
    connection: AsyncConnection,
    chain_id: int,
    project: Row[Any],
    due: Due,
    round_id: int,
    batches: Sequence[tuple[int, Sequence[str]]],
) -> None:
    """The batches of a round, each a transaction's id and its holders, and what each holder is owed.

    One statement, however many they are. In another attempt, the newer batch replaces the older one.
    """
    entered = await connection.execute(
        select(func.coalesce(func.max(ENTERED.c.tranche), 0)).where(
            ENTERED.c.campaign == project.campaign, ENTERED.c.royalty_index == due.index
        )
    )
    some = [(holder, number) for number, (_, batch) in enumerate(batches, 1) for holder in batch]
    given = {
        "holders": _array(f'"\\\\x{holder[2:]}"' for holder, _ in some),
        "amounts": _array(str(due.amounts[holder]) for holder, _ in some),
        "batches": _array(str(number) for _, number in some),
        "transactions": _array(str(transaction) for transaction, _ in batches),
        "round_id": round_id,
        "chain_id": chain_id,
        "share_token": project.share_token,
        "deposit": entered.scalar_one(),
        "royalty_index": due.index,
    }
    await connection.execute(_WRITE, given)


def _array(values: Iterable[str]) -> str:
    """As PostgreSQL reads it from text: of thousands of values, many times faster than one by one."""
    return "{" + ",".join(values) + "}"
