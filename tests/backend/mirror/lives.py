"""Worlds in which everything happened that the mirror has a table for."""

from dataclasses import dataclass

from tests.backend.terms import EURO
from tests.backend.world import Project, World


@dataclass(frozen=True)
class Lives:
    """A project that earns, one that failed and is being refunded, one that was only proposed."""

    earning: Project
    failed: Project
    proposed: Project


def live(world: World) -> Lives:
    """Royalties in two steps, transfers between, claims, gifts; payments that fail and are tried again."""
    blocking = world.create("BlockingCurrency")
    world.admit(blocking)
    failed, proposed = world.propose(), world.propose()
    world.start(failed)
    world.contribute(failed, world.fan, 3)
    world.contribute(failed, world.second_fan, 4)
    earning = world.propose(world.terms(campaign={"currency": blocking}, waterfall={"royaltySteps": 2}))
    world.start(earning)
    for fan, shares in ((world.fan, 60), (world.second_fan, 41), (world.financier, 2)):
        world.contribute(earning, fan, shares)
    world.finalize(failed)
    world.refund(failed, world.fan)
    world.allow(earning, earning.waterfall, world.producer)
    block(world, earning, world.producer)
    world.finalize(earning)
    block(world, earning, world.producer, False)
    world.withdraw(earning, earning.campaign, world.producer)
    earn(world, earning)
    return Lives(earning, failed, proposed)


def earn(world: World, project: Project) -> None:
    """Royalties of a project in two daily steps."""
    deductions = [{"category": b"commission", "amount": 7}, {"category": b"\xff\x00odd", "amount": 1}]
    world.deposit(project, 1_000 * EURO + 1, deductions=deductions, net=1_000 * EURO - 7)
    world.warp(86_400)
    world.release(project, 1)
    world.transfer(project, world.fan, world.stranger, 20)
    block(world, project, world.second_fan)
    world.payout(project, world.fan, world.second_fan)
    block(world, project, world.second_fan, False)
    world.warp(86_400)
    world.release(project, 1)
    world.transfer(project, world.second_fan, world.second_fan, 5)
    world.claim(project, world.stranger, world.payer)
    world.payout(project, *world.accounts[:8])
    world.give(project, project.share_token, 12_345)
    world.sweep(project, project.share_token)


def block(world: World, project: Project, account: str, blocked: bool = True) -> None:
    """The issuer of the project's currency bars an account, or no longer does."""
    currency = project.terms["campaign"]["currency"]
    world.tell(currency, "setBlocked(address,bool)", account, blocked)
