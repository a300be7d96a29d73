"""Several nodes: whichever fails is left alone for a while, and the next question goes to another one."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from backend.chain.client import ChainClient
from backend.chain.errors import NodeTooSlow, NodeUnreachable, RateLimited, WrongChain
from backend.errors import CoprodError
from tests.backend.mirror.faults import (
    BadGateway,
    CutOff,
    Fault,
    HangsUp,
    OtherChain,
    PartOfBatch,
    RateLimit,
    Slow,
    TimesOut,
)
from tests.backend.mirror.lies import Behind, Lacks
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World


@pytest.fixture
def bad(proxy: Proxy) -> Iterator[str]:
    with proxy.listen() as url:
        yield url


FAULTS: list[tuple[Fault, type[CoprodError]]] = [
    (BadGateway(), NodeUnreachable),
    (BadGateway(status=504), NodeTooSlow),
    (CutOff(), NodeUnreachable),
    (CutOff(is_hidden=True), NodeUnreachable),
    (HangsUp(), NodeUnreachable),
    (PartOfBatch(), NodeUnreachable),
    (RateLimit(retry_after=7), RateLimited),
    (RateLimit(retry_after=None, in_body=True), RateLimited),
    (Slow(seconds=3), NodeTooSlow),
    (TimesOut(), NodeTooSlow),
    (Lacks(method="eth_getLogs"), NodeUnreachable),
    (OtherChain(chain_id=5), WrongChain),
]


@pytest.mark.parametrize(("fault", "error"), FAULTS, ids=lambda each: repr(each)[:40])
async def test_the_next_question_goes_to_the_next_node(
    world: World, proxy: Proxy, bad: str, fault: Fault, error: type[CoprodError]
) -> None:
    proxy.faults = [fault]
    head = world.head()
    async with ChainClient([bad, world.anvil.url], timeout=2, chain_id=31337) as client:
        first, second = client.endpoints
        with pytest.raises(error) as failure:
            await client.logs_until(0, head)
        assert fault.struck == 1
        assert first.name in failure.value.detail
        assert first.error == failure.value.detail
        assert first.failures == 1
        assert first.rest > 0
        assert (client.pause, client.current) == (0, second)
        logs, block = await client.logs_until(0, head)
        assert block == await client.block(head)
        assert logs == await client.logs(0, head)
        assert second.error is None
        assert second.heard_at is not None
        assert fault.struck == 1


async def test_the_preferred_node_is_asked_again_when_it_has_rested_and_not_in_between(
    world: World, proxy: Proxy, bad: str
) -> None:
    proxy.faults = [BadGateway(times=1)]
    async with ChainClient([bad, world.anvil.url]) as client:
        first, second = client.endpoints
        with pytest.raises(NodeUnreachable):
            await client.chain_id()
        assert client.choose() is second
        await asyncio.sleep(first.rest)
        assert await client.chain_id() == 31337
        assert client.current is second
        assert client.choose() is first
        assert first.error is not None
        assert await client.chain_id() == 31337
        assert (first.error, first.failures) == (None, 0)


async def test_rests_grow_while_a_node_fails(world: World, proxy: Proxy, bad: str) -> None:
    proxy.faults = [BadGateway()]
    async with ChainClient(bad) as client:
        rests = []
        for _ in range(3):
            # Several that fail together count once.
            answers = await asyncio.gather(*(client.chain_id() for _ in range(4)), return_exceptions=True)
            assert all(isinstance(each, NodeUnreachable) for each in answers)
            rests.append(client.pause)
            await asyncio.sleep(client.pause)
        assert client.current.failures == 3
    for rest, most in zip(rests, (0.5, 1, 2), strict=True):
        assert most * 0.4 < rest <= most


async def test_a_node_that_says_how_long_is_left_alone_so_long(world: World, proxy: Proxy, bad: str) -> None:
    proxy.faults = [RateLimit(times=1, retry_after=3)]
    async with ChainClient(bad) as client:
        with pytest.raises(RateLimited, match="more often than it allows") as failure:
            await client.chain_id()
        assert failure.value.retry_after == 3
        assert 2.5 < client.pause <= 3


async def test_a_node_that_says_until_when_is_left_alone_until_then(
    world: World, proxy: Proxy, bad: str
) -> None:
    """Retry-After as a date, which names whole seconds."""
    proxy.faults = [RateLimit(times=1, retry_after=9, is_date=True)]
    async with ChainClient(bad) as client:
        with pytest.raises(RateLimited):
            await client.chain_id()
        assert 6 < client.pause <= 9


async def test_nothing_of_a_node_on_another_chain_is_used(world: World, proxy: Proxy, bad: str) -> None:
    async with ChainClient([bad, world.anvil.url]) as client:
        await client.expect_chain(31337)
        first, second = client.endpoints
        proxy.faults = [HangsUp(times=1), OtherChain(chain_id=5)]
        with pytest.raises(NodeUnreachable):
            await client.block("latest")
        # It comes back as another: behind a balancer, anything may answer to a name.
        first.resting_until = 0
        assert client.choose() is first
        with pytest.raises(WrongChain, match="is on chain 5, and chain 31337 was expected"):
            await client.block("latest")
        assert first.rest > 20
        assert proxy.asked["eth_getBlockByNumber"] == 1
        assert client.current is second


async def test_a_liar_rests_longer_each_time_though_it_answers(world: World) -> None:
    async with ChainClient([world.anvil.url, world.anvil.url]) as client:
        first, second = client.endpoints
        rests = []
        for _ in range(4):
            assert client.choose() is first
            client.distrust("it leaves out logs")
            rests.append(first.rest)
            assert client.current is second
            first.resting_until = time.monotonic()
            client.choose()
            await client.chain_id()
        assert first.lies == 4
        assert first.failures == 0
    assert rests[3] > rests[0] * 2


async def test_all_rest(world: World, proxy: Proxy, bad: str) -> None:
    """Then the one whose rest ends first is asked: whoever cannot wait for `pause` may."""
    proxy.faults = [BadGateway(times=1)]
    async with ChainClient([bad, world.anvil.url]) as client:
        first, second = client.endpoints
        with pytest.raises(NodeUnreachable):
            await client.chain_id()
        second.resting_until = first.resting_until + 60
        assert client.current is first
        assert client.pause == pytest.approx(first.rest, abs=0.1)
        assert await client.chain_id() == 31337


async def test_a_node_that_falls_behind_without_a_failure(world: World, proxy: Proxy, bad: str) -> None:
    world.mine(5)
    async with ChainClient([bad, world.anvil.url]) as client:
        first, second = client.endpoints
        proxy.faults = [Behind(blocks=3)]
        await client.survey()
        assert client.current is first
        assert (first.head_number, second.head_number) == (world.head() - 3, world.head())
        proxy.faults = [Behind(blocks=4)]
        await client.survey()
        assert client.current is second
        assert first.error == (
            f"It is at block {world.head() - 4}, and {second.name} at block {world.head()}."
        )


async def test_a_survey_that_finds_nobody(world: World) -> None:
    async with ChainClient(["http://127.0.0.1:1", "http://127.0.0.1:2"]) as client:
        await client.survey()
        assert all(each.error for each in client.endpoints)
        await client.survey()


async def test_a_node_without_an_address() -> None:
    with pytest.raises(ValueError, match="at least one address"):
        ChainClient([])
