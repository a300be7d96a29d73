"""Rule 7.1: what a node leaves out again and again is found all the same, and named."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.mirror.incidents import LogsLeftOut
from backend.mirror.proof.reconcile import Reconciliation, reconcile
from backend.mirror.renewal.reading import renew
from backend.mirror.sync import Mirror
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.contents import forget, read_tables
from tests.backend.mirror.lies import OmitsLog
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World


@pytest.fixture
def world(lived_chain: World) -> Iterator[World]:
    """The lived chain, in the place of the fresh one, all of it far below the final block."""
    with lived_chain.unchanged():
        lived_chain.mine(200)
        yield lived_chain


@pytest.fixture
async def liar(proxy: Proxy) -> AsyncIterator[ChainClient]:
    with proxy.listen() as url:
        async with ChainClient(url) as node:
            yield node


async def compare_by(
    client: ChainClient, engine: AsyncEngine, *, every_block: bool = False
) -> Reconciliation:
    async with engine.connect() as connection:
        return await reconcile(client, connection, every_block=every_block)


async def find_log(engine: AsyncEngine, table: str, choice: str = "true") -> tuple[int, int]:
    """Block and index of the newest row of which this is true."""
    async with engine.connect() as connection:
        found = await connection.execute(
            text(
                f"select block_number, log_index from {table} where {choice} "
                "order by block_number desc, log_index desc limit 1"
            )
        )
        return tuple(found.one())


@pytest.mark.parametrize(
    ("table", "choice"),
    [
        ("projects", "true"),
        ("status_changes", "status = 'approved'"),
        ("contributions", "true"),
        ("transfers", "sender <> '\\x0000000000000000000000000000000000000000' and shares = 1"),
        ("deposits", "true"),
    ],
)
async def test_the_row_that_every_answer_leaves_out_is_named_and_mended(
    proxy: Proxy,
    liar: ChainClient,
    client: ChainClient,
    mirror: Mirror,
    engine: AsyncEngine,
    deployment: Deployment,
    compare: Compare,
    table: str,
    choice: str,
) -> None:
    await mirror.catch_up()
    whole = await read_tables(engine)
    block, index = await find_log(engine, table, choice)
    await forget(engine)
    proxy.faults = [OmitsLog(block=block, index=index)]
    await Mirror(liar, engine, deployment).catch_up()
    assert len((await read_tables(engine))[table]) < len(whole[table])

    named = [str(each) for each in (await compare_by(liar, engine)).differences]
    assert f"{table}: block_number {block}, log_index {index}: not in the mirror" in named

    await renew(client, engine, log_range=2_000)
    mended = await read_tables(engine)
    assert {name: mended[name] for name in mended if name != "blocks"} == {
        name: whole[name] for name in whole if name != "blocks"
    }
    assert (await compare()).differences == []


async def test_what_no_contract_tells_of_is_named_where_every_block_is_read(
    proxy: Proxy, liar: ChainClient, mirror: Mirror, engine: AsyncEngine, deployment: Deployment
) -> None:
    await mirror.catch_up()
    block, index = await find_log(engine, "gifts_in_kind")
    await forget(engine)
    proxy.faults = [OmitsLog(block=block, index=index)]
    await Mirror(liar, engine, deployment).catch_up()
    assert (await compare_by(liar, engine)).differences == []
    named = [str(each) for each in (await compare_by(liar, engine, every_block=True)).differences]
    assert named == [f"gifts_in_kind: block_number {block}, log_index {index}: not in the mirror"]


async def test_a_node_that_leaves_out_what_the_mirror_has_is_the_liar(
    proxy: Proxy, liar: ChainClient, mirror: Mirror, engine: AsyncEngine
) -> None:
    await mirror.catch_up()
    block, index = await find_log(engine, "gifts_in_kind")
    proxy.faults = [OmitsLog(block=block, index=index)]
    with pytest.raises(LogsLeftOut, match=f"leaves log {index} of block {block} out .*gifts_in_kind"):
        await compare_by(liar, engine)


async def test_another_node_is_asked_instead_of_a_liar(
    world: World, proxy: Proxy, mirror: Mirror, engine: AsyncEngine
) -> None:
    await mirror.catch_up()
    block, index = await find_log(engine, "transfers", "true")
    proxy.faults = [fault := OmitsLog(block=block, index=index)]
    with proxy.listen() as url:
        async with ChainClient([url, world.anvil.url]) as both:
            assert (await compare_by(both, engine)).differences == []
            assert both.endpoints[0].lies > 0
    assert fault.struck > 0
