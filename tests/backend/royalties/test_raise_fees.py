"""A transaction that is too cheap is signed anew for its own nonce, and all its hashes are kept (7.2)."""

from collections.abc import Iterator

import pytest

from backend.chain.fees import Fees, GasTooDear, raise_fees
from backend.royalties.sender.signing import raise_stuck
from backend.tables import attempts, transactions
from tests.backend.royalties.office import Office
from tests.backend.royalties.sender import give, nonce, send, settle_once, sign, statuses, write
from tests.backend.world import World

GWEI = 10**9


@pytest.fixture
def idle(world: World) -> Iterator[None]:
    """Blocks are mined when a test says so, and gas is cheap."""
    world.request("evm_setAutomine", False)
    make_dear(world, 1)
    yield
    make_dear(world, 1)
    world.request("evm_setAutomine", True)


async def wait_and_raise(office: Office, world: World, blocks: int = 25, **changes: object) -> int:
    """Empty blocks go by, in which gas stays as dear as it is."""
    price = int(world.block()["baseFeePerGas"], 16)
    for _ in range(blocks):
        world.request("anvil_setNextBlockBaseFeePerGas", hex(price))
        world.mine()
    world.request("anvil_setNextBlockBaseFeePerGas", hex(price))
    async with office.engine.begin() as connection:
        return await raise_stuck(connection, office.client, office.sending(**changes))


def make_dear(world: World, gwei: int) -> None:
    """The next block has this base fee, and those that wait_and_raise mines."""
    world.request("anvil_setNextBlockBaseFeePerGas", hex(gwei * GWEI))
    world.mine()


@pytest.mark.usefixtures("idle")
async def test_too_cheap_is_signed_anew_at_the_same_nonce(office: Office, world: World) -> None:
    """7.2: after its patience, and not before; the newer bytes are mined, and the older hash is kept."""
    start, had = nonce(world), office.balance(world.stranger)
    await send(office, give(world, 3))
    make_dear(world, 50)
    assert await wait_and_raise(office, world, 5) == 0
    assert await wait_and_raise(office, world) == 1
    assert await statuses(office) == ["replaced"]
    old, new = await office.rows(attempts)
    assert (new.most_fee, new.tip) >= (old.most_fee * 113 // 100, old.tip * 113 // 100)
    assert world.request("eth_getTransactionByHash", new.hash) is None

    await settle_once(office)
    assert await statuses(office) == ["sent"]
    world.mine()
    await settle_once(office)

    (row,) = await office.rows(transactions)
    assert (row.status, row.nonce, row.attempt, row.hash) == ("mined", start, 2, new.hash)
    assert row.gas_price > 50 * GWEI
    assert office.balance(world.stranger) == had + 3
    assert [each.hash for each in await office.rows(attempts)] == [old.hash, new.hash]


@pytest.mark.usefixtures("idle")
async def test_the_older_bytes_may_be_the_ones_that_are_mined(office: Office, world: World) -> None:
    """7.2: the new ones are stored and not sent when a block takes the old ones: paid once, and followed."""
    had = office.balance(world.stranger)
    await send(office, give(world, 3))
    make_dear(world, 50)
    assert await wait_and_raise(office, world) == 1
    old, _ = await office.rows(attempts)
    make_dear(world, 1)
    if world.request("eth_getTransactionReceipt", old.hash) is None:
        # This node had forgotten it while it was too cheap; another one had not.
        world.request("eth_sendRawTransaction", "0x" + old.raw.hex())
        world.mine()
    await settle_once(office)
    (row,) = await office.rows(transactions)
    assert (row.status, row.hash) == ("mined", old.hash)
    world.mine(70)
    await settle_once(office)
    assert await statuses(office) == ["final"]
    assert office.balance(world.stranger) == had + 3


@pytest.mark.usefixtures("idle")
async def test_only_the_first_of_the_line_is_raised_when_the_others_pay_enough(
    office: Office, world: World
) -> None:
    """7.2: what waits behind another nonce is mined with it."""
    await send(office, give(world, 1), give(world, 2))
    (first, _) = await office.rows(attempts)
    world.request("anvil_dropTransaction", first.hash)
    assert await wait_and_raise(office, world, 25) == 1
    await settle_once(office)
    world.mine()
    await settle_once(office)
    assert [row.attempt for row in await office.rows(transactions)] == [2, 1]
    assert await statuses(office) == ["mined", "mined"]


@pytest.mark.usefixtures("idle")
async def test_what_no_node_takes_any_more_is_raised_too(office: Office, world: World) -> None:
    """7.2: gas became dear between signing and sending: refused, signed anew, refused, and once more."""
    had = office.balance(world.stranger)
    await write(office, give(world, 3))
    await sign(office)
    for gwei, status in ((50, "signed"), (900, "replaced")):
        make_dear(world, gwei)
        assert len((await settle_once(office)).alarms) == 1
        assert await statuses(office) == [status]
        assert await wait_and_raise(office, world, most_fee=9_000 * GWEI) == 1
        assert await statuses(office) == ["replaced"]
    await settle_once(office)
    world.mine()
    await settle_once(office)
    (row,) = await office.rows(transactions)
    assert (row.status, row.attempt, row.error) == ("mined", 3, None)
    assert office.balance(world.stranger) == had + 3


@pytest.mark.usefixtures("idle")
async def test_one_at_the_ceiling_keeps_no_other_below(office: Office, world: World) -> None:
    """7.2: the second was signed when gas was dear, near the ceiling; the first, in its way, is raised."""
    await send(office, give(world, 1))
    make_dear(world, 19)
    await send(office, give(world, 2))
    dear = (await office.rows(attempts))[1].most_fee
    make_dear(world, dear // GWEI + 1)
    assert await wait_and_raise(office, world, most_fee=dear * 11 // 10) == 1
    assert await statuses(office) == ["replaced", "sent"]


@pytest.mark.usefixtures("idle")
async def test_nobody_pays_more_than_the_ceiling(office: Office, world: World) -> None:
    """7.2: it waits, and says so; when gas is cheap again it is signed."""
    await send(office, give(world, 1))
    make_dear(world, 50)
    with pytest.raises(GasTooDear, match="wait, or raise COPROD_MOST_FEE_GWEI"):
        await wait_and_raise(office, world, most_fee=40 * GWEI)
    await write(office, give(world, 2))
    with pytest.raises(GasTooDear):
        await sign(office, most_fee=40 * GWEI)
    assert await statuses(office) == ["sent", "due"]
    make_dear(world, 1)
    assert await sign(office, most_fee=40 * GWEI) == 1


def test_a_raise_is_above_what_nodes_ask_for_and_above_todays_price() -> None:
    """An eighth more of both, rounded up, or the price of the day."""
    assert raise_fees(Fees(100, 8), Fees(50, 1)) == Fees(113, 10)
    assert raise_fees(Fees(100, 8), Fees(500, 20)) == Fees(500, 20)
    for most in range(1, 200):
        raised = raise_fees(Fees(most, 1), Fees(1, 1))
        assert raised.most * 8 >= most * 9
        assert raised.tip == 2
    # A node that was told of a tip of nothing wants one now.
    assert raise_fees(Fees(100, 0), Fees(50, 0)) == Fees(113, 1)
