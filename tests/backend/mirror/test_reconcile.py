"""Rule 7.1: reconcile proves that mirror and chain are equal, and names the row that is not."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.db import create_engine
from backend.local.postgres import Postgres
from backend.mirror.differences import ROW
from backend.mirror.incidents import ChainMoved, NothingMirrored
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
    assert result.compared["answers"] > 40


LEDGER = {
    "projects": ["name = 'Other'", "terms = jsonb_set(terms, '{campaign,goal}', '\"1\"')", "fee_bps = 1"],
    "status_changes": ["status = 'cancelled'", "raised = 1"],
    "contributions": ["amount = amount + 1", "shares = shares + 1", "fan = campaign"],
    "refunds": ["amount = amount - 1", "fan = campaign"],
    "transfers": ["shares = shares + 1", "receiver = campaign"],
    "holdings": ["shares = shares + 1", "fraction = fraction + 1", "owed = owed + 1", "paid = paid + 1"],
    "deposits": ["gross = gross + 1", "amounts[2] = 0", "deductions = '[]'", "source = 'itunes'"],
    "releases": ["amount = amount + 1", "royalty_index = royalty_index - 1", "tranche = 9"],
    "payments": ["amount = amount + 1", "succeeded = not succeeded", "kind = 'fee'", "payee = campaign"],
    "sweeps": ["amount = amount + 1", "token = campaign"],
}
CHANGES = [(table, change) for table, changes in LEDGER.items() for change in changes]


@pytest.mark.parametrize(("table", "change"), CHANGES)
async def test_a_changed_row_is_named(compare: Compare, engine: AsyncEngine, table: str, change: str) -> None:
    column = change.split(" ")[0].split("[")[0]
    key = [each.name for each in metadata.tables[table].primary_key]
    # Any row whose value this changes; the oldest holding is long settled, and is named all the same.
    differs = change.replace(" = ", " is distinct from ", 1)
    row = f"select {', '.join(key)} from {table} where {differs}"
    async with engine.begin() as connection:
        chosen = (await connection.execute(text(f"{row} order by block_number limit 1"))).one()
        where = " and ".join(f"{name} = :{name}" for name in key)
        await connection.execute(text(f"update {table} set {change} where {where}"), dict(chosen._mapping))
    differences = (await compare()).differences
    named = [each for each in differences if each.table == table and each.column == column]
    assert any(
        each.key["block_number"] == chosen.block_number for each in named if "block_number" in each.key
    )


@pytest.mark.parametrize("table", LEDGER)
async def test_a_missing_row_is_named(compare: Compare, engine: AsyncEngine, table: str) -> None:
    async with engine.begin() as connection:
        deleted = await connection.execute(
            text(
                f"delete from {table} where (block_number, log_index) = "
                f"(select block_number, log_index from {table} order by 1 desc limit 1) "
                "returning block_number, log_index"
            )
        )
        number, index = deleted.all()[0]
    differences = (await compare()).differences
    missing = [
        each.key for each in differences if (each.table, each.column, each.mirror) == (table, ROW, None)
    ]
    assert {"block_number": number, "log_index": index}.items() <= missing[0].items()


@pytest.mark.parametrize("table", LEDGER)
async def test_an_invented_row_is_named(compare: Compare, engine: AsyncEngine, table: str) -> None:
    columns = [each.name for each in metadata.tables[table].columns]
    changed = {"log_index": "999", "statement_id": "sha256(statement_id)"}
    changed |= {"campaign": "share_token"} if table == "projects" else {}
    values = ", ".join(changed.get(name, name) for name in columns)
    async with engine.begin() as connection:
        await connection.execute(
            text(f"insert into {table} select {values} from {table} order by block_number desc limit 1")
        )
    differences = (await compare()).differences
    invented = [each for each in differences if (each.table, each.column, each.chain) == (table, ROW, None)]
    assert [each.key["log_index"] for each in invented] == [999]


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
