"""When a statement is deposited, whoever did it; and when it is paid: all of it has entered for the holders,
and the round after that is closed."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.royalties.holders import ENTERED
from backend.royalties.moves import move
from backend.tables import cursor, deposits, payout_rounds, statements

_OF_STATEMENT = and_(
    deposits.c.campaign == statements.c.campaign, deposits.c.statement_id == statements.c.statement_id
)
_IS_FINAL = deposits.c.block_number <= select(cursor.c.final_number).scalar_subquery()


async def note_deposits(connection: AsyncConnection) -> list[int]:
    """Mark as deposited every approved statement whose deposit is final: the worker's, or a wallet's; returns
    their ids."""
    found = await connection.execute(
        select(statements.c.id)
        .join(deposits, _OF_STATEMENT)
        .where(statements.c.status == "approved", _IS_FINAL)
        .order_by(statements.c.id)
        .with_for_update(of=statements, skip_locked=True)
    )
    deposited = list(found.scalars())
    for key in deposited:
        await move(connection, statements, key, "approved", "deposited", error=None, cause=None)
    return deposited


async def finish_statements(connection: AsyncConnection) -> list[int]:
    """Mark as paid every deposited statement that is; returns their ids.

    Who refused a payment, opted out or is owed less than the minimum does not hold a statement up: see
    holders.read_due for what is still owed.
    """
    this_tranche = and_(ENTERED.c.campaign == deposits.c.campaign, ENTERED.c.tranche == deposits.c.tranche)
    entered, last_index = (
        select(each).where(this_tranche).correlate(deposits).scalar_subquery()
        for each in (func.sum(ENTERED.c.amount), func.max(ENTERED.c.royalty_index))
    )
    of_project = payout_rounds.c.campaign == deposits.c.campaign
    is_open = select(payout_rounds.c.id).where(of_project, payout_rounds.c.closed_at.is_(None)).exists()
    went_well = payout_rounds.c.closed_at.is_not(None) & payout_rounds.c.error.is_(None)
    is_closed = (
        select(payout_rounds.c.id)
        .where(of_project, went_well, payout_rounds.c.royalty_index >= last_index)
        .exists()
    )
    all_paid = and_(entered == deposits.c.holders_amount, is_closed, ~is_open)
    found = await connection.execute(
        select(statements.c.id)
        .join(deposits, _OF_STATEMENT)
        .where(statements.c.status == "deposited", _IS_FINAL, or_(deposits.c.tranche == 0, all_paid))
        .order_by(statements.c.id)
        .with_for_update(of=statements, skip_locked=True)
    )
    paid = list(found.scalars())
    for key in paid:
        await move(connection, statements, key, "deposited", "paid")
    return paid
