"""The sender: recorded first, sent as recorded, never a second nonce for the same thing (PROTOCOL 7.2)."""

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from backend.chain.contracts import encode_call
from backend.chain.fees import suggest_fees
from backend.chain.transactions import CallReverts, GasAboveCap
from backend.db import is_lost, open_engine
from backend.royalties.moves import MoveMissed
from backend.royalties.sender.accounts import BalanceTooLow, SenderBusy, SenderStopped, lock_account
from backend.royalties.sender.settlement import Settled
from backend.royalties.sender.signing import fill_gaps
from backend.royalties.sender.transactions import Intent, abandon, count_failures, find_transaction, record
from backend.tables import attempts, transactions
from tests.backend.royalties.office import Office
from tests.backend.royalties.sender import give, nonce, send, settle_once, sign, statuses, write
from tests.backend.world import World


async def test_it_is_recorded_before_it_is_sent(office: Office, world: World) -> None:
    """7.2: nonce, hash and signed bytes are stored; the chain knows nothing until they are committed."""
    start, had = nonce(world), office.balance(world.stranger)

    await write(office, give(world, 1), give(world, 2))
    rows = await office.rows(transactions)
    assert [(row.nonce, row.status) for row in rows] == [(start, "due"), (start + 1, "due")]
    assert await settle_once(office) == Settled(0, [])
    assert await sign(office) == 2

    assert nonce(world) == start
    rows = await office.rows(attempts)
    assert await statuses(office) == ["signed", "signed"]
    assert await settle_once(office) == Settled(2, [])
    assert await statuses(office) == ["sent", "sent"]
    await settle_once(office)
    assert await statuses(office) == ["mined", "mined"]
    assert office.balance(world.stranger) == had + 3
    for row in rows:
        assert world.request("eth_getRawTransactionByHash", row.hash) == "0x" + row.raw.hex()
    world.mine(70)
    await settle_once(office)
    assert await statuses(office) == ["final", "final"]
    assert await settle_once(office) == Settled(0, [])


async def test_the_same_intent_is_recorded_once(office: Office, world: World) -> None:
    """7.2: whatever the state of the first one."""
    first = await write(office, give(world, 1))
    for _ in range(3):
        again = await write(office, give(world, 1), give(world, 1, "other"))
        assert again[:1] == first
        await sign(office)
        await settle_once(office)
    assert len(await office.rows(transactions)) == 2


async def test_what_was_not_committed_takes_no_nonce(office: Office, world: World) -> None:
    """7.2: killed before the commit, nothing happened."""
    async with office.engine.connect() as connection:
        await record(connection, office.client, office.sending(), [give(world, 1)])
    await write(office, give(world, 2))
    (row,) = await office.rows(transactions)
    assert (row.intent, row.nonce) == ("give:2", nonce(world))


async def test_two_workers_never_give_one_nonce_twice(office: Office, world: World) -> None:
    """7.2: a lock per sending account, across connections."""
    start = nonce(world)
    await asyncio.gather(*(write(office, give(world, amount)) for amount in range(1, 9)))
    rows = await office.rows(transactions)
    assert sorted(row.nonce for row in rows) == list(range(start, start + 8))
    await asyncio.gather(*(sign(office) for _ in range(4)))
    await asyncio.gather(*(settle_once(office) for _ in range(4)))
    assert len(await office.rows(attempts)) == 8
    assert nonce(world) == start + 8


async def test_a_worker_that_keeps_the_account_is_waited_for_and_then_told_of(
    office: Office, world: World, database_url: str
) -> None:
    """7.2: it is frozen in the middle of a transaction: an alarm, no silence; the server ends it at last."""
    async with open_engine(database_url, idle_seconds=2) as frozen, frozen.connect() as connection:
        await lock_account(connection, office.sending())
        async with office.engine.connect() as other:
            with pytest.raises(SenderBusy, match=f"Another worker has had the account {world.payer} in hand"):
                await lock_account(other, office.sending(lock_seconds=1))
        await write(office, give(world, 1))
        with pytest.raises(DBAPIError, match="idle-in-transaction timeout") as ended:
            await connection.execute(select(1))
        assert is_lost(ended.value)
    assert await statuses(office) == ["due"]


