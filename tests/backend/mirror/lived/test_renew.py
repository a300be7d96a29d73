"""Rule 7.1: `coprod mirror rebuild --from-chain` reads everything again, and puts it in place at once."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.mirror.incidents import AnotherLeads, ChainMoved
from backend.mirror.ledger.rows import TABLES
from backend.mirror.renewal.reading import RenewalRefused, renew
from backend.mirror.sync import Mirror, Step
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.contents import Contents, read_tables
from tests.backend.mirror.lies import Behind
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World

OTHERS = ("reconciliations", "statements", "transactions")
DAMAGE = (
    "delete from transfers where block_number = (select max(block_number) from transfers)",
    "update payments set amount = amount + 1",
    "update blocks set time = 1 where number = (select min(block_number) from projects)",
    "delete from blocks where number = (select max(block_number) from deposits)",
    "insert into holdings select campaign, holder, block_number, 999, 1, 1, 1, 1, 1 from holdings",
)


async def schemas(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        names = await connection.scalars(text("select nspname from pg_namespace where nspname !~ '^pg_'"))
        return set(names)


async def damage(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for each in DAMAGE:
            assert (await connection.execute(text(each))).rowcount > 0


async def with_payer(mirror: Mirror, world: World, engine: AsyncEngine) -> Contents:
    """A mirror that followed to the head through a reorg, and something that is not the mirror's."""
    world.tell(world.currency, "mint(address,uint256)", world.fan, 1)
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    await mirror.catch_up()
    world.reorg(1)
    await mirror.catch_up()
    async with engine.begin() as connection:
        await connection.execute(
            text(
                "insert into transactions (intent, sender, nonce, receiver, data, expected_gas, gas, hash, "
                "status, attempt, created_at) select 'a', campaign, 1, campaign, '', 1, 1, transaction_hash, "
                "'sent', 1, 1 from projects limit 1"
            )
        )
        await connection.execute(
            text(
                "insert into reconciliations (started_at, seconds, block_number, block_hash, compared, "
                "differences) select 1, 1, number, hash, 1, '[]' from blocks limit 1"
            )
        )
    return await read_tables(engine, *OTHERS)


async def test_nothing_changes_when_all_is_right(
    world: World, mirror: Mirror, client: ChainClient, engine: AsyncEngine
) -> None:
    before = await with_payer(mirror, world, engine)
    assert len(before["retracted"]) == len(before["reorgs"]) == 1
    reached = []
    renewed = await renew(client, engine, log_range=50, on_step=lambda step: reached.append(step.block))
    assert await read_tables(engine, *OTHERS) == before
    assert renewed.mended.total() == 0
    assert {name: renewed.made[name] for name in TABLES} == {name: len(before[name]) for name in TABLES}
    assert reached == sorted(reached)
    assert reached[-1] == world.head()
    assert await schemas(engine) == {"public", "information_schema"}


async def test_whatever_was_damaged_is_as_before(
    world: World, mirror: Mirror, client: ChainClient, engine: AsyncEngine, compare: Compare
) -> None:
    before = await with_payer(mirror, world, engine)
    await damage(engine)
    renewed = await renew(client, engine, log_range=2_000)
    assert await read_tables(engine, *OTHERS) == before
    assert renewed.mended["payments"] == len(before["payments"])
    assert renewed.mended["transfers"] >= 1
    assert renewed.mended["blocks"] == 2
    assert (await compare()).differences == []


async def test_readers_see_the_old_state_until_the_new_one_is_whole(
    world: World, client: ChainClient, engine: AsyncEngine
) -> None:
    """Each answer of a reader who asks throughout is wholly the old state or wholly the new one."""
    good = text("select count(*), sum(amount) from payments")
    async with engine.connect() as connection:
        new = tuple((await connection.execute(good)).one())
    await damage(engine)
    async with engine.connect() as connection:
        old = tuple((await connection.execute(good)).one())
    renewing = asyncio.create_task(renew(client, engine, log_range=20))
    seen = []
    while not renewing.done():
        async with engine.connect() as connection:
            seen.append(tuple((await connection.execute(good)).one()))
        await asyncio.sleep(0)
    await renewing
    assert set(seen) <= {old, new}
    assert seen[0] == old
    assert len(seen) > 10


async def test_a_running_mirror_follows_meanwhile_and_starts_anew(
    world: World, mirror: Mirror, client: ChainClient, engine: AsyncEngine, compare: Compare
) -> None:
    await mirror.catch_up()
    heard = []

    def meanwhile(step: Step) -> None:
        if not heard:
            world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
        heard.append(step)

    await renew(client, engine, log_range=2_000, on_step=meanwhile)
    with pytest.raises(AnotherLeads):
        await mirror.step()
    await mirror.catch_up()
    assert (await compare()).differences == []


async def test_a_reorg_meanwhile_is_kept_as_one(
    world: World, mirror: Mirror, client: ChainClient, engine: AsyncEngine, compare: Compare
) -> None:
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    await mirror.catch_up()
    world.reorg(1)
    world.mine()
    await renew(client, engine, log_range=2_000)
    contents = await read_tables(engine)
    assert [row["event"] for row in contents["retracted"]] == ["platform_changes"]
    assert (await compare()).differences == []


async def test_a_node_that_is_behind_changes_nothing(
    world: World, mirror: Mirror, engine: AsyncEngine
) -> None:
    world.mine(3)
    await mirror.catch_up()
    before = await read_tables(engine)
    proxy = Proxy(world.anvil.url)
    proxy.faults = [Behind(blocks=2, is_silent=True)]
    with proxy.listen() as url:
        async with ChainClient(url) as behind:
            with pytest.raises(ChainMoved, match="nothing was changed"):
                await renew(behind, engine, log_range=2_000)
    assert await read_tables(engine) == before
    assert await schemas(engine) == {"public", "information_schema"}


async def test_what_a_killed_renewal_left_is_in_nobodys_way(client: ChainClient, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("create schema renewal"))
        await connection.execute(text("create table renewal.blocks (number int)"))
    assert (await renew(client, engine, log_range=2_000)).mended.total() == 0


async def test_two_at_once_are_refused(client: ChainClient, engine: AsyncEngine) -> None:
    begun = asyncio.Event()
    first = asyncio.create_task(renew(client, engine, log_range=2_000, on_step=lambda _: begun.set()))
    await begun.wait()
    with pytest.raises(RenewalRefused, match="already"):
        await renew(client, engine, log_range=2_000)
    await first
