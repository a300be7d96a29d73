"""The factory ties shares to their campaign and waterfall, once (2.1)."""

from brownie import ShareToken

from tests.contracts.answers import refused


def test_shares_are_tied_once(project, shares, platform, producer, stranger):
    """2.1: neither again, nor anew by whom they belong to."""
    for somebody in (platform, producer, stranger):
        with refused("ShareToken_AlreadyInitialized"):
            shares.initialize(somebody, somebody, {"from": somebody})
    assert shares.campaign() == project.campaign


def test_the_code_itself_belongs_to_nobody(implementations, stranger):
    """2.1: no shares can be made of what all projects' shares are clones of."""
    code: ShareToken = implementations[2]
    assert code.campaign() == code
    with refused("ShareToken_AlreadyInitialized"):
        code.initialize(stranger, stranger, {"from": stranger})
    with refused("ShareToken_OnlyCampaign", stranger):
        code.mint(stranger, 1, {"from": stranger})
