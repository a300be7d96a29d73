"""Tranches enter one by one: the most money first, and none stops another (PROTOCOL 5.3)."""

from decimal import Decimal

from structlog.testing import capture_logs

from backend.chain.contracts import encode_call
from backend.chain.fees import suggest_fees
from backend.chain.transactions import Call, estimate_gas
from backend.tables import attempts, payout_rounds, releases, transactions
from tests.backend.royalties.office import Office
from tests.backend.terms import EURO
from tests.backend.world import World

DAY = 86_400


async def test_dust_of_others_does_not_keep_money_waiting(office: Office, world: World) -> None:
    """5.3: the account can pay for one release: it is the largest one, the others are alarmed."""
    other = world.raise_funds(waterfall={"royaltySteps": 10})
    for number in range(4):
        world.deposit(other, 1_000 + number, number)
    project = world.raise_funds(waterfall={"royaltySteps": 10})
    world.deposit(project, 1_000 * EURO)
    world.warp(DAY)
    await office.mirror.catch_up()
    call = Call(world.payer, project.share_token, encode_call("ShareToken", "release", 1))
    gas, fees = await estimate_gas(office.client, call, 25), await suggest_fees(office.client)
    world.request("anvil_setBalance", world.payer, hex(gas.limit * fees.most))

    with capture_logs() as said:
        await office.hire(payout_minimum=Decimal(0)).step()

    (row,) = await office.rows(transactions)
    assert row.intent == f"release:31337:{project.share_token}:1:1"
    alarmed = [each["job"] for each in said if each["log_level"] == "error"]
    assert alarmed == [f"release {other.share_token} {number}" for number in (4, 3, 2, 1)]
    assert world.call("ShareToken", project.share_token, "totals")[1] > 0


async def test_a_step_below_the_minimum_waits_for_the_next(office: Office, world: World) -> None:
    """5.3: of 1.00, 0.665 are the holders', 0.03325 a day: worth a transaction every fourth day."""
    project = world.raise_funds(waterfall={"royaltySteps": 20})
    world.deposit(project, EURO)
    for day, count in ((1, 0), (2, 0), (3, 0), (4, 1), (5, 1)):
        world.warp(DAY)
        await office.finish()
        assert len(await office.rows(transactions)) == count, day
    (release,) = await office.rows(releases)
    assert release.amount == 133_000
    # 60 of 100 shares: 0.0798, below the minimum too.
    assert [row.error for row in await office.rows(payout_rounds)] == [None]


async def test_a_wind_down_releases_all_tranches_at_once(office: Office, world: World) -> None:
    """4.3, 5.3: no step is waited for, however little it is worth; later deposits enter by themselves."""
    project = world.raise_funds(waterfall={"royaltySteps": 365})
    world.deposit(project, EURO, 1)
    world.deposit(project, 1_000, 2)
    world.wind_down(project, world.fan)
    assert world.call("ShareToken", project.share_token, "totals") == (665_665, 0, 0)
    await office.finish()
    assert world.call("ShareToken", project.share_token, "totals")[:2] == (665_665, 665_665)
    assert [row.amount for row in await office.rows(releases)] == [665_000, 665]
    world.deposit(project, EURO, 3)
    await office.finish()
    assert world.call("ShareToken", project.share_token, "totals")[:2] == (1_330_665, 1_330_665)
    assert [row.amount for row in await office.rows(releases)] == [665_000, 665, 665_000]
    intents = [row.intent for row in await office.rows(transactions)]
    assert len([each for each in intents if each.startswith("release:")]) == 2


async def test_a_release_that_came_too_early_is_followed_by_another(office: Office, world: World) -> None:
    """K18, 5.3: a reorg puts the release of all steps before the wind-down that made them due."""
    project = world.raise_funds(waterfall={"royaltySteps": 365})
    world.deposit(project, 1_000 * EURO)
    world.open_wind_down(project, world.fan, 0)
    world.object(project, world.fan)
    world.read(project)
    await office.finish()
    read = world.read(project)
    await office.work()
    release = (await office.rows(attempts))[-2]
    depth = world.head() - int(read["blockNumber"], 16) + 1
    wind_down = world.signed(read)
    world.reorg(depth, [("0x" + release.raw.hex(), 0), (wind_down, 1)])
    deposited, released, _ = world.call("ShareToken", project.share_token, "totals")
    assert released < deposited
    await office.finish()
    deposited, released, paid = world.call("ShareToken", project.share_token, "totals")
    assert deposited == released == paid


async def test_the_last_step_is_released_whatever_it_is_worth(office: Office, world: World) -> None:
    """5.3: nothing is left behind, and dust costs one transaction, not one a day."""
    project = world.raise_funds(waterfall={"royaltySteps": 20})
    world.deposit(project, 1_000)
    for days, count in ((1, 0), (18, 0), (1, 1), (10, 1)):
        world.warp(days * DAY)
        await office.finish()
        assert len(await office.rows(transactions)) == count
    deposited, released, _ = world.call("ShareToken", project.share_token, "totals")
    assert deposited == released == 665