async def test_bytes_that_the_node_lost_are_sent_again(office: Office, world: World) -> None:
    """7.2: no new nonce because a receipt is missing: the same bytes."""
    world.request("evm_setAutomine", False)
    try:
        await send(office, give(world, 5))
        (row,) = await office.rows(attempts)
        assert world.request("anvil_dropTransaction", row.hash) == row.hash
        assert world.request("eth_getTransactionByHash", row.hash) is None
        await settle_once(office)
        assert world.request("eth_getTransactionByHash", row.hash)["hash"] == row.hash
    finally:
        world.request("evm_setAutomine", True)
    world.mine()
    await settle_once(office)
    assert await statuses(office) == ["mined"]
    assert await office.rows(attempts) == [row]


async def test_a_nonce_used_by_somebody_else_stops_the_account(office: Office, world: World) -> None:
    """7.2: an unknown transaction took the nonce: alarm, and nothing more is sent until a person looked."""
    # anvil forgets the state of the first blocks: here what is final is to be younger.
    world.mine(70)
    (key,) = await write(office, give(world, 7))
    await sign(office)
    world.act(world.payer, "IERC20Metadata", world.currency, "approve", world.stranger, 1)
    settled = await settle_once(office)
    # Not final yet: a reorg may still give the nonce back.
    assert (settled, await statuses(office)) == (Settled(1, []), ["sent"])
    world.mine(70)

    settled = await settle_once(office)

    (alarm,) = settled.alarms
    assert f"the nonce {nonce(world) - 1} of {world.payer} was used by another transaction" in alarm
    assert await statuses(office) == ["dropped"]
    with pytest.raises(SenderStopped, match=f"then abandon transaction {key}"):
        await write(office, give(world, 8))
    async with office.engine.begin() as connection:
        await abandon(connection, key)
    (again,) = await send(office, give(world, 7))
    assert again != key
    await settle_once(office)
    assert await statuses(office) == ["abandoned", "mined"]


async def test_what_may_still_be_mined_is_not_abandoned(office: Office, world: World) -> None:
    """7.2: it must not be tried anew."""
    (key,) = await write(office, give(world, 7))
    await sign(office)
    async with office.engine.connect() as connection:
        with pytest.raises(MoveMissed, match="is not dropped"):
            await abandon(connection, key)


async def test_what_was_never_signed_is_abandoned_and_gives_its_nonce_back(
    office: Office, world: World
) -> None:
    """7.2: no bytes of it exist; those behind it do not wait for its nonce for ever."""
    start = nonce(world)
    _, second, _, last = await write(office, *(give(world, amount) for amount in (1, 2, 3, 4)))
    async with office.engine.begin() as connection:
        for key in (second, last):
            await abandon(connection, key)
        assert await fill_gaps(connection, office.client, office.sending()) == 1
    await send(office, give(world, 2))
    await settle_once(office)
    rows = [row for row in await office.rows(transactions) if row.status != "abandoned"]
    assert sorted((row.nonce - start, row.status) for row in rows) == [(each, "mined") for each in range(4)]
    assert await statuses(office) == ["mined", "abandoned", "mined", "abandoned", "mined", "mined"]


async def test_a_restored_backup_goes_on_after_the_chains_nonces(office: Office, world: World) -> None:
    """7.2: the database does not remember what was sent since; the chain does."""
    await send(office, give(world, 1))
    for amount in (2, 3):
        world.act(world.payer, "IERC20Metadata", world.currency, "transfer", world.stranger, amount)
    await write(office, give(world, 4))
    assert (await office.rows(transactions))[-1].nonce == nonce(world)
    await sign(office)
    await settle_once(office)
    await settle_once(office)
    assert await statuses(office) == ["mined", "mined"]


