"""Lives of projects that do not end as they were meant to; told in stages, see lives."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.backend.terms import DAY, EURO, HOLDERS, position
from tests.backend.world import Project, World


@contextmanager
def blocked(world: World, project: Project, account: str) -> Iterator[None]:
    """Meanwhile the issuer of the project's currency bars an account."""
    call = (project.terms["campaign"]["currency"], "setBlocked(address,bool)", account)
    world.tell(*call, True)
    yield
    world.tell(*call, False)


def fail(world: World) -> Iterator[str]:
    """The goal is missed; some are paid back, one is not yet."""
    project = world.propose()
    world.escrow(project, 0)
    world.start(project)
    world.contribute(project, world.fan, 3)
    world.contribute(project, world.second_fan, 4)
    world.contribute_for(project, world.payer, world.stranger, 10)
    world.contribute(project, world.stranger, 5, tier=1)
    world.donate(project, world.patron, 5 * EURO)
    yield "raising"
    world.finalize(project)
    yield "failed"
    world.refund(project, world.fan, world.stranger)
    world.act(world.stranger, "Campaign", project.campaign, "refundGift", world.patron)
    world.act(world.stranger, "Campaign", project.campaign, "returnLine", 0)
    yield "half refunded"


def cancel(world: World) -> Iterator[str]:
    """The producer cancels; one line was withdrawn before, another is given back."""
    lines = [
        {"financier": world.financier, "label": "label", "amount": 5_000 * EURO},
        {"financier": world.payer, "label": "broadcaster", "amount": 4_000 * EURO},
    ]
    project = world.propose(world.terms(financiers=lines))
    world.escrow(project, 0)
    world.escrow(project, 1)
    world.act(world.payer, "Campaign", project.campaign, "withdrawLine", 1)
    yield "one line withdrawn"
    world.start(project)
    world.contribute(project, world.fan, 12)
    world.cancel(project)
    world.act(world.stranger, "Campaign", project.campaign, "returnLine", 0)
    world.refund(project, world.fan)
    yield "cancelled"


def lapse(world: World) -> Iterator[str]:
    """The artist takes its consent back, and nobody can open."""
    project = world.propose()
    world.approve(project)
    world.consent(project, deadline=world.now() + DAY)
    yield "consented"
    world.act(world.artist, "ProjectFactory", world.factory, "revokeConsent", project.campaign)
    world.escrow(project, 0)
    yield "not consented"
    world.warp_to(project.terms["campaign"]["opensAt"])
    yield "lapsed"
    world.act(world.stranger, "Campaign", project.campaign, "returnLine", 0)
    yield "given back"


def reopen(world: World) -> Iterator[str]:
    """Taken back after the closing, pledges bring the goal below; others reach it again."""
    project = world.propose()
    world.start(project)
    closes_at = project.terms["campaign"]["closesAt"]
    world.act(world.platform, "ProjectFactory", world.factory, "pauseContributions")
    world.warp(DAY)
    world.act(world.platform, "ProjectFactory", world.factory, "resumeContributions")
    world.warp_to(closes_at)
    world.contribute(project, world.fan, 100)
    world.warp(2 * DAY)
    yield "closed"
    world.revoke(project, world.fan)
    yield "reopened"
    world.contribute(project, world.second_fan, 100)
    world.finalize(project)
    yield "succeeded"


def wind_down(world: World) -> Iterator[str]:
    """Half of the pot is released; then the holders end it, and with it the steps of royalties that have
    begun to enter. All leave, and royalties still come."""
    world.admit(blocking := world.create("BlockingCurrency"))
    positions = [
        position("Recoup", world.financier, 500, "label", 8_000 * EURO),
        position("Recoup", HOLDERS, 0, "fans", 900 * EURO, with_previous=True),
        position("Percentage", world.producer, 3_000, "producer"),
        position("Percentage", HOLDERS, 7_000, "fans"),
    ]
    waterfall = {"positions": positions, "holdersCapPerShare": 1_000 * EURO, "royaltySteps": 365}
    project = world.propose(world.terms(campaign={"currency": blocking}, waterfall=waterfall))
    world.escrow(project, 0)
    world.start(project)
    for fan, shares in ((world.fan, 60), (world.second_fan, 41)):
        world.contribute(project, fan, shares)
    world.donate(project, world.patron, 100 * EURO)
    world.finalize(project)
    world.announce(project, 0)
    world.read(project)
    world.deposit(project, 100 * EURO + 3)
    world.warp(DAY)
    world.release(project, 1)
    yield "producing"
    world.open_wind_down(project, world.fan, 1)
    yield "a wind-down is asked for"
    world.announce(project, 1, evidence=2)
    world.object(project, world.fan)
    world.read(project)
    world.read(project)
    yield "refused"
    world.wind_down(project, world.fan, milestone=1)
    yield "wound down"
    world.release(project, 1)
    yield "released at once"
    world.exit(project, world.fan, 20)
    world.act(world.stranger, "Campaign", project.campaign, "refundGift", world.patron)
    world.deposit(project, 777 * EURO + 7, number=2)
    yield "some left"
    world.exit(project, world.second_fan, 41)
    world.exit(project, world.fan, 40)
    world.act(world.stranger, "Campaign", project.campaign, "returnLine", 0)
    yield "all left"
    yield from outlive(world, project)


def outlive(world: World, project: Project) -> Iterator[str]:
    """Royalties of a project without a share are of those who left."""
    world.deposit(project, 10_000 * EURO + 1, number=3)
    with blocked(world, project, world.fan):
        world.payout(project, world.fan, world.second_fan)
    yield "those who left are paid, or owed"
    world.deposit(project, 11, number=4)
    world.claim(project, world.fan)
    world.give(project, project.campaign, 5)
    world.sweep(project, project.campaign)
    world.sweep(project, project.share_token)
    world.payout(project, world.second_fan)
    yield "surplus given to those who left"


def abandon(world: World) -> Iterator[str]:
    """Proposed and cancelled at once, while the platform changes its mind about everything."""
    project = world.propose()
    world.cancel(project)
    factory = ("ProjectFactory", world.factory)
    world.act(world.platform, *factory, "setFee", 100)
    world.act(world.platform, *factory, "setTreasury", world.stranger)
    world.act(world.platform, *factory, "allowCurrency", world.currency, False)
    world.approve_financier(world.financier, False)
    world.act(world.platform, *factory, "pauseContributions")
    yield "abandoned"
    world.act(world.platform, *factory, "resumeContributions")
    world.act(world.platform, *factory, "allowCurrency", world.currency, True)
    yield "the platform has changed"
