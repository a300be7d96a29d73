"""What is counted for metrics beside where the mirror is: rows, transactions, statements, money owed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.addresses import parse_address
from backend.tables import metadata


@dataclass(frozen=True, slots=True)
class Owed:
    """What was released to the holders of all projects in a currency, less what was paid to them.

    units: smallest ones, with what rounding keeps back.
    """

    currency: str
    symbol: str
    units: int


@dataclass(frozen=True, slots=True)
class Measures:
    """rows: by table of the mirror, as PostgreSQL estimates them. Transactions and statements by status.

    open_rounds: payouts under way.
    """

    rows: Mapping[str, int]
    transactions: Mapping[str, int]
    statements: Mapping[str, int]
    open_rounds: int
    owed: tuple[Owed, ...]


_MEASURES = text(
    """
    select
        (select jsonb_object_agg(relname, n_live_tup) from pg_stat_user_tables
            where schemaname = current_schema()) as rows,
        (select jsonb_object_agg(status, n)
            from (select status, count(*) as n from transactions group by status) x) as transactions,
        (select jsonb_object_agg(status, n)
            from (select status, count(*) as n from statements group by status) x) as statements,
        (select count(*) from payout_rounds where closed_at is null) as open_rounds,
        (select jsonb_agg(jsonb_build_array(encode(currency, 'hex'), symbol, units) order by currency)
            from (select p.currency, min(p.currency_symbol) as symbol,
                    sum(coalesce(e.released, 0) - coalesce(y.paid, 0)) as units
                from projects p
                left join (select campaign, sum(amount) as released from releases group by campaign) e
                    on e.campaign = p.campaign
                left join (select campaign, contract, sum(amount) as paid
                        from payments where succeeded group by campaign, contract) y
                    on y.campaign = p.campaign and y.contract = p.share_token
                group by p.currency) x) as owed
    """
)


async def measures(connection: AsyncConnection) -> Measures:
    """Of now, also before the first block."""
    row = (await connection.execute(_MEASURES)).one()
    found = row.rows or {}
    return Measures(
        rows={
            name: found.get(name, 0)
            for name, table in metadata.tables.items()
            if name == "blocks" or "block_number" in table.primary_key.columns
        },
        transactions=row.transactions or {},
        statements=row.statements or {},
        open_rounds=row.open_rounds,
        owed=tuple(
            Owed(parse_address("0x" + currency), symbol, int(units))
            for currency, symbol, units in row.owed or ()
        ),
    )
