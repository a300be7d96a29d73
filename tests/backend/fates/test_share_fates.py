"""Several workers, and workers that are killed: each fate is followed once, and none is lost (7.3)."""

import asyncio

import psycopg
import pytest
from sqlalchemy import update

from backend.chain.client import ChainClient
from backend.chain.errors import NodeUnreachable
from backend.fates.follow import LEASE, claim, look, record
from backend.local import Anvil
from backend.queries.snapshot import open_snapshot
from backend.tables import fates
from backend.watch import Watch
from tests.backend.fates.desk import Desk
from tests.backend.mirror.proxy import Proxy
from tests.backend.royalties.process import Workers


async def sent(desk: Desk) -> str:
    fate = await desk.post()
    await desk.put(fate["id"], hash=desk.contribute())
    return str(fate["id"])


async def test_two_workers_take_different_ones(desk: Desk) -> None:
    """7.3: at the same moment; who comes later finds nothing to do until the lease is over."""
    ids = {await sent(desk) for _ in range(3)} | {(await desk.post())["id"] for _ in range(3)}
    now = desk.clock + 3600
    async with desk.engine.begin() as one, desk.engine.begin() as other:
        first = [each.id for each in await claim(one, now)]
        assert await claim(other, now) == []
    assert set(first) == ids
    async with desk.engine.begin() as other:
        assert await claim(other, now + LEASE - 1) == []
        assert {each.id for each in await claim(other, now + LEASE)} == ids


async def test_two_that_look_at_the_same_write_it_once(desk: Desk) -> None:
    """7.3: the slower one finds it changed, and leaves it."""
    id = await sent(desk)
    desk.world.mine()
    await desk.follow_mirror()
    now = desk.clock + 3600
    async with desk.engine.begin() as connection:
        claimed = await claim(connection, now)
    async with open_snapshot(desk.engine) as connection:
        looked = await look(connection, desk.node, claimed)
    for moved in (1, 0):
        async with desk.engine.begin() as connection:
            assert await record(connection, looked, now) == moved
    assert await desk.path(id) == ["asked", "waiting", "included"]


async def test_an_answer_meanwhile_is_not_written_over(desk: Desk) -> None:
    """7.3: the wallet says no while a worker looks."""
    fate = await desk.post()
    now = desk.clock + 3 * 86_400
    async with desk.engine.begin() as connection:
        claimed = await claim(connection, now)
    await desk.put(fate["id"], outcome="refused")
    async with open_snapshot(desk.engine) as connection:
        looked = await look(connection, desk.node, claimed)
    async with desk.engine.begin() as connection:
        assert await record(connection, looked, now) == 0
    assert await desk.status(fate["id"]) == "refused"


@pytest.mark.parametrize("after", ["claim", "look"])
async def test_killed_between_steps_it_is_looked_at_again(desk: Desk, after: str) -> None:
    """7.3: what was taken and not written down is due again."""
    id = await sent(desk)
    desk.world.mine()
    await desk.follow_mirror()
    async with desk.engine.begin() as connection:
        claimed = await claim(connection, desk.clock + 3600)
    assert [each.id for each in claimed] == [id]
    if after == "look":
        async with open_snapshot(desk.engine) as connection:
            await look(connection, desk.node, claimed)
    await desk.work(3600 + LEASE)
    assert await desk.path(id) == ["asked", "waiting", "included"]


async def test_without_a_node_everything_stays_as_it_is(desk: Desk, proxy: Proxy) -> None:
    """7.3: and goes on when it is back; the watch itself ends for nothing."""
    id = await sent(desk)
    desk.world.mine()
    await desk.follow_mirror()
    async with ChainClient("http://127.0.0.1:9") as nobody:
        with pytest.raises(NodeUnreachable):
            await Watch(desk.engine, nobody, desk.world.anvil.chain_id).step()
        stopping = asyncio.Event()
        following = asyncio.ensure_future(
            Watch(desk.engine, nobody, desk.world.anvil.chain_id).follow(stopping, 0.01)
        )
        await asyncio.sleep(0.2)
        assert not following.done()
        stopping.set()
        await following
    assert await desk.status(id) == "waiting"
    await desk.work()
    assert await desk.status(id) == "included"


async def test_one_that_cannot_be_read_holds_up_no_other(desk: Desk) -> None:
    """7.3: a row of a version to come, or a fault of ours."""
    broken, id = await desk.post(), await sent(desk)
    async with desk.engine.begin() as connection:
        await connection.execute(update(fates).where(fates.c.id == broken["id"]).values(action="dance"))
        await connection.execute(update(fates).values(due_at=0))
    desk.world.mine()
    await desk.follow_mirror()
    assert await Watch(desk.engine, desk.node, desk.world.anvil.chain_id).step() == 2
    assert await desk.status(id) == "included"


async def test_a_node_that_is_behind_takes_nothing_back(desk: Desk) -> None:
    """7.1: of the same chain by its number, and without any of its blocks."""
    id = await sent(desk)
    desk.world.mine()
    await desk.work()
    with Anvil() as other:
        async with ChainClient(other.url) as desk.node:
            await desk.work()
    assert await desk.path(id) == ["asked", "waiting", "included"]


async def test_another_chain_s_worker_touches_nothing(desk: Desk) -> None:
    """7.3"""
    await sent(desk)
    assert await Watch(desk.engine, desk.node, 1).step() == 0
    assert await Watch(desk.engine, desk.node, desk.world.anvil.chain_id).step() == 1


async def test_the_worker_follows_them_and_another_goes_on(
    desk: Desk, workers: Workers, database_url: str
) -> None:
    """7.3: as processes, beside mirror and payer; kill -9."""

    def is_now(id: str, status: str) -> bool:
        with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
            row = connection.execute("select status from fates where id = %s", (id,)).fetchone()
        return row == (status,)

    id = await sent(desk)
    workers.start()
    workers.start()
    desk.world.mine()
    workers.wait_until(lambda: is_now(id, "included"))
    other = await sent(desk)
    workers.kill()
    desk.world.mine(70)
    workers.start()
    for each in (id, other):
        workers.wait_until(lambda each=each: is_now(each, "final"))
    assert (await desk.path(id))[-3:] == ["included", "safe", "final"]
    assert "Traceback" not in workers.last_words()


async def test_what_somebody_made_up_keeps_nobody_s_payment_waiting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """7.3: who asks for any number of wallets, in the name of nobody."""
    monkeypatch.setattr("backend.fates.follow.MOST_AT_ONCE", 2)
    for _ in range(4):
        await desk.post()
    paid = await sent(desk)
    async with desk.engine.begin() as connection:
        await connection.execute(update(fates).where(fates.c.id == paid).values(due_at=desk.clock + 100))
        assert paid in [each.id for each in await claim(connection, desk.clock + 3600)]
