"""Rule 7.1: reconcile proves that mirror and chain are equal, and names the row that is not."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.client import ChainClient
from backend.db import create_engine
from backend.local.postgres import Postgres
from backend.mirror.differences import ROW
from backend.mirror.incidents import ChainMoved, NothingMirrored
from backend.mirror.ledger import TABLES
from backend.mirror.sync import Mirror
from backend.tables import metadata
from tests.backend.conftest import TEMPLATE
from tests.backend.mirror.conftest import Compare, deployment_of
from tests.backend.mirror.lives import live
from tests.backend.world import World

LIVED = "coprod_lived"


@pytest.fixture(scope="module")
async def lived_chain(deployed: World, postgres: Postgres) -> AsyncIterator[World]:
    """One life for all tests of this file, mirrored into a database that each of them gets a copy of."""
    with deployed.unchanged():
        live(deployed)
        engine = create_engine(postgres.create_database(LIVED, template=TEMPLATE))
        async with ChainClient(deployed.anvil.url) as node:
            await Mirror(node, engine, deployment_of(deployed)).catch_up()
        await engine.dispose()
        yield deployed
        postgres.drop_database(LIVED)


@pytest.fixture
def world(lived_chain: World) -> Iterator[World]:
    """The lived chain, in the place of the fresh one."""
    with lived_chain.unchanged():
        yield lived_chain


@pytest.fixture
def database_url(lived_chain: World, postgres: Postgres) -> Iterator[str]:
    """The lived database, in the place of the empty one."""
    postgres.drop_database("coprod_test")
    yield postgres.create_database("coprod_test", template=LIVED)
    postgres.drop_database("coprod_test")


async def test_equal_worlds_have_no_differences(compare: Compare, engine: AsyncEngine) -> None:
    result = await compare()
    assert result.differences == []
    async with engine.connect() as connection:
        for name in result.compared.keys() - {"answers"}:
            counted = await connection.execute(select(func.count()).select_from(metadata.tables[name]))
            assert (name, result.compared[name]) == (name, counted.scalar())
            assert result.compared[name] > 0, f"{name} is empty: this world is too small for the test"
    assert result.compared["answers"] > 400


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
        changed["campaign"] = "'\\x01'::bytea || substr(campaign, 2)"
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


async def test_a_changed_block_is_named(compare: Compare, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        number = (await connection.execute(text("select min(block_number) from transfers"))).scalar()
        await connection.execute(text(f"update blocks set time = time + 1 where number = {number}"))
    (difference,) = (await compare()).differences
    assert str(difference).startswith(f"blocks: number {number}: time is ")


async def test_a_forgotten_block_above_the_final_one_is_named(
    mirror: Mirror, world: World, compare: Compare, engine: AsyncEngine
) -> None:
    world.mine(2)
    await mirror.catch_up()
    async with engine.begin() as connection:
        await connection.execute(text(f"delete from blocks where number = {world.head() - 1}"))
    (difference,) = (await compare()).differences
    assert str(difference) == f"blocks: number {world.head() - 1}: missing"


async def test_a_changed_cursor_is_named(compare: Compare, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("update cursor set block_time = 7"))
    (difference,) = (await compare()).differences
    assert (difference.table, difference.column, difference.mirror) == ("cursor", "block_time", 7)


async def test_before_the_first_step_there_is_nothing_to_compare(
    compare: Compare, engine: AsyncEngine
) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("delete from cursor"))
    with pytest.raises(NothingMirrored, match="coprod worker"):
        await compare()


async def test_a_replaced_block_is_no_difference(mirror: Mirror, world: World, compare: Compare) -> None:
    # A block without a transaction would come back the same, hash and all.
    world.tell(world.currency, "mint(address,uint256)", world.fan, 1)
    await mirror.catch_up()
    world.reorg(1)
    with pytest.raises(ChainMoved, match="compare again"):
        await compare()
