"""Lives of projects in which everything happens that the mirror has a table for.

Each is told in stages: a generator that goes on with the life when it is asked for the next one, and says
where it has come.
"""

from collections.abc import Callable, Iterator

from tests.backend.mirror.endings import abandon, blocked, cancel, fail, lapse, reopen, wind_down
from tests.backend.terms import DAY, EURO, HOLDERS, position
from tests.backend.world import Project, World

Life = Callable[[World], Iterator[str]]


def earn(world: World) -> Iterator[str]:
    """Success, money by milestones, royalties over the holders' cap; payments fail and are tried again."""
    world.admit(blocking := world.create("BlockingCurrency"))
    project = world.propose(
        world.terms(
            campaign={"currency": blocking},
            waterfall={
                "royaltySteps": 2,
                "holdersCapPerShare": 9 * EURO,
                "positions": [
                    position("OffTheTop", world.collector, 500, "collection agent"),
                    position("Recoup", world.financier, 1_000, "label", 300 * EURO),
                    position("Recoup", HOLDERS, 0, "fans", 500 * EURO, with_previous=True),
                    position("Percentage", world.producer, 3_000, "producer"),
                    position("Percentage", HOLDERS, 7_000, "fans"),
                ],
            },
        )
    )
    world.sign_line(project, 0, paid_elsewhere=False)
    yield "proposed, with a promise"
    world.start(project)
    pledge(world, project)
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    world.warp(DAY)
    yield "paused"
    world.act(world.platform, "ProjectFactory", world.factory, "resumeContributions")
    with blocked(world, project, world.treasury):
        world.finalize(project)
    yield "succeeded, the fee owed"
    world.withdraw(project, project.campaign, world.treasury)
    world.sign_line(project, 0, paid_elsewhere=True)
    yield from release(world, project)
    yield from share(world, project)
    world.announce(project, 1, evidence=4)
    world.object(project, world.fan)
    world.transfer(project, world.fan, world.second_fan, 1)
    change_roles(world, project)
    yield "asked, in other hands"


def pledge(world: World, project: Project) -> None:
    """103 shares and 50 EUR stay; what else is pledged is taken back."""
    world.contribute(project, world.fan, 60, tier=1)
    world.contribute(project, world.second_fan, 41)
    world.contribute_for(project, world.payer, world.financier, 2)
    undecided, gifted = world.fans[:2]
    world.contribute(project, undecided, 10, tier=1)
    world.revoke(project, undecided)
    world.contribute_for(project, world.patron, gifted, 4)
    world.contribute(project, gifted, 3)
    world.revoke(project, gifted)
    world.donate(project, world.patron, 50 * EURO)
    gift = ("recordGiftInKind", "Studio Nord", "three days of recording")
    world.act(world.producer, "Campaign", project.campaign, *gift)


def release(world: World, project: Project) -> Iterator[str]:
    """The first milestone is refused, and then released to a producer whom the currency bars; the
    announcement of the second lapses."""
    world.announce(project, 0)
    world.object(project, world.second_fan)
    world.transfer(project, world.second_fan, world.fan, 6)
    yield "announced"
    world.read(project)
    yield "marked"
    world.read(project)
    world.announce(project, 0, evidence=2)
    with blocked(world, project, world.producer):
        world.read(project)
    yield "released, and owed"
    world.withdraw(project, project.campaign, world.producer)
    world.announce(project, 1, evidence=3)
    world.warp(30 * DAY)
    world.read(project)
    yield "lapsed"


def share(world: World, project: Project) -> Iterator[str]:
    """Royalties in two daily steps, up to the holders' cap and over it."""
    world.allow(project, project.waterfall, world.producer)
    deductions = [{"category": b"commission", "amount": 7}, {"category": b"\xff\x00odd", "amount": 1}]
    world.deposit(project, 1_000 * EURO + 1, deductions=deductions, net=1_000 * EURO - 7)
    world.warp(DAY)
    world.release(project, 1)
    world.transfer(project, world.fan, world.stranger, 20)
    with blocked(world, project, world.second_fan):
        world.payout(project, world.fan, world.second_fan)
    yield "half paid"
    world.warp(DAY)
    world.release(project, 1)
    world.transfer(project, world.second_fan, world.second_fan, 5)
    world.claim(project, world.stranger, world.payer)
    world.payout(project, *world.accounts[:8])
    with blocked(world, project, world.collector):
        world.deposit(project, 2_000 * EURO, number=2)
    yield "over the cap"
    world.withdraw(project, project.waterfall, world.collector)
    for each in (world.fan, world.second_fan):
        world.act(each, "ShareToken", project.share_token, "acceptPush", each == world.fan)
    world.give(project, project.share_token, 12_345)
    world.sweep(project, project.share_token)


def change_roles(world: World, project: Project) -> None:
    world.change_payee(project, 0, world.stranger)
    world.act(world.stranger, "Waterfall", project.waterfall, "offerPosition", 0, world.patron)
    world.change_producer(project, world.artist)
    world.act(world.artist, "Campaign", project.campaign, "offerProducer", world.patron)
    world.deposit(project, 100 * EURO, number=3, by=world.artist)


LIVES: dict[str, Life] = {
    "success": earn,
    "failure": fail,
    "cancellation": cancel,
    "lapse": lapse,
    "reopening": reopen,
    "wind-down": wind_down,
    "abandoned": abandon,
}


def live(world: World) -> None:
    """All of them."""
    for life in LIVES.values():
        for _ in life(world):
            pass
