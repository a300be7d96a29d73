"""Any holder may opt out of being paid by others, and in again; claims are always open (5.4)."""

from brownie import SmartWallet

from tests.contracts.answers import happened, plain


def test_a_holder_opts_out_and_in_again(project, shares, fan, stranger, currency):
    """5.4: and says so."""
    project.deposit(97_000)
    for accepted in (False, True):
        choice = shares.acceptPush(accepted, {"from": fan})
        assert happened(choice, "PushAccepted", shares) == [{"holder": fan, "accepted": accepted}]
        assert shares.isPushed(fan) == accepted
        payout = shares.payout([fan], {"from": stranger})
        assert bool(happened(payout, "RoyaltyPaid")) == accepted
    assert currency.balanceOf(fan) == 60_000


def test_who_opted_out_claims(project, shares, fan):
    """5.4: claims are always open."""
    shares.acceptPush(False, {"from": fan})
    project.deposit(97_000)
    assert shares.claim({"from": fan}).return_value == 60_000


def test_the_choice_outlives_the_shares(shares, fan, stranger):
    """5.4: also of somebody who never held any."""
    shares.acceptPush(False, {"from": stranger})
    shares.transfer(stranger, 60, {"from": fan})
    assert not shares.isPushed(stranger)
    shares.transfer(fan, 60, {"from": stranger})
    assert not shares.isPushed(stranger)


def test_a_contract_that_opted_in_may_opt_out(shares, fan):
    """5.4: the last word counts."""
    wallet = SmartWallet.deploy({"from": fan})
    shares.transfer(wallet, 1, {"from": fan})
    for accepted in (True, False, True):
        wallet.execute(shares, shares.acceptPush.encode_input(accepted), {"from": fan})
        assert shares.isPushed(wallet) == accepted


def test_a_choice_leaves_the_account_alone(project, shares, fan):
    """5.5: flags share their word with shares and fractions, and nothing else."""
    project.deposit(1_003)
    shares.transfer(fan, 0, {"from": fan})
    before = plain(shares.accountOf(fan))
    for accepted in (False, True):
        shares.acceptPush(accepted, {"from": fan})
        assert plain(shares.accountOf(fan)) == before
