"""Currency that somebody sent goes to the holders at once, other tokens to the platform (3.5)."""

from brownie import chain

from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import deploy_currency
from tests.contracts.project import propose


def test_a_gift_enters_for_the_holders_as_tranche_zero(project, shares, fan, second_fan, stranger, currency):
    """3.5, K10: and is exact with what came by deposits."""
    project.deposit(97_000)
    currency.mint(shares, 970, {"from": stranger})
    sweep = shares.sweep(currency, {"from": stranger})
    assert happened(sweep, "Swept", shares) == [{"token": currency, "to": shares, "amount": 970}]
    assert happened(sweep, "RoyaltiesReleased") == [{"tranche": 0, "amount": 970, "index": 1_010 << 48}]
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (60_600, 37_370)
    assert plain(shares.totals()) == (97_970, 97_970, 0)
    assert plain(shares.tranche(0)) == (0, 0, 0)


def test_what_is_owed_is_no_surplus(project, shares, stranger, fan, currency):
    """3.5, K1: unclaimed and unreleased royalties stay, and a gift is swept once."""
    project.deposit(97_000)
    with refused("Vault_NothingToSweep", currency):
        shares.sweep(currency, {"from": stranger})
    currency.mint(shares, 5, {"from": stranger})
    shares.sweep(currency, {"from": stranger})
    with refused("Vault_NothingToSweep", currency):
        shares.sweep(currency, {"from": stranger})
    assert shares.claim({"from": fan}).return_value == 97_005 * 60 // 97


def test_a_gift_waits_until_there_are_holders(factory, platform, producer, later_terms, stranger, currency):
    """3.5: before the supply is fixed nobody would earn it, or somebody would earn too much."""
    young = propose(factory, platform, producer, later_terms)
    currency.mint(young.shares, 5, {"from": stranger})
    with refused("ShareToken_TransfersClosed"):
        young.shares.sweep(currency, {"from": stranger})


def test_other_tokens_go_to_the_treasury(shares, stranger, treasury):
    """3.5: nobody else has a use for them."""
    token = deploy_currency("18-decimals", stranger)
    with refused("Vault_NothingToSweep", token):
        shares.sweep(token, {"from": stranger})
    token.mint(shares, 5, {"from": stranger})
    sweep = shares.sweep(token, {"from": stranger})
    assert happened(sweep, "Swept") == [{"token": token, "to": treasury, "amount": 5}]
    assert token.balanceOf(treasury) == 5


def test_shares_sent_to_their_own_contract_go_to_the_treasury(shares, fan, stranger, treasury):
    """3.5: they are a token as any other there."""
    shares.transfer(shares, 5, {"from": fan})
    shares.sweep(shares, {"from": stranger})
    assert (shares.balanceOf(treasury), shares.balanceOf(shares)) == (5, 0)
    assert chain.height > 0
