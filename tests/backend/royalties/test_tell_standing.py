"""2.5, 5.2, 5.6: where a waterfall stands is what the contract answers."""

from sqlalchemy import select

from backend.addresses import ZERO_ADDRESS
from backend.royalties.standing import Standing, read_standing
from backend.royalties.waterfall import UNLIMITED
from backend.tables import cursor
from tests.backend.royalties.office import Office
from tests.backend.terms import EURO, HOLDERS, position
from tests.backend.world import Project, World


async def ask(office: Office, world: World, project: Project, at_block: int | None = None) -> Standing:
    await office.mirror.catch_up()
    (supply,) = world.call("ShareToken", project.share_token, "totalSupply")
    async with office.engine.connect() as connection:
        head = (await connection.execute(select(cursor.c.block_number))).scalar_one()
        return await read_standing(connection, project.campaign, supply, at_block or head)


def raise_with(world: World, cap: int = 0) -> Project:
    positions = [
        position("OffTheTop", world.collector, 500, "agent"),
        position("Recoup", world.financier, 2_000, "label", 9_000 * EURO),
        position("Recoup", HOLDERS, 0, "fans' stake", 400 * EURO, with_previous=True),
        position("Percentage", HOLDERS, 4_000, "fans"),
        position("Percentage", world.producer, 6_000, "producer"),
    ]
    return world.raise_funds(
        waterfall={"positions": positions, "holdersCapPerShare": cap, "deductionCeilingBps": 10_000}
    )


def assert_as_told(world: World, project: Project, told: Standing) -> None:
    def call(name: str, *arguments: int) -> tuple[object, ...]:
        return world.call("Waterfall", project.waterfall, name, *arguments)

    for number, place in enumerate(told.places):
        recouped = (place.proved, place.received) if place.recoups else (0, 0)
        assert recouped == call("recoupedOf", number)
        assert (place.due,) == call("dueOf", number)
        assert (place.payee,) == call("payeeOf", number)
    assert (UNLIMITED if told.room is None else told.room,) == call("holdersRoom")
    assert (told.due_at,) == call("reportDueAt")
    assert (told.is_overdue(world.now()),) == call("isOverdue")


async def test_positions_stand_as_the_contract_says(office: Office, world: World) -> None:
    """5.2: after deposits that the first positions swallow, a short net, and one that reaches everybody."""
    project = raise_with(world)
    told = await ask(office, world, project)
    assert_as_told(world, project, told)
    assert [place.due for place in told.places] == [0, 10_800 * EURO, 400 * EURO, 0, 0]
    for number, (gross, net) in enumerate([(1_000, 10), (5_000, 5_000), (8_000, 8_000)]):
        deductions = [{"category": b"commission", "amount": (gross - net) * EURO}]
        world.deposit(project, gross * EURO, number, deductions=deductions, net=net * EURO)
        told = await ask(office, world, project)
        assert_as_told(world, project, told)
    assert [place.due for place in told.places] == 5 * [0]
    assert sum(place.received for place in told.places) + told.to_producer == 13_010 * EURO


async def test_an_earlier_block_knows_nothing_of_later_ones(office: Office, world: World) -> None:
    project = raise_with(world)
    world.deposit(project, 100 * EURO)
    before, head = await ask(office, world, project), world.head()
    world.deposit(project, 900 * EURO, 2)
    assert await ask(office, world, project, head) == before
    assert await ask(office, world, project) != before


async def test_the_cap_leaves_room_until_it_is_reached(office: Office, world: World) -> None:
    """5.2: 100 shares at 5 each; what exceeds it is the producer's."""
    project = raise_with(world, cap=5 * EURO)
    told = await ask(office, world, project)
    assert (told.cap_per_share, told.room) == (5 * EURO, 500 * EURO)
    world.deposit(project, 13_000 * EURO)
    told = await ask(office, world, project)
    assert_as_told(world, project, told)
    assert told.room == 0
    assert told.to_producer > 0


async def test_a_wind_down_lowers_the_cap_and_what_is_recouped(office: Office, world: World) -> None:
    """4.3"""
    project = raise_with(world, cap=20 * EURO)
    world.wind_down(project, world.fan)
    world.exit(project, world.fan, 60)
    told = await ask(office, world, project)
    assert_as_told(world, project, told)
    (proved, _) = world.call("Waterfall", project.waterfall, "recoupedOf", 2)
    assert told.places[2].proved == proved < 400 * EURO
    assert told.cap_per_share is not None
    assert told.cap_per_share < 20 * EURO


async def test_a_position_that_was_handed_on_names_both(office: Office, world: World) -> None:
    """2.5: offered, then taken."""
    project = raise_with(world)
    world.act(world.producer, "Waterfall", project.waterfall, "offerPosition", 4, world.stranger)
    place = (await ask(office, world, project)).places[4]
    assert (place.payee, place.candidate) == (world.producer, world.stranger)
    world.act(world.stranger, "Waterfall", project.waterfall, "acceptPosition", 4)
    told = await ask(office, world, project)
    assert_as_told(world, project, told)
    assert (told.places[4].payee, told.places[4].candidate) == (world.stranger, None)
    assert told.places[3].payee == ZERO_ADDRESS


async def test_a_statement_is_overdue_after_its_date(office: Office, world: World) -> None:
    """5.6"""
    project = raise_with(world)
    told = await ask(office, world, project)
    assert told.due_at is not None
    world.warp_to(told.due_at)
    assert_as_told(world, project, await ask(office, world, project))
    world.warp(1)
    told = await ask(office, world, project)
    assert told.is_overdue(world.now())
    assert_as_told(world, project, told)
