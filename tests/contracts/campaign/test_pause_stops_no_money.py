"""A pause, or anything else that the platform decides, touches no refund and no royalty (2.2)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened
from tests.contracts.currencies import every_currency
from tests.contracts.project import wait_until

pytestmark = every_currency


@pytest.fixture
def turn_against(factory, platform, currency, financier):
    """The platform pauses, bars the currency, removes the financier and raises the fee to the ceiling."""

    def turn(project):
        factory.pauseContributions({"from": platform})
        factory.allowCurrency(currency, False, {"from": platform})
        factory.approveFinancier(financier, False, {"from": platform})
        factory.setFee(1_000, {"from": platform})

    return turn


def test_refunds_go_on(project, turn_against, fan, second_fan, patron, stranger, currency):
    """2.2, 3.2, 3.4: a fan revokes, a campaign fails, fans and patrons are refunded in full."""
    project.contribute(fan, 10)
    project.contribute(second_fan, 20)
    project.give(patron, 7)
    turn_against(project)
    project.campaign.revoke({"from": fan})
    wait_until(project.campaign.closesAt())
    project.close()
    assert project.campaign.status() == stages.FAILED
    project.campaign.refund(second_fan, {"from": stranger})
    project.campaign.refundGift(patron, {"from": stranger})
    assert currency.balanceOf(fan) == 10 * project.price
    assert currency.balanceOf(second_fan) == 20 * project.price
    assert currency.balanceOf(patron) == 7
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 0


def test_a_cancellation_goes_on(project, turn_against, fan, producer, stranger, currency):
    """2.2, 3.4: the producer ends the campaign, and fans are refunded, while contributions stand still."""
    project.contribute(fan, 10)
    turn_against(project)
    project.campaign.cancel({"from": producer})
    project.campaign.refund(fan, {"from": stranger})
    assert currency.balanceOf(fan) == 10 * project.price
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 0


def test_success_and_royalties_go_on(
    project, turn_against, fan, second_fan, producer, treasury, stranger, currency
):
    """2.2, 4.1, 5.1, 5.4: the fee is the frozen one, milestones are released, royalties come and are paid."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    turn_against(project)
    wait_until(project.campaign.closesAt())
    project.close()
    raised = 97 * project.price
    assert currency.balanceOf(treasury) == raised * 500 // 10_000
    [released] = happened(project.release(0), "Released", project.campaign)
    assert released["amount"] == currency.balanceOf(producer) == (raised - raised * 500 // 10_000) // 2
    project.deposit(9_700)
    before = currency.balanceOf(fan)
    earned = project.shares.claimable(fan)
    project.shares.payout([fan], {"from": stranger})
    project.shares.claim({"from": second_fan})
    assert currency.balanceOf(fan) - before == earned > 0
    assert currency.balanceOf(project.shares) == project.shares.reserved()
