"""A fan buys shares at the price of the terms, or nothing happens (3.1)."""

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import every_currency
from tests.contracts.project import at_second, propose


@every_currency
def test_a_fan_pays_the_price_and_receives_shares(project, fan, stranger, currency):
    """3.1, K19: exactly price x shares move, whatever kind of currency."""
    amount = 7 * project.price
    purchase = project.contribute(fan, 7)
    firm_at = purchase.timestamp + project.terms.campaign.reflection
    told = {"fan": fan, "payer": fan, "shares": 7, "amount": amount, "tier": 0, "firmAt": firm_at}
    assert happened(purchase, "Contributed", project.campaign) == [told]
    assert [e["value"] for e in happened(purchase, "Transfer", currency)] == [amount]
    assert [e["value"] for e in happened(purchase, "Transfer", project.shares)] == [7]
    assert currency.balanceOf(fan) == 0
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == amount
    assert project.shares.balanceOf(fan) == project.shares.totalSupply() == 7
    assert (project.campaign.raised(), project.campaign.sharesLeft()) == (amount, 93)
    assert plain(project.campaign.pledgeOf(fan)) == (7, firm_at, 0)
    assert project.campaign.lastFirmAt() == firm_at


def test_shares_cannot_move_before_success(project, fan, stranger):
    """3.1, 6.1: transfers are closed until the supply is fixed."""
    project.contribute(fan, 7)
    with refused("ShareToken_TransfersClosed"):
        project.shares.transfer(stranger, 1, {"from": fan})
    project.shares.approve(stranger, 7, {"from": fan})
    with refused("ShareToken_TransfersClosed"):
        project.shares.transferFrom(fan, stranger, 1, {"from": stranger})


def test_too_early_is_refused_and_the_first_second_is_not(factory, platform, producer, later_terms, fan):
    """2.3: opened is not yet open to fans; `opensAt` is the first second in which they can."""
    opens_at = later_terms.campaign.opens_at
    early = propose(factory, platform, producer, later_terms)
    stages.open_early(early)
    early.currency.mint(fan, 2 * early.price, {"from": fan})
    early.currency.approve(early.campaign, 2 * early.price, {"from": fan})
    at_second(opens_at - 1)
    with refused("Campaign_NotOpenYet", opens_at):
        early.campaign.contribute(2, 0, {"from": fan})
    at_second(opens_at)
    assert early.campaign.contribute(2, 0, {"from": fan}).status == 1


def test_the_last_second_counts_and_the_closing_does_not(project, fan):
    """2.3: `closesAt` is the first second in which fans no longer can."""
    closes_at = project.terms.campaign.closes_at
    project.currency.mint(fan, 4 * project.price, {"from": fan})
    project.currency.approve(project.campaign, 4 * project.price, {"from": fan})
    at_second(closes_at - 1)
    project.campaign.contribute(2, 0, {"from": fan})
    at_second(closes_at)
    with refused("Campaign_Closed", closes_at):
        project.campaign.contribute(2, 0, {"from": fan})


def test_money_that_is_not_there_or_not_approved_buys_nothing(project, fan):
    """3.5: the currency's own refusal comes through."""
    with refused("ERC20InsufficientAllowance", project.campaign, 0, 2 * project.price):
        project.campaign.contribute(2, 0, {"from": fan})
    project.currency.approve(project.campaign, 2 * project.price, {"from": fan})
    with refused("ERC20InsufficientBalance", fan, 0, 2 * project.price):
        project.campaign.contribute(2, 0, {"from": fan})
    assert project.campaign.raised() == project.shares.totalSupply() == 0
