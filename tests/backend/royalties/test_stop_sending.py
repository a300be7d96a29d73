"""A person stops the payer; an account that runs empty is told of; a line of nonces that has a hole (7.2)."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from backend.chain.fees import suggest_fees
from backend.chain.found import _read_back
from backend.royalties.sender.accounts import PayerStopped, start_sending, stop_sending, wait_for_senders
from backend.royalties.sender.settlement import Settled, settle
from backend.royalties.sender.signing import fill_gaps
from backend.tables import attempts, transactions
from tests.backend.royalties.office import Office
from tests.backend.royalties.sender import give, nonce, send, settle_once, sign, statuses, write
from tests.backend.world import World

PATIENCE = 60
"""Seconds, on a machine that others use too."""


async def stop(office: Office) -> None:
    async with office.engine.begin() as connection:
        await stop_sending(connection, "the keystore was copied")


async def start(office: Office) -> None:
    async with office.engine.begin() as connection:
        await start_sending(connection)


async def fill(office: Office) -> int:
    async with office.engine.begin() as connection:
        return await fill_gaps(connection, office.client, office.sending())


async def test_a_stop_holds_everything_that_is_not_out_yet(office: Office, world: World) -> None:
    """7.2: nothing is recorded, signed or sent; what a node has is followed; started, all goes on."""
    await send(office, give(world, 1))
    await write(office, give(world, 2), give(world, 3))
    assert await sign(office, in_flight=2) == 1
    assert await statuses(office) == ["sent", "signed", "due"]
    used = nonce(world)
    await stop(office)

    with pytest.raises(PayerStopped, match="Nothing is sent: the keystore was copied"):
        await write(office, give(world, 4))
    with pytest.raises(PayerStopped):
        await sign(office)
    assert await settle_once(office) == Settled(1, [])
    assert await statuses(office) == ["mined", "signed", "due"]
    assert nonce(world) == used

    await start(office)
    await sign(office)
    await settle_once(office)
    await settle_once(office)
    assert await statuses(office) == ["mined"] * 3


async def test_a_stop_waits_for_what_is_being_sent(office: Office, world: World) -> None:
    """7.2: when the command has returned, nothing more goes out."""
    await write(office, give(world, 1))
    await sign(office)
    async with office.engine.begin() as connection:
        await settle(connection, office.client)
        await stop(office)

        async def wait() -> None:
            async with office.engine.begin() as another:
                await wait_for_senders(another)

        waiting = asyncio.ensure_future(wait())
        await asyncio.sleep(0.3)
        assert not waiting.done()
    await waiting
    assert await statuses(office) == ["sent"]


async def test_a_worker_says_once_that_it_is_stopped(office: Office, world: World) -> None:
    """7.2: and pays when it is not any more."""
    project = world.raise_funds()
    world.deposit(project, 10**8)
    await stop(office)
    with capture_logs() as said:
        await office.work()
        await office.work()
    assert [each["event"] for each in said if each["log_level"] == "error"] == [
        "Nothing is sent: the keystore was copied. `coprod payer start` lets it go on."
    ]
    assert await office.rows(transactions) == []
    await start(office)
    await office.finish()
    assert set(office.royalties_paid(project)) == {world.fan, world.second_fan}


async def test_an_account_that_runs_empty_is_told_of_before_it_is(office: Office, world: World) -> None:
    """7.2: once, with its address and what is left; and again when it was filled meanwhile."""
    payer = office.hire(low_balance="0.05")
    with capture_logs() as said:
        for coins in (6, 4, 4, 6, 3):
            world.request("anvil_setBalance", world.payer, hex(coins * 10**16))
            await payer.look_at_balances()
    alarms = [each["event"] for each in said if each["log_level"] == "error"]
    assert [alarm.partition(" left")[0] for alarm in alarms] == [
        f"The account {world.payer} has {4 * 10**16} wei",
        f"The account {world.payer} has {3 * 10**16} wei",
    ]


async def test_no_more_are_under_way_than_nodes_keep(office: Office, world: World) -> None:
    """7.2: the others stay due, and follow in the order of their nonces."""
    await write(office, *(give(world, amount) for amount in range(1, 6)))
    assert await sign(office, in_flight=2) == 2
    assert await sign(office, in_flight=2) == 0
    assert await statuses(office) == ["signed"] * 2 + ["due"] * 3
    for _ in range(2):
        await settle_once(office)
    assert await sign(office, in_flight=2) == 2
    assert await statuses(office) == ["mined"] * 2 + ["signed"] * 2 + ["due"]


async def test_as_many_are_signed_as_the_balance_is_enough_for(office: Office, world: World) -> None:
    """7.2: the first two of four, and the others when it is filled."""
    await write(office, *(give(world, amount) for amount in range(1, 5)))
    rows = await office.rows(transactions)
    fees = await suggest_fees(office.client)
    world.request("anvil_setBalance", world.payer, hex(fees.most * (rows[0].gas + rows[1].gas)))
    assert await sign(office) == 2
    world.request("anvil_setBalance", world.payer, hex(10**18))
    await sign(office)
    assert await statuses(office) == ["signed"] * 4


async def test_a_database_that_takes_nothing_is_waited_for_and_told_of_each_time(
    office: Office, world: World
) -> None:
    """7.2: a standby, until somebody promotes it; twice: no worker ends, and both are alarmed."""
    project = world.raise_funds()
    world.deposit(project, 10**8)
    await office.mirror.catch_up()
    name = office.engine.url.database
    stopping = asyncio.Event()

    async def set_standby(is_standby: str) -> None:
        async with office.engine.begin() as connection:
            await connection.execute(text("set local transaction read write"))
            await connection.execute(
                text(f"alter database {name} set default_transaction_read_only = {is_standby}")
            )
        await office.engine.dispose()

    async def hear(said: list[Any], told: int, meanwhile: Callable[[], object]) -> None:
        while not any("read-only" in each["event"] for each in said[told:]):
            meanwhile()
            await asyncio.sleep(0.01)
            assert not following.done()

    # Each time there is something to write: first what is due, then what is mined.
    world.request("evm_setAutomine", False)
    await set_standby("on")
    with capture_logs() as said:
        following = asyncio.ensure_future(office.payer.follow(stopping, 0.01))
        async with asyncio.timeout(PATIENCE):
            await hear(said, 0, lambda: None)
            await set_standby("off")
            while "sent" not in await statuses(office):
                await asyncio.sleep(0.01)
                assert not following.done()
            told = len(said)
            await set_standby("on")
            await hear(said, told, world.mine)
            await set_standby("off")
        stopping.set()
        await following
    world.request("evm_setAutomine", True)
    await office.finish()
    assert set(office.royalties_paid(project)) == {world.fan, world.second_fan}


async def test_a_hole_in_the_nonces_is_filled_with_nothing(office: Office, world: World) -> None:
    """7.2: a restored backup does not have what was sent since, and the node has lost it: nothing above it
    could ever be mined."""
    start_ = nonce(world)
    await write(office, give(world, 1), give(world, 2), give(world, 3))
    async with office.engine.begin() as connection:
        await connection.execute(transactions.delete().where(transactions.c.nonce == start_ + 1))
    assert await fill(office) == 1
    assert await fill(office) == 0
    await sign(office)
    for _ in range(2):
        await settle_once(office)
    rows = sorted(await office.rows(transactions), key=lambda row: row.nonce)
    assert [(row.nonce - start_, row.status) for row in rows] == [(0, "mined"), (1, "mined"), (2, "mined")]
    assert (rows[1].intent, rows[1].receiver) == (f"gap:31337:{world.payer}:{start_ + 1}", world.payer)


async def test_a_hole_is_filled_though_as_many_wait_above_it_as_may(office: Office, world: World) -> None:
    """7.2: somebody's transaction waited below ours, and the node has forgotten it."""
    world.request("evm_setAutomine", False)
    try:
        data = {"from": world.payer, "to": world.payer, "gas": hex(21_000)}
        foreign = world.request("eth_sendTransaction", data)
        await write(office, give(world, 1), give(world, 2), give(world, 3))
        assert await sign(office, in_flight=2) == 2
        await settle_once(office)
        assert world.request("anvil_dropTransaction", foreign) == foreign
        assert await fill(office) == 1
        assert await sign(office, in_flight=2) == 1
        assert await statuses(office) == ["sent", "sent", "due", "signed"]
        await settle_once(office)
    finally:
        world.request("evm_setAutomine", True)
    world.mine()
    await settle_once(office)
    assert await statuses(office) == ["mined", "mined", "due", "mined"]


