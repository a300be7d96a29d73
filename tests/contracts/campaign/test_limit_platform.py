"""What the platform cannot do to a project that lives (2.2)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.project import statement


@pytest.fixture(params=["raising", "succeeded"])
def living(request, proposed, fan, second_fan):
    """A project with money in it, before and after its success."""
    proposed.escrow()
    (stages.fund if request.param == "raising" else stages.succeed)(proposed, fan, second_fan)
    return proposed


def test_it_has_no_part_of_the_producers_role(living, platform):
    """2.2: neither to end the project, nor to take its money, nor to hand the role to itself."""
    campaign = living.campaign
    for call, *arguments in [
        (campaign.cancel,),
        (campaign.offerProducer, platform),
        (campaign.announce, 0, bytes(32), ""),
        (campaign.recordGiftInKind, "platform", "nothing"),
    ]:
        with refused("Campaign_OnlyProducer", platform):
            call(*arguments, {"from": platform})
    with refused("Campaign_OnlyCandidate", platform):
        campaign.acceptProducer({"from": platform})


def test_it_has_no_part_of_anybodys_money(living, platform, financier):
    """2.2: what is held is owed to those who brought it, and to nobody else."""
    campaign, held = living.campaign, living.campaign.reserved()
    for call in (campaign.escrowLine, campaign.withdrawLine):
        with refused("Campaign_OnlyFinancier", platform, financier):
            call(0, {"from": platform})
    with refused("Vault_NothingOwed", platform):
        campaign.withdrawTo(platform, {"from": platform})
    succeeded = campaign.status() == stages.SUCCEEDED
    refusal = ("Vault_NothingToSweep", living.currency) if succeeded else ("Waterfall_ProjectNotSuccessful",)
    with refused(*refusal):
        living.waterfall.sweep(living.currency, {"from": platform})
    assert living.currency.balanceOf(campaign) == campaign.reserved() == held


def test_it_makes_neither_shares_nor_statements(living, platform, fan):
    """2.2: shares answer to the campaign, receipts to their reporters."""
    shares, waterfall = living.shares, living.waterfall
    for call, *arguments in [
        (shares.mint, platform, 1),
        (shares.burn, fan, 1),
        (shares.burnAll, fan),
        (shares.openTransfers,),
        (shares.endSteps,),
        (shares.setRound, 1),
        (shares.object, fan),
    ]:
        with refused("ShareToken_OnlyCampaign", platform):
            call(*arguments, {"from": platform})
    with refused("ShareToken_OnlyWaterfall", platform):
        shares.receiveRoyalties(1, {"from": platform})
    with refused("ShareToken_AlreadyInitialized"):
        shares.initialize(platform, platform, {"from": platform})
    for call, *arguments in [
        (waterfall.open, 1),
        (waterfall.prove, platform, 1),
        (waterfall.giveBack, platform, 1),
        (waterfall.reduceCap, 1),
        (waterfall.changeProducer, platform),
    ]:
        with refused("Waterfall_OnlyCampaign", platform):
            call(*arguments, {"from": platform})
    with refused("Waterfall_OnlyReporter", platform):
        waterfall.deposit(statement(0), {"from": platform})


def test_it_cannot_take_the_approval_back(living, factory, platform):
    """2.2: approval is given once, and for good."""
    with refused("ProjectFactory_AlreadyApproved", living.campaign):
        factory.approveListing(living.campaign, {"from": platform})
    assert factory.isApproved(living.campaign)
