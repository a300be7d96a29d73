"""The demo's fans, patrons and financiers: they get test money and contribute, day after day."""

from random import Random

from scripts import chain
from scripts.description.terms import DAY
from scripts.project.gifts import give, record_gift_in_kind
from scripts.project.standing import standing
from scripts.project.steps import finalize_campaign
from scripts.records import Records
from scripts.story.scenes import Cast, Scene
from scripts.story.stories import ESCROW
from scripts.transactions.batch import Batch

RECEIPTS = 1_000_000
"""Whole units of each currency that distributors have paid to the collector, to be shared by statements."""
PATRON = "Canal Balises"


def mint(scenes: list[Scene], cast: Cast, records: Records, random: Random) -> None:
    """Gives each fan what they are going to spend and some savings, and professionals what they bring."""
    batch, minter = Batch(), cast.roles["deployer"].account
    for symbol, currency in records.factory()["currencies"].items():
        token, unit = chain.contract_at("TestCurrency", currency["address"]), 10 ** currency["decimals"]
        ours = [scene for scene in scenes if scene.currency.symbol == symbol]
        for fan in cast.fans:
            savings = random.randint(50, 2_000) * unit
            batch.send(minter, token.mint, fan.address, savings + sum(scene.cost(fan) for scene in ours))
        for scene in ours:
            for line, coverage in zip(scene.terms.financiers, scene.story.coverage, strict=True):
                if coverage == ESCROW:
                    batch.send(minter, token.mint, line.financier, line.amount)
            if scene.gift:
                batch.send(minter, token.mint, cast.addresses["patron"], scene.gift)
    batch.settle()


def mint_receipts(cast: Cast, records: Records) -> None:
    """Gives the collector what there will be to share."""
    batch, minter = Batch(), cast.roles["deployer"].account
    for currency in records.factory()["currencies"].values():
        token, unit = chain.contract_at("TestCurrency", currency["address"]), 10 ** currency["decimals"]
        batch.send(minter, token.mint, cast.addresses["collector"], RECEIPTS * unit)
    batch.settle()


def opening_of(scenes: list[Scene]) -> int:
    """When the last of them opens."""
    return max(scene.terms.campaign.opens_at for scene in scenes)


def days_of(scenes: list[Scene]) -> int:
    """Whole days in which all of them are open."""
    return (min(scene.terms.campaign.closes_at for scene in scenes) - opening_of(scenes)) // DAY


def contribute_on(scenes: list[Scene], cast: Cast, day: int, days: int) -> None:
    """What fans and patrons do on one of the days that all of it takes; the first is 0.

    Who thinks again does so on the second.
    """
    chain.travel_to(opening_of(scenes) + day * DAY + 1)
    batch = Batch()
    for scene in scenes:
        turns, campaign = scene.turns, chain.contract_at("Campaign", scene.project["campaign"])
        today = range(len(turns) * day // days, len(turns) * (day + 1) // days)
        for turn in [*(turns[i] for i in today), *(scene.leaving if day == 0 else [])]:
            if turn.first:
                token = chain.contract_at("TestCurrency", scene.terms.campaign.currency)
                batch.send(turn.fan.account, token.approve, campaign.address, scene.cost(turn.fan))
            batch.send(turn.fan.account, campaign.contribute, turn.shares, turn.tier)
        for turn in scene.leaving if day == 1 else []:
            batch.send(turn.fan.account, campaign.revoke)
    batch.settle()
    if day == days // 2:
        for scene in scenes:
            give_gifts(scene, cast)


def give_gifts(scene: Scene, cast: Cast) -> None:
    if scene.gift:
        give(scene.project, scene.gift, cast.account("patron"))
    if scene.story.in_kind:
        producer = cast.account(scene.story.producer)
        record_gift_in_kind(scene.project, PATRON, scene.story.in_kind, producer)


def finalize(scenes: list[Scene], cast: Cast) -> None:
    """Once the last fan can no longer think again."""
    now = [standing(scene.project) for scene in scenes]
    chain.travel_to(max(max(each["closes_at"], each["firm_at"]) for each in now))
    for scene in scenes:
        finalize_campaign(scene.project, cast.account("platform"))


def resell(scenes: list[Scene], random: Random) -> int:
    """A few shares change hands between fans, once they can move. Returns how many fans sold."""
    batch = Batch()
    for scene in scenes:
        shares = chain.contract_at("ShareToken", scene.project["share_token"])
        sellers = [turn.fan for turn in scene.turns if turn.shares >= 20]
        for seller in random.sample(sellers, scene.story.resold):
            buyer = random.choice([turn.fan for turn in scene.turns if turn.fan != seller])
            batch.send(seller.account, shares.transfer, buyer.address, random.randint(1, 15))
    return batch.settle()