async def test_a_revert_fails_once_it_is_final_and_may_be_tried_anew(office: Office, world: World) -> None:
    """7.2: it had no effect and can have none any more."""
    take = encode_call("IERC20Metadata", "transferFrom", world.financier, world.stranger, 9)
    intent = Intent("take", world.currency, take)
    world.act(world.financier, "IERC20Metadata", world.currency, "approve", world.payer, 9)
    await write(office, intent)
    world.act(world.financier, "IERC20Metadata", world.currency, "approve", world.payer, 0)
    await sign(office)
    await settle_once(office)
    await settle_once(office)
    assert await statuses(office) == ["mined"]
    world.mine(70)
    await settle_once(office)
    (row,) = await office.rows(transactions)
    assert (row.status, row.error) == ("failed", "it was mined, and reverted")

    with pytest.raises(
        CallReverts, match=f"The contract {world.currency} answers: ERC20InsufficientAllowance"
    ):
        await write(office, intent)
    world.act(world.financier, "IERC20Metadata", world.currency, "approve", world.payer, 9)
    await write(office, intent)
    assert await statuses(office) == ["failed", "due"]
    async with office.engine.connect() as connection:
        assert await count_failures(connection, "take") == 1
        found = await find_transaction(connection, "take")
    assert found is not None
    assert found.id != row.id


async def test_an_empty_account_records_nothing(office: Office, world: World) -> None:
    """7.2: the amount that is missing is said; later it goes on."""
    world.request("anvil_setBalance", world.payer, hex(1_000))
    with pytest.raises(BalanceTooLow, match=f"The account {world.payer} has 1000 wei and may need"):
        await write(office, give(world, 1))
    assert await office.rows(transactions) == []
    world.request("anvil_setBalance", world.payer, hex(10**18))
    await write(office, give(world, 1))


async def test_gas_that_is_promised_is_not_promised_again(office: Office, world: World) -> None:
    """7.2: a balance for one transaction is one transaction, however they are recorded."""
    await write(office, give(world, 1))
    (row,) = await office.rows(transactions)
    fees = await suggest_fees(office.client)
    world.request("anvil_setBalance", world.payer, hex(row.gas * fees.most * 3 // 2))
    with pytest.raises(BalanceTooLow):
        await write(office, give(world, 2))
    await sign(office)
    with pytest.raises(BalanceTooLow):
        await write(office, give(world, 2))
    await settle_once(office)
    world.mine()
    await settle_once(office)
    assert await statuses(office) == ["mined"]


async def test_a_node_that_refuses_is_asked_again_later(office: Office, world: World) -> None:
    """7.2: the account was emptied between record and send: alarmed once, kept, sent when it can be."""
    await write(office, give(world, 1))
    await sign(office)
    world.request("anvil_setBalance", world.payer, hex(1_000))
    first, second = await settle_once(office), await settle_once(office)
    assert len(first.alarms) == 1
    assert "does not take" in first.alarms[0]
    assert second.alarms == []
    assert await statuses(office) == ["signed"]
    world.request("anvil_setBalance", world.payer, hex(10**18))
    await settle_once(office)
    await settle_once(office)
    assert [(row.status, row.error) for row in await office.rows(transactions)] == [("mined", None)]


async def test_what_takes_more_gas_than_a_transaction_may_have_is_refused(
    office: Office, world: World
) -> None:
    """EIP-7825: 16,777,216 gas."""
    project = world.raise_funds()
    nobody = [f"0x{number:040x}" for number in range(1, 9_000)]
    data = encode_call("ShareToken", "payout", nobody)
    with pytest.raises(GasAboveCap, match="more than 16,777,216 gas"):
        await write(office, Intent("payout", project.share_token, data))
