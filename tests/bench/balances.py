"""What everybody has, by the mirror and by Ponder, in the same words: they must be equal."""

from typing import Any

import psycopg
from psycopg import sql

from backend.tables.accounts import NEWEST, holders_of

Balances = dict[str, set[tuple[Any, ...]]]
"""holdings: token, holder, shares, index, fraction, owed, paid. projects: campaign, shares, pledged, given,
deposited, released, index, paid."""

OURS = {
    "holdings": f"""
        select encode(p.share_token, 'hex'), encode(h.holder, 'hex'), h.shares::numeric, h.royalty_index,
            h.fraction::numeric, h.owed, h.paid
        from projects p cross join lateral {holders_of("p.campaign", NEWEST)} h
        """,
    "projects": """
        with moved (campaign, shares, amount) as (
            select campaign, shares, amount from contributions
            union all select campaign, -shares, -amount from revocations
            union all select campaign, -shares, -amount from refunds),
        given (campaign, amount) as (
            select campaign, amount from gifts union all select campaign, -amount from gift_refunds)
        select encode(campaign, 'hex'),
            coalesce((select sum(shares) from moved m where m.campaign = p.campaign), 0),
            coalesce((select sum(amount) from moved m where m.campaign = p.campaign), 0),
            coalesce((select sum(amount) from given g where g.campaign = p.campaign), 0),
            coalesce((select sum(net) from deposits d where d.campaign = p.campaign), 0),
            coalesce((select sum(amount) from releases r where r.campaign = p.campaign), 0),
            coalesce((select max(royalty_index) from releases r where r.campaign = p.campaign), 0),
            coalesce((select sum(amount) from payments y
                where y.campaign = p.campaign and y.kind = 'royalty' and y.succeeded), 0)
        from projects p
        """,
}
THEIRS = {
    "holdings": """
        select substr(lower(token), 3), substr(lower(holder), 3), shares, index, fraction, owed, paid
        from holding
        """,
    "projects": """
        select substr(lower(p.campaign), 3), coalesce(r.shares, 0), coalesce(pledged, 0), coalesce(given, 0),
            coalesce(deposited, 0), coalesce(released, 0), coalesce(index, 0), coalesce(paid, 0)
        from project p
        left join raising r using (campaign)
        left join income i using (waterfall)
        left join royalties y using (token)
        """,
}
HEARD = """
    select (select sum(events) from {0}.platform) + (select coalesce(sum(events), 0) from {0}.raising)
        + (select coalesce(sum(events), 0) from {0}.income)
        + (select coalesce(sum(events), 0) from {0}.royalties)
    """
"""By Ponder: all events."""


def read_balances(database_url: str, queries: dict[str, str], schema: str = "public") -> Balances:
    with psycopg.connect(database_url) as connection:
        connection.execute(sql.SQL("set search_path to {}").format(sql.Identifier(schema)))
        return {name: set(connection.execute(query).fetchall()) for name, query in queries.items()}


def count_heard(connection: psycopg.Connection[Any], schema: str) -> int:
    """How many events Ponder has heard."""
    (count,) = connection.execute(sql.SQL(HEARD).format(sql.Identifier(schema))).fetchone() or (0,)
    return int(count)
