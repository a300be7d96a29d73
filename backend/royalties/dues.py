"""Who is to be paid what, by which batch: once for each thing that entered (PROTOCOL 5.4, 7.2).

A round has it by batch before anything of it is sent. By holder it is written from there, while nodes are
busy with what was sent.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.royalties.holders import ENTERED, Due

_WRITE_PAYOUTS = text("""
    insert into payouts (round_id, batch, holders, amounts, transaction_id)
    select :round_id, batch, array_agg(holder order by place), array_agg(amount order by place),
        (cast(:transactions as bigint[]))[batch]
    from unnest(
        cast(:holders as bytea[]), cast(:amounts as numeric[]), cast(:batches as integer[])
    ) with ordinality as given (holder, amount, batch, place)
    group by batch
    """)
_WRITE_DUES = text("""
    insert into dues (chain_id, share_token, deposit, royalty_index, holder, amount, batch, round_id)
    select :chain_id, share_token, deposit, royalty_index, each.holder, each.amount, batch, round_id
    from payout_rounds
    join payouts on round_id = id and amounts is not null
    join projects using (campaign)
    cross join unnest(holders, amounts) as each (holder, amount)
    where id = :round_id and not exists (select from dues where dues.round_id = :round_id)
    on conflict (chain_id, share_token, deposit, royalty_index, holder)
    do update set amount = excluded.amount, batch = excluded.batch, round_id = excluded.round_id
    """)


async def find_deposit(connection: AsyncConnection, project: Row[Any], due: Due) -> int:
    """The number of the deposit that entered last, 0 for what somebody gave."""
    entered = await connection.execute(
        select(func.coalesce(func.max(ENTERED.c.tranche), 0)).where(
            ENTERED.c.campaign == project.campaign, ENTERED.c.royalty_index == due.index
        )
    )
    return int(entered.scalar_one())


async def write_payouts(
    connection: AsyncConnection, due: Due, round_id: int, batches: Sequence[tuple[int, Sequence[str]]]
) -> None:
    """The batches of a round, each a transaction's id and its holders, with what each is owed.

    One statement, however many they are.
    """
    some = [(holder, number) for number, (_, batch) in enumerate(batches, 1) for holder in batch]
    given = {
        "round_id": round_id,
        "holders": _array(f'"\\\\x{holder[2:]}"' for holder, _ in some),
        "amounts": _array(str(due.amounts[holder]) for holder, _ in some),
        "batches": _array(str(number) for _, number in some),
        "transactions": _array(str(transaction) for transaction, _ in batches),
    }
    await connection.execute(_WRITE_PAYOUTS, given)


async def write_dues(connection: AsyncConnection, chain_id: int, round_id: int) -> None:
    """The same by holder, unless it was written. In another attempt, the newer batch replaces the older."""
    await connection.execute(_WRITE_DUES, {"chain_id": chain_id, "round_id": round_id})


def _array(values: Iterable[str]) -> str:
    """As PostgreSQL reads it from text: of thousands of values, many times faster than one by one."""
    return "{" + ",".join(values) + "}"
