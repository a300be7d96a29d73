"""Rule 7.1: what is read ahead of the mirror is read once, of the right contracts, and let go of in time."""

import asyncio
import gc
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from backend.chain.client import Block, ChainClient
from backend.chain.deployment import Deployment
from backend.chain.errors import NodeUnreachable
from backend.mirror import sync
from backend.mirror.follow import follow
from backend.mirror.ledger.copy import Lines
from backend.mirror.ledger.write import insert_lines
from backend.mirror.sync import Mirror, Step
from tests.backend.mirror.conftest import Compare
from tests.backend.mirror.faults import Answer, Call, Fault, Reply
from tests.backend.mirror.lives import live
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


@dataclass
class LacksHead(Fault):
    """Who asks for the latest block and one since then at once waits for a page that is no answer."""

    since: int = 0

    def meet(self, proxy: Proxy, calls: Sequence[Call]) -> Reply | None:
        asked = [call["params"][0] for call in calls if call["method"] == "eth_getBlockByNumber"]
        numbers = [int(each, 16) for each in asked if each.startswith("0x")]
        if "latest" not in asked or max(numbers, default=0) < self.since:
            return None
        proxy.wait(0.5)
        return Reply(502, b"<html>")


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


async def test_what_is_made_ready_ends_with_the_step_that_fails(
    world: World, proxy: Proxy, engine: AsyncEngine, deployment: Deployment
) -> None:
    """Though it waits for the database: it would hold a connection of it, each time another one."""
    project = world.raise_funds()
    funded = world.head()
    world.mine(20)
    world.deposit(project, 1_000 * EURO)
    deposited = world.head()
    world.mine(150)
    before = asyncio.all_tasks()
    with proxy.listen() as url:
        async with ChainClient(url) as client, engine.connect() as other:
            mirror = Mirror(client, engine, deployment, log_range=4)
            while (await mirror.step()).block < funded:
                pass
            mirror.rest()
            await other.execute(text("lock table payee_changes in access exclusive mode"))
            proxy.faults = [LacksHead(since=deposited - 4)]
            with pytest.raises(NodeUnreachable):
                await asyncio.wait_for(mirror.catch_up(), 20)
            await asyncio.sleep(0.2)
            left = asyncio.all_tasks() - before
            await other.rollback()
    assert not left


@pytest.mark.parametrize("holders", [0, 3, 100_000])
async def test_whatever_fails_both_pieces_are_made_anew(
    world: World,
    client: ChainClient,
    engine: AsyncEngine,
    deployment: Deployment,
    compare: Compare,
    monkeypatch: pytest.MonkeyPatch,
    holders: int,
) -> None:
    """Commits are late and fail, steps are cancelled at any moment, mirrors stop and others go on; the state
    is forgotten when it has more accounts than `holders`."""
    world.mine(20)
    live(world)
    world.mine(150)
    chance = random.Random(holders)
    failed = cancelled = 0

    async def insert(connection: AsyncConnection, kept: Iterable[Block], lines: Lines) -> None:
        await insert_lines(connection, kept, lines)
        await asyncio.sleep(chance.choice([0, 0, 0.02]))
        if chance.random() < 0.1:
            raise OperationalError("commit", {}, Exception("the connection is lost"))

    def begin() -> Mirror:
        return Mirror(client, engine, deployment, log_range=chance.choice([1, 3, 7]))

    monkeypatch.setattr(sync, "HOLDERS", holders)
    monkeypatch.setattr(sync, "insert_lines", insert)
    before, mirror, step = asyncio.all_tasks(), begin(), None
    while not (step and step.caught_up):
        if chance.random() < 0.05:
            mirror.rest()
            mirror = begin()
        stepping, is_told = asyncio.create_task(mirror.step()), False
        if chance.random() < 0.2:
            await asyncio.sleep(chance.uniform(0, 0.03))
            is_told = stepping.cancel()
        ended: Any = (await asyncio.gather(stepping, return_exceptions=True))[0]
        failed += isinstance(ended, OperationalError)
        if isinstance(ended, asyncio.CancelledError):
            assert is_told
            cancelled += 1
        elif not isinstance(ended, OperationalError | Step):
            raise ended
        step = ended if isinstance(ended, Step) else None
    assert failed > 2
    assert cancelled > 2
    await asyncio.sleep(0.1)
    assert asyncio.all_tasks() <= before
    assert gc.isenabled()
    assert (await compare()).differences == []
