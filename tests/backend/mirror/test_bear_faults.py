"""Rule 7.1: whatever a node does, the mirror ends equal to the chain, or does not move.

Each fault strikes twice with one node, and always with two of which only the second is honest. The chain has
a project far below the final block, which is read by ranges, and one above, which is read block by block.
"""

import asyncio
from collections.abc import Iterator
from copy import copy
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.chain.errors import NodeUnreachable
from backend.mirror.cursor import read_cursor
from backend.mirror.sync import Mirror
from tests.backend.mirror.conftest import Compare, FollowToHead, stands_at
from tests.backend.mirror.faults import (
    BadGateway,
    BatchLimit,
    CutOff,
    Fault,
    HangsUp,
    OtherChain,
    PartOfBatch,
    RateLimit,
    Slow,
    TimesOut,
)
from tests.backend.mirror.lies import AddressLimit, Behind, Exaggerates, Garbles, RangeLimit, Repeats, Shouts
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World


@pytest.fixture
def world(long_chain: World) -> Iterator[World]:
    """The chain with its projects in the place of the fresh one."""
    with long_chain.unchanged():
        yield long_chain


PASSING: list[Fault] = [
    BadGateway(),
    BadGateway(status=504),
    HangsUp(),
    CutOff(),
    CutOff(is_hidden=True),
    PartOfBatch(),
    RateLimit(retry_after=0.3),
    RateLimit(retry_after=None, in_body=True),
    Slow(seconds=2),
]
"""What waiting mends, or another node."""
GARBLED = [
    Garbles(),
    Garbles(key="logIndex", value=5),
    Garbles(key="logIndex", value="0x"),
    Garbles(key="blockTimestamp", value="now"),
    Garbles(key="blockHash", value="0x" + 64 * "z"),
    Garbles(key="transactionHash", value="0x" + 32 * "\t1"),
    Garbles(key="transactionHash", value=None),
    Garbles(key="topics", value=["0x1"]),
    Garbles(key="data", value=None),
    Garbles(key="logIndex", value="0x" + 20 * "f"),
    Repeats(),
]
"""Logs that none can have written: the same."""
LASTING: list[Fault] = [
    TimesOut(blocks=10),
    BatchLimit(calls=3),
    AddressLimit(addresses=2),
    Shouts(),
    RangeLimit(provider="alchemy", blocks=10),
    RangeLimit(provider="quicknode", blocks=1),
    RangeLimit(provider="infura-logs", logs=5),
]
"""What is no obstacle, however long it lasts: less at once is enough."""


def name(fault: Fault) -> str:
    known = (getattr(fault, each, "") for each in ("provider", "status", "key", "value"))
    return "-".join([type(fault).__name__, *map(repr, known)])


@pytest.mark.parametrize(
    ("spares", "fault"),
    [
        *((number % 6, each) for number, each in enumerate(PASSING)),
        *((number % 2, each) for number, each in enumerate(GARBLED)),
    ],
)
async def test_one_node_that_fails_at_times(
    proxy: Proxy, follow_to_head: FollowToHead, compare: Compare, fault: Fault, spares: int
) -> None:
    proxy.faults = [fault := replace(fault, times=2, spares=spares)]
    with proxy.listen() as url:
        await follow_to_head(url)
    assert fault.struck == 2
    assert (await compare()).differences == []


@pytest.mark.parametrize("fault", [OtherChain(chain_id=5), *PASSING, *GARBLED], ids=name)
async def test_two_nodes_of_which_one_is_bad(
    world: World, proxy: Proxy, follow_to_head: FollowToHead, compare: Compare, fault: Fault
) -> None:
    proxy.faults = [fault := copy(fault)]
    with proxy.listen() as url:
        await follow_to_head(url, world.anvil.url)
    assert fault.struck
    assert (await compare()).differences == []


@pytest.mark.parametrize("fault", LASTING, ids=name)
async def test_one_node_that_bears_little(
    proxy: Proxy, follow_to_head: FollowToHead, compare: Compare, fault: Fault
) -> None:
    proxy.faults = [fault := copy(fault)]
    with proxy.listen() as url:
        await follow_to_head(url)
    assert fault.struck
    assert (await compare()).differences == []


@pytest.mark.parametrize(("blocks", "is_silent"), [(4, True), (40, False), (120, True)])
async def test_a_node_that_is_behind_the_other(
    world: World, proxy: Proxy, follow_to_head: FollowToHead, compare: Compare, blocks: int, is_silent: bool
) -> None:
    """What is mirrored stays, though the preferred node does not have it yet."""
    await follow_to_head(world.anvil.url)
    fault = Behind(blocks=blocks, is_silent=is_silent)
    proxy.faults = [fault]
    with proxy.listen() as url:
        world.raise_funds()
        await follow_to_head(url, world.anvil.url)
    assert fault.struck
    assert (await compare()).differences == []


@pytest.mark.parametrize(("blocks", "is_silent"), [(2, False), (40, True), (120, False)])
async def test_a_node_that_catches_up(
    world: World,
    engine: AsyncEngine,
    proxy: Proxy,
    follow_to_head: FollowToHead,
    compare: Compare,
    blocks: int,
    is_silent: bool,
) -> None:
    fault = Behind(blocks=blocks, is_silent=is_silent)
    proxy.faults = [fault]
    with proxy.listen() as url:
        following = asyncio.create_task(follow_to_head(url))
        while await stands_at(engine) != world.block(world.head() - blocks)["hash"]:
            assert not following.done()
            await asyncio.sleep(0.05)
        proxy.faults = []
        await following
    assert (await compare()).differences == []


async def test_the_only_node_falls_behind_what_is_final(
    world: World,
    engine: AsyncEngine,
    deployment: Deployment,
    proxy: Proxy,
    follow_to_head: FollowToHead,
    compare: Compare,
) -> None:
    """It lacks what the mirror has, and contradicts none of it: that is no reorg, and no incident."""
    await follow_to_head(world.anvil.url)
    before = await stands_at(engine)
    proxy.faults = [Behind(blocks=120)]
    with proxy.listen() as url:
        async with ChainClient(url) as client:
            mirror = Mirror(client, engine, deployment)
            with pytest.raises(NodeUnreachable, match=r"was final already: is it still catching up\?"):
                await mirror.catch_up()
            assert await stands_at(engine) == before
            proxy.faults = []
            world.raise_funds()
            await mirror.catch_up()
    assert (await compare()).differences == []


async def test_what_is_not_there_is_not_final(
    world: World,
    engine: AsyncEngine,
    proxy: Proxy,
    follow_to_head: FollowToHead,
) -> None:
    """What the cursor calls final it calls so for ever: one such answer would make all that comes final."""
    proxy.faults = [Exaggerates(times=2)]
    head = world.head()
    with proxy.listen() as url:
        await follow_to_head(url)
    async with engine.connect() as connection:
        cursor = await read_cursor(connection)
    assert cursor is not None
    assert cursor.final_number <= cursor.safe_number <= head
