"""Rounds of payouts: who is paid, who waits, and when (PROTOCOL 5.3, 5.4)."""

from decimal import Decimal

from eth_utils.crypto import keccak

from backend.addresses import ZERO_ADDRESS
from backend.chain import codec
from backend.chain.contracts import encode_call
from backend.royalties.batches import Pushing
from backend.royalties.holders import read_due, read_refused
from backend.royalties.payouts import advance_round
from backend.royalties.sender.accounts import Sending
from backend.royalties.sender.settlement import settle
from backend.royalties.sender.signing import sign_due
from backend.royalties.sender.transactions import Intent, abandon, record
from backend.tables import payout_rounds, payouts, statements, transactions
from tests.backend.royalties.conftest import key_of
from tests.backend.royalties.office import CHAIN_ID, DOLLAR, Office, small_file
from tests.backend.terms import EURO
from tests.backend.world import Project, World

BLOCKED = type(DOLLAR).par("USD", "BLK", "the tests", DOLLAR.on)


async def status(office: Office) -> list[str]:
    return [row.status for row in await office.rows(statements)]


async def batches(office: Office) -> list[list[str]]:
    return [list(row.holders) for row in await office.rows(payouts)]


def paid(office: Office, project: Project, holder: str) -> int:
    return sum(office.royalties_paid(project).get(holder, []))


async def test_each_step_is_released_and_paid_when_its_day_comes(office: Office, world: World) -> None:
    """5.3: three daily steps: nothing at the deposit, then a round a day; paid after the last."""
    project = world.raise_funds(waterfall={"royaltySteps": 3})
    await office.bring(project, small_file("100.00"))
    await office.finish()
    assert (await status(office), await batches(office)) == (["deposited"], [])
    (deposited, released, _) = world.call("ShareToken", project.share_token, "totals")

    for day in (1, 2, 3):
        world.warp(86_400)
        await office.finish()
        released = deposited * day // 3
        assert world.call("ShareToken", project.share_token, "totals")[1] == released
        assert paid(office, project, world.fan) == released * 60 // 100
        assert len(await office.rows(payout_rounds)) == day
    assert await status(office) == ["paid"]
    assert {row.status for row in await office.rows(transactions)} == {"final"}
    assert len(await office.rows(transactions)) == 2 + 3 + 3


async def test_days_that_were_missed_are_made_up_in_one_step(office: Office, world: World) -> None:
    """5.3: the worker was away for ten days."""
    project = world.raise_funds(waterfall={"royaltySteps": 3})
    await office.bring(project, small_file("100.00"))
    await office.finish()
    world.warp(10 * 86_400)
    await office.finish()
    assert await status(office) == ["paid"]
    assert len(await office.rows(payout_rounds)) == 1
    assert office.claimable(project, world.fan) == 0


async def test_less_than_the_minimum_waits(office: Office, world: World) -> None:
    """5.4: who is owed little is not worth the gas yet; it adds up until it is."""
    project = world.raise_funds({world.fan: 99, world.second_fan: 1})
    office.payer = office.hire(payout_minimum=Decimal("1.00"))
    await office.bring(project, small_file("100.00"))
    await office.finish()
    assert (await status(office), await batches(office)) == (["paid"], [[world.fan]])
    assert 0 < office.claimable(project, world.second_fan) < EURO

    await office.bring(project, small_file("200.00"))
    await office.finish()
    assert office.claimable(project, world.second_fan) == 0
    assert len(office.royalties_paid(project)[world.second_fan]) == 1


