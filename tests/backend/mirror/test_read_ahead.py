"""Rule 7.1: what is read ahead of the mirror is read once, of the right contracts, and let go of in time."""

import asyncio
import gc
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.mirror.follow import follow
from backend.mirror.sync import Mirror, Step
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.faults import Answer, Call, Fault, Reply
from tests.backend.mirror.proxy import Proxy
from tests.backend.terms import EURO
from tests.backend.world import World


@dataclass
class Flickers(Fault):
    """Several nodes behind one address: who asks for the latest block and another at once hears of the one
    from a node that has both, and of the other from one that lags."""

    def spoil(self, reply: Reply, calls: Sequence[Call], answers: Sequence[Answer]) -> Reply:
        asked = [call["params"][0] for call in calls if call["method"] == "eth_getBlockByNumber"]
        if "latest" not in asked or not self.strikes():
            return reply
        numbered = {call["id"] for call in calls if call["params"][0].startswith("0x")}
        said = [each | {"result": None} if each["id"] in numbered else each for each in answers]
        return reply._replace(body=orjson.dumps(said))


async def test_a_project_read_ahead_is_known_when_the_node_flickers(
    world: World, engine: AsyncEngine, deployment: Deployment, compare: Compare
) -> None:
    """Its first events came with a piece that was read for a standing which is no more."""
    world.mine(20)
    project = world.raise_funds()
    world.mine(30)
    world.deposit(project, 1_000 * EURO)
    world.mine(130)
    proxy = Proxy(world.anvil.url)
    with proxy.listen() as url:
        async with ChainClient(url) as client:
            mirror = Mirror(client, engine, deployment, log_range=8)
            await mirror.take_lead()
            proxy.faults = [flickers := Flickers()]
            await mirror.catch_up()
    assert flickers.struck > 3
    assert (await compare()).differences == []


async def test_who_stops_between_two_steps_leaves_nothing_behind(
    world: World, client: ChainClient, engine: AsyncEngine, deployment: Deployment
) -> None:
    """The collector is at work again, and nobody reads on."""
    world.mine(200)
    before = asyncio.all_tasks()

    def stop(step: Step) -> None:
        assert not step.caught_up
        assert not gc.isenabled()
        raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        await follow(Mirror(client, engine, deployment, log_range=8), poll_seconds=1, on_step=stop)
    await asyncio.sleep(0)
    assert gc.isenabled()
    assert asyncio.all_tasks() <= before
