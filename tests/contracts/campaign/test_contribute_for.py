"""Shares as a present: for a fan without pledge or reward, without its signature (3.1)."""

from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import every_currency


@every_currency
def test_the_payer_pays_and_the_fan_receives(project, fan, patron, currency):
    """3.1, K19: the shares are the fan's, the event names both."""
    amount = 7 * project.price
    project.fund(patron, amount)
    purchase = project.campaign.contributeFor(fan, 7, {"from": patron})
    firm_at = purchase.timestamp + project.terms.campaign.reflection
    told = {"fan": fan, "payer": patron, "shares": 7, "amount": amount, "tier": 0, "firmAt": firm_at}
    assert happened(purchase, "Contributed", project.campaign) == [told]
    assert (project.shares.balanceOf(fan), project.shares.balanceOf(patron)) == (7, 0)
    assert plain(project.campaign.payerOf(fan)) == plain((patron, 7))
    assert (currency.balanceOf(patron), currency.balanceOf(project.campaign)) == (0, amount)


@every_currency
def test_the_fan_revokes_and_the_payer_is_paid_back(project, fan, patron, currency):
    """3.1, 3.2: nobody is made a holder against its will, and nobody earns by revoking."""
    amount = 7 * project.price
    project.fund(patron, amount)
    project.campaign.contributeFor(fan, 7, {"from": patron})
    revocation = project.campaign.revoke({"from": fan})
    assert happened(revocation, "Revoked", project.campaign) == [
        {"fan": fan, "payer": patron, "shares": 7, "amount": amount}
    ]
    assert (currency.balanceOf(fan), currency.balanceOf(patron)) == (0, amount)
    assert project.shares.totalSupply() == currency.balanceOf(project.campaign) == 0
    assert plain(project.campaign.payerOf(fan)) == (plain("0x" + 40 * "0"), 0)


@every_currency
def test_when_the_campaign_fails_the_payer_is_paid_back(project, fan, patron, stranger, currency):
    """3.4, K5: each gets what it paid, from one refund of the fan."""
    project.fund(patron, 7 * project.price)
    project.campaign.contributeFor(fan, 7, {"from": patron})
    project.contribute(fan, 5)
    project.close()
    refund = project.campaign.refund(fan, {"from": stranger})
    assert happened(refund, "Refunded", project.campaign) == [
        {"fan": fan, "payer": fan, "shares": 5, "amount": 5 * project.price},
        {"fan": fan, "payer": patron, "shares": 7, "amount": 7 * project.price},
    ]
    assert currency.balanceOf(fan) == 5 * project.price
    assert currency.balanceOf(patron) == 7 * project.price
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 0


def test_the_payer_itself_cannot_revoke(project, fan, patron):
    """3.1: the fan revokes."""
    project.fund(patron, 7 * project.price)
    project.campaign.contributeFor(fan, 7, {"from": patron})
    with refused("Campaign_NothingToRevoke", patron):
        project.campaign.revoke({"from": patron})


def test_a_fan_with_a_pledge_is_left_alone(project, fan, patron):
    """3.1: without its signature nobody uses up its windows, its maximum or its peace."""
    project.contribute(fan, 2)
    project.fund(patron, 7 * project.price)
    with refused("Campaign_FanHasPledged", fan):
        project.campaign.contributeFor(fan, 7, {"from": patron})
    assert project.currency.balanceOf(patron) == 7 * project.price


def test_who_was_given_shares_is_not_given_more(project, fan, patron):
    """3.1: not even by the same payer."""
    project.fund(patron, 4 * project.price)
    project.campaign.contributeFor(fan, 2, {"from": patron})
    with refused("Campaign_FanHasPledged", fan):
        project.campaign.contributeFor(fan, 2, {"from": patron})


def test_who_has_revoked_everything_can_be_given_shares_again(project, fan, patron, stranger):
    """3.1: by another payer, too."""
    project.fund(patron, 2 * project.price)
    project.campaign.contributeFor(fan, 2, {"from": patron})
    project.campaign.revoke({"from": fan})
    project.fund(stranger, 3 * project.price)
    project.campaign.contributeFor(fan, 3, {"from": stranger})
    assert plain(project.campaign.payerOf(fan)) == plain((stranger, 3))


def test_the_fan_of_a_present_buys_more_itself(project, fan, patron):
    """3.1: and takes its reward, for which all its shares count (3.6)."""
    project.fund(patron, 4 * project.price)
    project.campaign.contributeFor(fan, 4, {"from": patron})
    project.contribute(fan, 1, tier=1)
    assert project.shares.balanceOf(fan) == 5
    assert plain(project.campaign.payerOf(fan)) == plain((patron, 4))


def test_for_oneself_it_is_a_pledge_like_any_other(project, fan):
    """3.1: the payer is the fan, and nobody else."""
    project.fund(fan, 2 * project.price)
    project.campaign.contributeFor(fan, 2, {"from": fan})
    assert plain(project.campaign.payerOf(fan)) == (plain("0x" + 40 * "0"), 0)
    project.campaign.revoke({"from": fan})
    assert project.currency.balanceOf(fan) == 2 * project.price


def test_the_limits_hold_for_a_present(project, fan, patron):
    """2.3: minimum and maximum are the fan's."""
    project.fund(patron, 61 * project.price)
    with refused("Campaign_TooFewShares", 1, 2):
        project.campaign.contributeFor(fan, 1, {"from": patron})
    with refused("Campaign_TooManyShares", 61, 60):
        project.campaign.contributeFor(fan, 61, {"from": patron})


def test_nobody_can_be_a_fan_without_an_address(project, patron):
    """3.1: shares for the zero address or the token itself would be lost."""
    project.fund(patron, 2 * project.price)
    for nobody in ("0x" + 40 * "0", project.shares.address):
        with refused("ERC20InvalidReceiver", nobody):
            project.campaign.contributeFor(nobody, 2, {"from": patron})
