"""Rule 7.1: reconcile names every row that was changed by hand, is missing, or was invented."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.local.postgres import Postgres
from backend.mirror.ledger.rows import TABLES
from backend.mirror.proof.differences import ROW
from backend.tables import metadata
from tests.backend.mirror.conftest import LIVED, Compare
from tests.backend.world import World


@pytest.fixture
def world(lived_chain: World) -> World:
    """The lived chain, in the place of the fresh one: nobody acts on it here."""
    return lived_chain


@pytest.fixture(scope="module")
def database_url(lived_chain: World, postgres: Postgres) -> Iterator[str]:
    """One copy of the lived database for all: what is done to it is undone."""
    yield postgres.create_database("coprod_tampered", template=LIVED)
    postgres.drop_database("coprod_tampered")


LEDGER = {
    "platform_changes": [
        "amount = amount + 1",
        "allowed = not allowed",
        "account = '\\x00' || substr(account, 2)",
    ],
    "projects": ["name = 'Other'", "terms = jsonb_set(terms, '{campaign,goal}', '\"1\"')", "fee_bps = 1"],
    "status_changes": ["status = 'cancelled'", "raised = 1", "pot = pot - 1", "shares = 1"],
    "consents": ["deadline = deadline + 1", "artist = campaign"],
    "producer_changes": ["producer = campaign", "candidate = campaign"],
    "line_changes": ["state = 'escrowed'", "amount = amount + 1", "deadline = deadline - 1"],
    "contributions": [
        "amount = amount + 1",
        "shares = shares + 1",
        "fan = campaign",
        "firm_at = 1",
        "tier = 2",
    ],
    "revocations": ["shares = shares + 1", "payer = campaign"],
    "refunds": ["amount = amount - 1", "fan = campaign", "payer = campaign"],
    "tiers_freed": ["tier = tier + 1", "fan = campaign"],
    "gifts": ["amount = amount + 1", "patron = campaign"],
    "gift_refunds": ["amount = amount + 1", "patron = campaign"],
    "gifts_in_kind": ["patron = 'Other'", "description = 'nothing'"],
    "reopenings": ["closes_at = closes_at + 1"],
    "questions": [
        "winds_down = not winds_down",
        "objections_until = 1",
        "uri = 'Other'",
        "amount = amount + 1",
    ],
    "objections": ["holder = campaign", "round = 9"],
    "marks": ["objecting = objecting + 1", "read_again_at = 1"],
    "outcomes": ["outcome = 'dropped'", "amount = amount + 1", "refusals = refusals + 1"],
    "wind_downs": ["per_share = per_share + 1", "unspent = unspent - 1"],
    "exits": ["shares = shares + 1", "amount = amount + 1"],
    "transfers": ["shares = shares + 1", "receiver = campaign"],
    "holdings": ["shares = shares + 1", "fraction = fraction + 1", "owed = owed + 1", "paid = paid + 1"],
    "leavers": ["shares = shares + 1", "fraction = fraction + 1", "royalty_index = royalty_index + 1"],
    "push_choices": ["accepted = not accepted", "holder = campaign"],
    "deposits": [
        "gross = gross + 1",
        "amounts[2] = 0",
        "deductions = '[]'",
        "source = 'itunes'",
        "to_producer = 1",
    ],
    "releases": [
        "amount = amount + 1",
        "royalty_index = royalty_index - 1",
        "tranche = 9",
        "to_leavers = true",
    ],
    "statement_dues": ["due_at = due_at + 1"],
    "proofs": ["proved = proved + 1", "position = 0"],
    "cap_reductions": ["per_share = per_share + 1"],
    "payee_changes": ["payee = campaign", "candidate = campaign"],
    "payments": ["amount = amount + 1", "succeeded = not succeeded", "kind = 'fee'", "payee = campaign"],
    "sweeps": ["amount = amount + 1", "token = campaign"],
}
assert LEDGER.keys() == set(TABLES)


@asynccontextmanager
async def tampered(engine: AsyncEngine, table: str) -> AsyncIterator[AsyncConnection]:
    """What is done to the table within is undone afterwards."""
    async with engine.connect() as connection:
        await connection.execute(text(f"create table saved as table {table}"))
        yield connection
        await connection.execute(text(f"delete from {table}"))
        await connection.execute(text(f"insert into {table} select * from saved"))
        await connection.execute(text("drop table saved"))
        await connection.commit()


@pytest.mark.parametrize("table", LEDGER)
async def test_a_changed_row_is_named(compare: Compare, engine: AsyncEngine, table: str) -> None:
    key = [each.name for each in metadata.tables[table].primary_key]
    for change in LEDGER[table]:
        column = change.split(" ")[0].split("[")[0]
        # Any row whose value this changes; the oldest holding is long settled, and is named all the same.
        differs = change.replace(" = ", " is distinct from ", 1)
        row = f"select {', '.join(key)} from {table} where {differs} order by block_number limit 1"
        where = " and ".join(f"{name} = :{name}" for name in key)
        async with tampered(engine, table) as connection:
            chosen = dict((await connection.execute(text(row))).one()._mapping)
            await connection.execute(text(f"update {table} set {change} where {where}"), chosen)
            await connection.commit()
            differences = (await compare()).differences
        named = [each.key for each in differences if (each.table, each.column) == (table, column)]
        assert any(key.get("block_number") == chosen["block_number"] for key in named), change


@pytest.mark.parametrize("table", LEDGER)
async def test_a_missing_or_invented_row_is_named(compare: Compare, engine: AsyncEngine, table: str) -> None:
    newest = f"from {table} order by block_number desc, log_index desc limit 1"
    columns = [each.name for each in metadata.tables[table].columns]
    # Nothing that has to be unique is there twice.
    changed = {"log_index": "999", "statement_id": "sha256(statement_id)", "round": "999"}
    if table in ("projects", "wind_downs"):
        changed["campaign"] = "set_byte(campaign, 0, 255 - get_byte(campaign, 0))"
    values = ", ".join(changed.get(name, name) for name in columns)
    async with tampered(engine, table) as connection:
        place = (await connection.execute(text(f"select block_number, log_index {newest}"))).one()
        number = place.block_number
        await connection.execute(text(f"insert into {table} ({', '.join(columns)}) select {values} {newest}"))
        await connection.execute(
            text(f"delete from {table} where block_number = {number} and log_index = {place.log_index}")
        )
        await connection.commit()
        differences = (await compare()).differences
    missing = [
        each.key for each in differences if (each.table, each.column, each.mirror) == (table, ROW, None)
    ]
    invented = [
        each.key for each in differences if (each.table, each.column, each.chain) == (table, ROW, None)
    ]
    assert {"block_number": number, "log_index": place.log_index} in [
        {name: key[name] for name in ("block_number", "log_index")} for key in missing
    ]
    assert [key["log_index"] for key in invented] == [999]
