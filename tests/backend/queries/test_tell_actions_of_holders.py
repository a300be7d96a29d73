"""What holders and the producer can do after success, to the very end (rules 4.1 to 4.3, 5.3, 5.4).

All that is said is compared with what the contracts answer: see teller.
"""

from backend.queries.actions import Action
from tests.backend.queries.teller import Teller
from tests.backend.terms import DAY, EURO
from tests.backend.world import World


async def test_an_announcement_from_its_window_to_its_release(world: World, teller: Teller) -> None:
    """4.1, 4.2: 30 of 100 shares stop a release; the fan sells, and still cannot object twice."""
    made = world.raise_funds()
    world.allow(made, made.campaign, world.patron, world.stranger, world.producer)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    first_due = made.terms["production"]["milestones"][0]["dueAt"]
    assert said["object"].reason == "nothing_asked"
    assert said["open_wind_down"] == Action("open_wind_down", False, "no_grounds", first_due + 30 * DAY)
    world.announce(made, 0)
    until = world.now() + 7 * DAY
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["object"] == Action("object", True, None, until)
    assert said["read"] == Action("read", False, "objections_open", until)
    assert (await teller.tell(made, world.stranger))["object"].reason == "no_shares"
    assert (await teller.tell(made, None))["object"] == Action("object", True, None, until)
    world.object(made, world.fan)
    await teller.compare(made)
    assert (await teller.tell(made, world.fan))["object"] == Action("object", False, "has_objected", until)
    world.warp_to(until)
    await teller.compare(made)
    said = await teller.tell(made, world.second_fan)
    assert said["object"].reason == "objections_over"
    assert said["read"] == Action("read", True, None, until + 14 * DAY)
    world.read(made)
    again = world.now() + DAY
    await teller.compare(made)
    assert (await teller.tell(made, None))["read"] == Action("read", False, "read_again_later", again)
    world.read(made)
    await teller.compare(made)


async def test_the_holders_turn_after_a_refusal(world: World, teller: Teller) -> None:
    """4.1 to 4.3: refused, then a request to end it, which an announcement cannot push aside; then the
    project is wound down, and holders leave once all royalties are released."""
    made = world.raise_funds(waterfall={"royaltySteps": 10})
    world.announce(made, 0)
    world.object(made, world.fan)
    world.read(made)
    world.read(made)
    await teller.compare(made)
    world.open_wind_down(made, world.second_fan, 1)
    await teller.compare(made)
    assert (await teller.tell(made, world.producer))["announce"].reason == "question_open"
    world.object(made, world.fan)
    world.deposit(made, 100 * EURO)
    world.read(made)
    world.read(made)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["exit"] == Action("exit", False, "release_first", None)
    assert said["release"].possible
    world.release_everything(made)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["exit"] == Action("exit", True)
    assert said["claim"] == Action("claim", True)
    world.exit(made, world.fan, 60)
    world.exit(made, world.second_fan, 40)
    await teller.compare(made)
    assert (await teller.tell(made, None))["exit"].reason == "no_shares"


async def test_an_announcement_pushes_a_request_aside(world: World, teller: Teller) -> None:
    """4.1: where the holders have refused nothing."""
    made = world.raise_funds()
    world.open_wind_down(made, world.fan, 0)
    await teller.compare(made)
    assert (await teller.tell(made, world.producer))["announce"].possible


async def test_nothing_is_announced_before_financiers_have_paid(world: World, teller: Teller) -> None:
    """4.1: a promise is no money."""
    made = world.propose()
    world.sign_line(made, 0, paid_elsewhere=False)
    world.start(made)
    world.contribute(made, world.fan, 100)
    world.finalize(made)
    await teller.compare(made)
    assert (await teller.tell(made, world.producer))["announce"].reason == "lines_missing"


async def test_royalties_enter_by_daily_steps(world: World, teller: Teller) -> None:
    """5.3, 5.4: 4 steps; the first comes after a day, and then there is something to claim."""
    made = world.raise_funds(waterfall={"royaltySteps": 4})
    world.deposit(made, 100 * EURO)
    came = world.now()
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["release"] == Action("release", False, "nothing_to_release", came + DAY)
    assert said["claim"].reason == "nothing_to_claim"
    world.warp_to(came + DAY)
    await teller.compare(made)
    world.release(made, 1)
    await teller.compare(made)
    said = await teller.tell(made, world.fan)
    assert said["release"] == Action("release", False, "nothing_to_release", came + 2 * DAY)
    assert said["claim"].possible
    assert (await teller.tell(made, world.stranger))["claim"].reason == "nothing_to_claim"


async def test_an_unread_question_lapses(world: World, teller: Teller) -> None:
    """4.2"""
    made = world.raise_funds()
    world.announce(made, 0)
    until = world.now() + 7 * DAY
    world.warp_to(until + 14 * DAY)
    await teller.compare(made)
    assert (await teller.tell(made, None))["read"] == Action("read", True, None, None)
