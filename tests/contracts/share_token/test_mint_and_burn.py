"""Only the campaign makes and destroys shares, and only until the supply is fixed (6.1)."""

import pytest

from tests.contracts.answers import happened, plain, refused
from tests.contracts.project import propose
from tests.contracts.terms import HOLDERS


@pytest.fixture
def young(factory, platform, producer, later_terms):
    """A proposed project, without a share yet."""
    return propose(factory, platform, producer, later_terms)


@pytest.fixture
def acting_campaign(accounts, young):
    return accounts.at(young.campaign.address, force=True)


def test_nobody_else_makes_or_destroys_shares(shares, fan, producer, platform):
    """6.1: neither producer nor platform nor a holder."""
    for somebody in (fan, producer, platform):
        for verb, arguments in ((shares.mint, [fan, 1]), (shares.burnAll, [fan]), (shares.openTransfers, [])):
            with refused("ShareToken_OnlyCampaign", somebody):
                verb(*arguments, {"from": somebody})


def test_the_campaign_itself_cannot_mint_after_success(project, shares, accounts, fan):
    """6.1: the supply is fixed when the campaign is finalised, and can only fall."""
    with refused("ShareToken_SupplyFixed"):
        shares.mint(fan, 1, {"from": accounts.at(project.campaign.address, force=True)})


def test_the_supply_has_a_bound(young, acting_campaign, fan, stranger):
    """6.1: at most 2^48 - 1 shares, so that no account overflows into its neighbour (K12)."""
    young.shares.mint(fan, 2**48 - 1, {"from": acting_campaign})
    with refused("ShareToken_SupplyAboveMaximum", 2**48, 2**48 - 1):
        young.shares.mint(stranger, 1, {"from": acting_campaign})
    assert plain(young.shares.accountOf(fan)) == (2**48 - 1, 0, 0, 0)
    assert young.shares.totalSupply() == 2**48 - 1


def test_nobody_in_particular_receives_no_shares(young, acting_campaign):
    """6.1: not even from the campaign."""
    with refused("ERC20InvalidReceiver", HOLDERS):
        young.shares.mint(HOLDERS, 1, {"from": acting_campaign})


def test_burning_takes_all_shares_of_one_fan_and_no_other(young, acting_campaign, fan, second_fan):
    """3.4, K9: who stays is not touched."""
    young.shares.mint(fan, 5, {"from": acting_campaign})
    young.shares.mint(second_fan, 7, {"from": acting_campaign})
    burn = young.shares.burnAll(fan, {"from": acting_campaign})
    assert burn.return_value == 5
    assert happened(burn, "Transfer", young.shares) == [{"from": fan, "to": HOLDERS, "value": 5}]
    assert [young.shares.balanceOf(each) for each in (fan, second_fan)] == [0, 7]
    assert young.shares.totalSupply() == 7
