"""A node that does not take so much at once is asked for less, and what it answers in the end is the same."""

from collections.abc import Iterator

import pytest

from backend.chain.client import ChainClient
from backend.chain.errors import BlockUnknown, NodeTooSlow, RangeTooLarge
from tests.backend.mirror.faults import BatchLimit, Slow
from tests.backend.mirror.lies import PROVIDERS, AddressLimit, Behind, Lacks, RangeLimit
from tests.backend.mirror.lives import live
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World


@pytest.fixture
def url(proxy: Proxy) -> Iterator[str]:
    with proxy.listen() as url:
        yield url


async def test_fewer_calls_in_one_request(proxy: Proxy, url: str) -> None:
    proxy.faults = [BatchLimit(calls=10)]
    async with ChainClient(url) as client:
        found = await client.blocks([0] * 250)
        assert (len(found), len(set(found))) == (250, 1)
        assert 5 < client.current.batch <= 10
        # It is remembered.
        proxy.faults[0].struck = 0
        assert len(await client.blocks([0] * 100)) == 100
        assert proxy.faults[0].struck == 0


async def test_fewer_calls_of_a_node_that_is_slow_and_more_when_it_is_not(proxy: Proxy, url: str) -> None:
    async with ChainClient(url, timeout=1) as client:
        with proxy.suffering(Slow(seconds=2, times=2)):
            for calls in (50, 25):
                with pytest.raises(NodeTooSlow):
                    await client.blocks([0] * 100)
                assert client.current.batch == calls
        assert len(await client.blocks([0] * 100)) == 100
        assert 25 < client.current.batch < 50


async def test_fewer_contracts(world: World, proxy: Proxy, url: str) -> None:
    live(world)
    fault = AddressLimit(addresses=2)
    proxy.faults = [fault]
    async with ChainClient(url) as client:
        everything = await client.logs(0, world.head())
        addresses = sorted({log.address for log in everything})
        assert len(addresses) > 3
        found, block = await client.logs_until(0, world.head(), addresses=addresses)
        assert block is not None
        assert fault.struck
        assert client.current.addresses == 2
        assert {(log.block_hash, log.log_index) for log in found} == {
            (log.block_hash, log.log_index) for log in everything
        }
        assert len(found) == len(everything)


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_range_in_every_provider_s_words(world: World, proxy: Proxy, url: str, provider: str) -> None:
    world.propose()
    proxy.faults = [RangeLimit(provider=provider, blocks=10, logs=1_000)]
    async with ChainClient(url) as client:
        for ask in (client.logs, client.logs_until):
            with pytest.raises(RangeTooLarge):
                await ask(0, world.head())
            await ask(world.head() - 9, world.head())
        assert client.pause == 0
        assert client.current.error is None


async def test_receipts_tell_the_same_as_eth_get_logs(world: World, proxy: Proxy, url: str) -> None:
    world.propose()
    block = world.block()["hash"]
    async with ChainClient(url) as client:
        logs = await client.logs_of([block])
        assert logs
        assert await client.receipts_logs(block) == logs
        with proxy.suffering(Lacks()):
            assert await client.receipts_logs(block) == logs
        for faults in ([], [Lacks()]):
            with proxy.suffering(*faults), pytest.raises(BlockUnknown):
                await client.receipts_logs("0x" + "11" * 32)


async def test_a_node_that_is_behind_does_not_have_the_end_of_the_range(
    world: World, proxy: Proxy, url: str
) -> None:
    world.propose()
    world.mine(3)
    head = world.head()
    async with ChainClient(url) as client:
        with proxy.suffering(Behind(blocks=2)):
            latest = await client.block("latest")
            assert latest is not None
            assert (latest.number, client.current.head_number) == (head - 2, head - 2)
            assert await client.block(head) is None
            assert await client.block(world.block()["hash"]) is None
            for where in (head, world.block()["hash"]):
                with pytest.raises(BlockUnknown):
                    await client.call(world.factory, b"", where)
            with pytest.raises(BlockUnknown):
                await client.logs_until(0, head)
            with pytest.raises(BlockUnknown):
                await client.logs_of([world.block()["hash"]])
        with proxy.suffering(Behind(blocks=2, is_silent=True)):
            _, block = await client.logs_until(0, head)
            assert block is None
