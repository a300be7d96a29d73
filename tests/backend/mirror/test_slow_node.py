"""Rule 7.1: a node that does not answer in time is asked for less, and for more again when it does."""

from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.chain.errors import NodeTooSlow
from backend.mirror.sync import Mirror, Step
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.faults import TimesOut
from tests.backend.mirror.lives import live
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World


async def patiently(mirror: Mirror) -> Step:
    """As `follow` does, without its pauses."""
    for _ in range(200):
        try:
            step = await mirror.step()
        except NodeTooSlow:
            continue
        if step.caught_up:
            return step
    raise AssertionError("still not where the chain is after 200 steps")


async def test_a_range_that_takes_too_long_is_halved(
    world: World, engine: AsyncEngine, deployment: Deployment, compare: Compare
) -> None:
    live(world)
    world.mine(300)
    proxy = Proxy(world.anvil.url)
    proxy.faults = [TimesOut(blocks=10)]
    with proxy.listen() as url:
        async with ChainClient(url) as client:
            mirror = Mirror(client, engine, deployment, log_range=64)
            await patiently(mirror)
            assert proxy.ranges[:2] == [16, 8]

            proxy.ranges.clear()
            proxy.faults = []
            world.mine(600)
            await patiently(mirror)
    assert max(proxy.ranges) == 64
    assert (await compare()).differences == []