async def test_a_hole_that_somebody_else_fills_stops_nobody(office: Office, world: World) -> None:
    """7.2: the forgotten transaction came back from another node before ours."""
    world.mine(70)
    start_ = nonce(world)
    await write(office, give(world, 1), give(world, 2))
    async with office.engine.begin() as connection:
        await connection.execute(transactions.delete().where(transactions.c.nonce == start_))
    assert await fill(office) == 1
    world.act(world.payer, "IERC20Metadata", world.currency, "approve", world.stranger, 1)
    await sign(office)
    await settle_once(office)
    world.mine(70)
    settled = await settle_once(office)
    assert ["used by another transaction" in each for each in settled.alarms] == [True]
    rows = sorted(await office.rows(transactions), key=lambda row: row.nonce)
    assert [row.status for row in rows] == ["abandoned", "final"]
    await send(office, give(world, 5))


async def test_what_a_restored_backup_forgot_is_known_by_what_it_does(office: Office, world: World) -> None:
    """7.2: the fee was raised after the backup: the mined bytes are not in it, and do what is recorded."""
    world.mine(70)
    (key,) = await write(office, give(world, 7))
    await sign(office)
    (known,) = await office.rows(attempts)
    # The same nonce, receiver and data, signed once more by the same key with another fee.
    world.act(world.payer, "IERC20Metadata", world.currency, "transfer", world.stranger, 7)
    await settle_once(office)
    world.mine(70)
    assert await settle_once(office) == Settled(1, [])
    await settle_once(office)
    (row,) = await office.rows(transactions)
    assert (row.id, row.status, row.attempt) == (key, "final", 2)
    assert [each.number for each in await office.rows(attempts)] == [1, 2]
    assert row.hash != known.hash
    # A node that has forgotten the account's past still has the blocks.
    head = world.head()
    found = await _read_back(office.client, world.payer, row.nonce, head, row.created_at - 3_600)
    assert found is not None
    assert (found.hash, found.receiver) == (row.hash, world.currency)
    assert await _read_back(office.client, world.payer, row.nonce + 1, head, 0) is None