async def test_dust_that_anybody_gives_costs_the_payer_nothing(office: Office, world: World) -> None:
    """5.4: a tenth of a unit for each share moves the index, and is below 0.10 for everybody."""
    project = world.raise_funds(dict.fromkeys(world.fans[:12], 10))
    for _ in range(2):
        world.give(project, project.share_token, 12)
        world.sweep(project, project.share_token)
        await office.finish()
    assert [row.error for row in await office.rows(payout_rounds)] == [None, None]
    assert await office.rows(transactions) == []

    world.give(project, project.share_token, 12 * EURO // 10)
    world.sweep(project, project.share_token)
    await office.finish()
    payments = office.royalties_paid(project)
    assert {fan: len(payments[fan]) for fan in payments} == dict.fromkeys(world.fans[:12], 1)
    assert {office.claimable(project, fan) for fan in world.fans[:12]} == {0}


async def test_who_makes_a_batch_fail_is_left_alone_with_it(office: Office, world: World) -> None:
    """7.2: a currency that calls its holders: four are cheap at the estimate, and dear in the block."""
    hooked, burning = world.create("HookedCurrency"), world.create("GasBurningHook")
    world.admit(hooked)
    fans = world.fans[:12]
    project = world.raise_funds(dict.fromkeys(fans, 10), campaign={"currency": hooked})
    hostile = sorted(fans)[:4]
    world.deposit(project, 100 * EURO)
    sending, pushing = Sending(office.payer_key, CHAIN_ID, 5), Pushing(Decimal("0.10"), 150)

    def set_hook(hook: str) -> None:
        data = keccak(text="setHook(address)")[:4] + codec.encode([{"type": "address"}], [hook])
        for each in hostile:
            world.send(each, hooked, data)

    await office.mirror.catch_up()
    for _ in range(5):
        set_hook(ZERO_ADDRESS)
        async with office.engine.begin() as connection:
            await advance_round(connection, office.client, sending, pushing, project.campaign)
        set_hook(burning)
        async with office.engine.begin() as connection:
            await sign_due(connection, office.client, sending)
        for blocks in (0, 70, 0):
            async with office.engine.begin() as connection:
                await settle(connection, office.client)
            world.mine(blocks or 1)
        await office.mirror.catch_up()

    assert [len(each) for each in await batches(office)] == [12, 6, 6, 3, 3] + [1] * 6
    assert [row.attempt for row in await office.rows(payout_rounds)] == [1, 2, 3, 4]
    assert [row.closed_at is not None for row in await office.rows(payout_rounds)] == [True] * 4
    assert sorted(fan for fan in fans if office.claimable(project, fan)) == hostile


async def test_who_opted_out_is_not_pushed(office: Office, world: World) -> None:
    """5.4: claims are always open."""
    project = world.raise_funds()
    world.act(world.second_fan, "ShareToken", project.share_token, "acceptPush", False)
    await office.bring(project, small_file("100.00"))
    await office.finish()
    assert (await status(office), await batches(office)) == (["paid"], [[world.fan]])
    assert office.claimable(project, world.second_fan) > 0
    world.claim(project, world.second_fan)


async def test_who_cannot_be_paid_stays_owed_and_stops_nobody(office: Office, world: World) -> None:
    """5.4, K4: reported, passed over until royalties enter again, then paid all of it."""
    blocking = world.create("BlockingCurrency")
    world.admit(blocking)
    shares = dict.fromkeys(world.fans[:6], 50)
    project = world.raise_funds(shares, campaign={"currency": blocking})
    outcast = world.fans[2]
    world.tell(blocking, "setBlocked(address,bool)", outcast, True)
    await office.bring(project, small_file("600.00"), rate=BLOCKED)
    await office.finish()

    owed = office.claimable(project, outcast)
    assert owed == 600 * EURO * 95 // 100 * 70 // 100 // 6
    assert await status(office) == ["paid"]
    assert [len(batch) for batch in await batches(office)] == [6]
    assert {fan: paid(office, project, fan) for fan in shares} == dict.fromkeys(shares, owed) | {outcast: 0}
    async with office.engine.connect() as connection:
        assert await read_refused(connection, project.campaign, 0) == {outcast: owed}
        assert (await read_due(connection, project.campaign, 1)).amounts == {outcast: owed}

    world.tell(blocking, "setBlocked(address,bool)", outcast, False)
    await office.finish()
    assert paid(office, project, outcast) == 0
    await office.bring(project, small_file("300.00"), rate=BLOCKED)
    await office.finish()
    assert office.royalties_paid(project)[outcast] == [owed + owed // 2]
    assert await status(office) == ["paid", "paid"]


async def test_another_account_pays_when_the_first_ones_key_is_gone(office: Office, world: World) -> None:
    """7.2: one batch was sent, two are not signed: those are abandoned, and paid from the new account."""
    fans = world.fans[:12]
    project = world.raise_funds(dict.fromkeys(fans, 10))
    world.deposit(project, 100 * EURO)
    world.request("evm_setAutomine", False)
    await office.mirror.catch_up()
    await office.hire(payout_batch=4, in_flight=1).step()
    world.request("evm_setAutomine", True)
    office.payer_key = key_of("artist")
    office.payer = office.hire()
    await office.finish()
    assert len(office.royalties_paid(project)) == 4

    async with office.engine.begin() as connection:
        for row in await office.rows(transactions, transactions.c.status == "due"):
            await abandon(connection, row.id)
    await office.finish()
    assert {fan: len(paid) for fan, paid in office.royalties_paid(project).items()} == dict.fromkeys(fans, 1)
    assert {office.claimable(project, fan) for fan in fans} == {0}
    senders = [row.sender for row in await office.rows(transactions, transactions.c.status == "final")]
    assert senders == [world.payer, world.artist]


async def test_gifts_to_the_holders_are_paid_too(office: Office, world: World) -> None:
    """5.4: `payout` pays what is owed, wherever it came from; the next round takes it along."""
    project = world.raise_funds()
    world.give(project, project.share_token, 100 * EURO)
    world.sweep(project, project.share_token)
    await office.finish()
    assert paid(office, project, world.fan) == 60 * EURO
    assert [row.closed_at is not None for row in await office.rows(payout_rounds)] == [True]


async def test_batches_shrink_until_they_fit_into_a_transaction(office: Office, world: World) -> None:
    """7.2: the block's gas limit, or 16,777,216, whichever is lower, whatever the setting says."""
    shares = dict.fromkeys(world.fans[:30], 10)
    project = world.raise_funds(shares)
    await office.bring(project, small_file("100.00"))
    world.request("evm_setBlockGasLimit", hex(600_000))
    try:
        world.mine()
        await office.finish()
    finally:
        world.request("evm_setBlockGasLimit", hex(60_000_000))
        world.mine()
    assert [len(batch) for batch in await batches(office)] == [8, 8, 8, 6]
    assert {len(payments) for payments in office.royalties_paid(project).values()} == {1}
    assert len(office.royalties_paid(project)) == 30
    assert await status(office) == ["paid"]


async def test_without_a_payer_holders_can_claim(office: Office, world: World) -> None:
    """5.4: deposits are made, nobody is pushed."""
    project = world.raise_funds()
    office.payer_key = None
    office.payer = office.hire()
    await office.bring(project, small_file("100.00"))
    await office.finish()
    assert await status(office) == ["deposited"]
    assert await office.rows(payout_rounds) == []
    world.claim(project, world.fan)


async def test_somebody_elses_payout_leaves_nothing_to_do(office: Office, world: World) -> None:
    """5.4: `payout` is anybody's; a round that finds everybody paid is closed at once."""
    project = world.raise_funds()
    async with office.engine.begin() as connection:
        await office.mirror.catch_up()
        data = encode_call("ShareToken", "payout", [world.fan, world.second_fan])
        await record(
            connection, office.client, office.sending(), [Intent("early", project.share_token, data)]
        )
    world.deposit(project, 100 * EURO)
    await office.finish()
    assert [(row.attempt, row.error) for row in await office.rows(payout_rounds)] == [(1, None)]
    assert paid(office, project, world.fan) == 100 * EURO * 95 // 100 * 70 // 100 * 60 // 100
    assert {len(payments) for payments in office.royalties_paid(project).values()} == {1}
