"""Rule 7.1: a node that leaves logs out of its answers, as some do, is found out.

Above the final block no such answer is used. Far below it the events themselves contradict each other, or
else reconcile names the row that is missing.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.chain import events
from backend.chain.client import ChainClient
from backend.chain.deployment import Deployment
from backend.chain.logs import topic_of, topics
from backend.mirror.incidents import ChainContradictsItself, LogsLeftOut
from backend.mirror.proof.differences import ROW, Difference
from backend.mirror.proof.reconcile import reconcile
from backend.mirror.sync import Mirror
from tests.backend.mirror.conftest import BELOW, Compare, FollowToHead, stands_at
from tests.backend.mirror.contents import forget
from tests.backend.mirror.faults import Fault, Log
from tests.backend.mirror.lies import EmptyLogs, OmitsLog, Truncates
from tests.backend.mirror.proxy import Proxy
from tests.backend.world import World

UNASKED = {
    topic_of("ProjectFactory", events.CurrencyAllowed),
    topic_of("ProjectFactory", events.FinancierApproved),
    topic_of("Campaign", events.Opened),
}
"""What no answer tells: contracts answer about an account that we know of, and for the present."""


@pytest.fixture
def world(long_chain: World) -> Iterator[World]:
    """The chain with its projects in the place of the fresh one."""
    with long_chain.unchanged():
        yield long_chain


def logs_of(world: World, first: int, last: int) -> list[Log]:
    found: list[Log] = world.request("eth_getLogs", {"fromBlock": hex(first), "toBlock": hex(last)})
    return found


def newest_log(world: World) -> Log:
    """The last of a block above the final one."""
    return logs_of(world, world.head() - 20, world.head())[-1]


def omission_of(log: Log) -> OmitsLog:
    return OmitsLog(block=int(log["blockNumber"], 16), index=int(log["logIndex"], 16))


async def test_no_such_answer_is_used_at_the_head(
    world: World, proxy: Proxy, engine: AsyncEngine, deployment: Deployment, compare: Compare
) -> None:
    log = newest_log(world)
    fault = omission_of(log)
    proxy.faults = [fault]
    with proxy.listen() as url:
        async with ChainClient(url) as client:
            mirror = Mirror(client, engine, deployment)
            for _ in range(2):
                with pytest.raises(LogsLeftOut, match=f"leaves out logs of block {fault.block}"):
                    await mirror.catch_up()
            before = await stands_at(engine)
            assert int(world.request("eth_getBlockByHash", before, False)["number"], 16) < fault.block
            assert (await compare()).differences == []
            proxy.faults = []
            await mirror.catch_up()
    assert (await compare()).differences == []


@pytest.mark.parametrize(
    "fault", [EmptyLogs(times=2, at_head=True), Truncates(logs=1, times=2, at_head=True)], ids=repr
)
async def test_an_answer_that_is_empty_or_short_at_times(
    proxy: Proxy, follow_to_head: FollowToHead, compare: Compare, fault: Fault
) -> None:
    proxy.faults = [fault]
    with proxy.listen() as url:
        await follow_to_head(url)
    assert fault.struck == 2
    assert (await compare()).differences == []


async def test_the_other_node_is_asked(
    world: World, proxy: Proxy, follow_to_head: FollowToHead, compare: Compare
) -> None:
    fault = omission_of(newest_log(world))
    proxy.faults = [fault]
    with proxy.listen() as url:
        await follow_to_head(url, world.anvil.url)
    assert fault.struck
    assert (await compare()).differences == []


async def test_each_log_that_is_left_out_of_the_past_is_found_missing(
    world: World, proxy: Proxy, engine: AsyncEngine, deployment: Deployment, compare: Compare
) -> None:
    """The same node leaves it out again when reconcile reads, and is found out by what contracts answer, or
    else, with --every-block, by the receipts."""
    past = logs_of(world, world.factory_block, world.head() - BELOW)
    heard = [log for log in past if log["topics"][0] in topics() and log["address"] != world.currency.lower()]
    assert len(heard) > 20
    contradictions = 0
    with proxy.listen() as url:
        for log in heard:
            proxy.faults = [fault := omission_of(log)]
            async with ChainClient(url) as liar:
                try:
                    await Mirror(liar, engine, deployment).catch_up()
                except ChainContradictsItself:
                    contradictions += 1
                else:
                    assert any(names(each, fault) for each in (await compare()).differences), log
                    differences = await reread(liar, engine)
                    if not differences:
                        assert log["topics"][0] in UNASKED, log
                        differences = await reread(liar, engine, every_block=True)
                        assert any(names(each, fault) for each in differences), log
            assert fault.struck
            await forget(engine)
    assert 0 < contradictions < len(heard)


async def reread(client: ChainClient, engine: AsyncEngine, *, every_block: bool = False) -> list[Difference]:
    async with engine.connect() as connection:
        return (await reconcile(client, connection, every_block=every_block)).differences


def names(difference: Difference, fault: OmitsLog) -> bool:
    """Whether it says that the row of the log that was left out is missing."""
    where = (difference.key.get("block_number"), difference.key.get("log_index"))
    return difference.column == ROW and difference.mirror is None and where == (fault.block, fault.index)
