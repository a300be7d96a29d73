"""Nodes that say nothing, nonsense, or what is true of another chain (PROTOCOL 7.1, 7.2)."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from backend.chain.client import ChainClient
from backend.chain.errors import WrongChain
from backend.royalties.sender.settlement import settle
from backend.tables import attempts, cursor, payout_rounds, transactions
from tests.backend.mirror.faults import Answer, Call, Fault, OtherChain, Reply
from tests.backend.mirror.proxy import Proxy
from tests.backend.royalties.office import CHAIN_ID, Office
from tests.backend.royalties.sender import give, nonce, send, settle_once, sign, statuses, write
from tests.backend.terms import EURO
from tests.backend.world import World


@dataclass
class TakesNothing(Fault):
    """It answers questions, and no transaction gets through to it."""

    def meet(self, proxy: Proxy, calls: Sequence[Call]) -> Reply | None:
        sends = any(call["method"] == "eth_sendRawTransaction" for call in calls)
        return Reply(502, b"<html>Bad Gateway</html>") if sends and self.strikes() else None


@dataclass
class Says(Fault):
    """This, to one method, or to one block tag of it."""

    method: str = ""
    tag: str | None = None
    result: object = None

    def twist(self, proxy: Proxy, call: Call, answer: Answer) -> Answer:
        is_asked = call["method"] == self.method and self.tag in (None, *call["params"][:1])
        return answer | {"result": self.result} if is_asked and self.strikes() else answer


@pytest.fixture
async def doubtful(office: Office, proxy: Proxy) -> AsyncIterator[ChainClient]:
    """The payer's way to the node; the mirror has its own."""
    with proxy.listen() as url:
        async with ChainClient(url, chain_id=CHAIN_ID) as client:
            office.client = client
            office.payer = office.hire()
            yield client


async def test_what_is_mined_becomes_final_though_nothing_can_be_sent(
    office: Office, world: World, proxy: Proxy, doubtful: ChainClient
) -> None:
    """7.2: the refusal stands in the row and is alarmed once; the bytes are sent when a node takes them."""
    await send(office, give(world, 1))
    await settle_once(office)
    await write(office, give(world, 2), give(world, 3))
    await sign(office)
    world.mine(70)
    with proxy.suffering(TakesNothing()):
        first = await settle_once(office)
        assert await statuses(office) == ["final", "signed", "signed"]
        assert len(first.alarms) == 1
        assert (await settle_once(office)).alarms == []
    assert [row.error is None for row in await office.rows(transactions)] == [True, False, False]
    for _ in range(2):
        await settle_once(office)
    assert await statuses(office) == ["final", "mined", "mined"]
    assert {row.error for row in await office.rows(transactions)} == {None}


async def test_what_a_node_had_against_it_is_forgotten_once_it_has_it(
    office: Office, world: World, proxy: Proxy, doubtful: ChainClient
) -> None:
    """7.2: `status` shows what is wrong, not what was."""
    world.request("evm_setAutomine", False)
    try:
        await send(office, give(world, 1))
        (attempt,) = await office.rows(attempts)
        world.request("anvil_dropTransaction", attempt.hash)
        with proxy.suffering(TakesNothing()):
            await settle_once(office)
        (row,) = await office.rows(transactions)
        assert (row.status, "gives no answer" in row.error) == ("sent", True)
        world.request("eth_sendRawTransaction", "0x" + attempt.raw.hex())
        await settle_once(office)
        (row,) = await office.rows(transactions)
        assert (row.status, row.error) == ("sent", None)
    finally:
        world.request("evm_setAutomine", True)


@pytest.mark.parametrize(
    "fault",
    [
        Says(method="eth_getBlockByNumber", tag="finalized"),
        Says(method="eth_getBlockByNumber", tag="latest"),
        Says(method="eth_getTransactionCount"),
        Says(method="eth_getTransactionReceipt", result={}),
        Says(method="eth_feeHistory"),
        Says(method="eth_feeHistory", result={"baseFeePerGas": []}),
        Says(method="eth_maxPriorityFeePerGas", result="much"),
        Says(method="eth_getBalance"),
        Says(method="eth_blockNumber"),
        Says(method="eth_estimateGas", result={}),
    ],
    ids=lambda fault: f"{fault.method} {fault.tag or ''} {fault.result}",
)
async def test_nonsense_is_no_answer_and_ends_no_worker(
    office: Office, world: World, proxy: Proxy, doubtful: ChainClient, fault: Says
) -> None:
    """7.2: alarmed, nothing lost; all is paid when the node has come to itself."""
    project = world.raise_funds()
    world.deposit(project, 100 * EURO)
    await office.mirror.catch_up()
    with proxy.suffering(fault), capture_logs() as said:
        for _ in range(3):
            await office.payer.step()
            await office.payer.look_at_balances()
    assert fault.struck > 0
    assert any(each["log_level"] == "error" for each in said)
    await office.finish()
    assert {len(payments) for payments in office.royalties_paid(project).values()} == {1}
    assert [row.error for row in await office.rows(payout_rounds)] == [None]


async def test_a_receipt_that_the_node_has_forgotten_stops_the_account(
    office: Office, world: World, proxy: Proxy, doubtful: ChainClient
) -> None:
    """7.2: it has the block, and does not say whether our transaction had its effect: a person looks."""
    world.mine(70)
    (key,) = await send(office, give(world, 1))
    (attempt,) = await office.rows(attempts)
    world.mine(70)
    with proxy.suffering(Says(method="eth_getTransactionReceipt")):
        (alarm,) = (await settle_once(office)).alarms
    assert f"was used by our own {attempt.hash}, of which the node has no receipt" in alarm
    assert f"until a person abandons transaction {key}" in alarm
    assert await statuses(office) == ["dropped"]
    assert await office.rows(attempts) == [attempt]


async def test_a_node_of_another_chain_is_not_believed(
    office: Office, world: World, proxy: Proxy, doubtful: ChainClient
) -> None:
    """7.2: no nonce is taken from it, and nothing that it does not know is thought lost."""
    world.mine(70)
    await send(office, give(world, 1))
    with proxy.suffering(OtherChain()):
        doubtful.current.is_verified = False
        async with office.engine.connect() as connection:
            with pytest.raises(WrongChain):
                await settle(connection, doubtful)
        with pytest.raises(WrongChain):
            await write(office, give(world, 2))


async def test_a_database_of_another_chain_is_left_alone(office: Office, world: World) -> None:
    """7.2: before the mirror says so and ends the worker, what was signed for that one is not sent here."""
    world.mine(70)
    await office.mirror.catch_up()
    await write(office, give(world, 1))
    await sign(office)
    used = nonce(world)
    async with office.engine.begin() as connection:
        await connection.execute(update(cursor).values(chain_id=1))
    assert await office.payer.step() is False
    assert (await statuses(office), nonce(world)) == (["signed"], used)
