"""Shares move as any ERC-20, and a seller keeps what was earned (5.3, 6.1)."""

import pytest

from backend.accrual import Account, Index, add_down, settle_owed
from tests.contracts.answers import happened, plain, refused
from tests.contracts.terms import HOLDERS


def test_shares_move(shares, fan, stranger):
    """6.1: event, balances, supply."""
    transfer = shares.transfer(stranger, 25, {"from": fan})
    assert transfer.return_value is True
    assert happened(transfer, "Transfer", shares) == [{"from": fan, "to": stranger, "value": 25}]
    assert [shares.balanceOf(each) for each in (fan, stranger)] == [35, 25]
    assert shares.totalSupply() == 97


def test_the_seller_keeps_what_was_earned(project, shares, fan, stranger):
    """5.3: settled on transfer; the buyer earns from now on, in its own right."""
    project.deposit(97_000_000, 1)
    shares.transfer(stranger, 60, {"from": fan})
    assert (shares.claimable(fan), shares.claimable(stranger)) == (60_000_000, 0)
    project.deposit(97_000_000, 2)
    assert (shares.claimable(fan), shares.claimable(stranger)) == (60_000_000, 60_000_000)


def test_fractions_follow_nobody(project, shares, fan, stranger):
    """5.5: the account of each is what the model says, to 2^-48 of a unit."""
    index = Index(supply=97)
    accounts = {fan: Account(shares=60), stranger: Account()}
    for number, amount in enumerate((1, 96, 1_000_003), start=1):
        project.deposit(amount, number)
        shares.transfer(stranger, 7, {"from": fan})
        index = add_down(index, amount)
        for each, change in ((fan, -7), (stranger, 7)):
            settled = settle_owed(accounts[each], index)
            accounts[each] = Account(settled.shares + change, settled.index, settled.fraction, settled.owed)
    assert shares.index() == index.value
    for each, account in accounts.items():
        assert plain(shares.accountOf(each)) == (
            account.shares,
            account.index,
            account.fraction,
            account.owed,
        )


def test_a_transfer_to_oneself_changes_nothing(project, shares, fan):
    """6.1: neither shares nor what they earned."""
    project.deposit(97_000_000)
    shares.transfer(fan, 60, {"from": fan})
    assert (shares.balanceOf(fan), shares.claimable(fan)) == (60, 60_000_000)


def test_a_transfer_of_nothing_is_allowed(shares, fan, stranger):
    """6.1: as ERC-20 says, with its event."""
    transfer = shares.transfer(stranger, 0, {"from": fan})
    assert happened(transfer, "Transfer") == [{"from": fan, "to": stranger, "value": 0}]


@pytest.mark.parametrize("number", [61, 2**48, 2**256 - 1])
def test_more_than_one_holds_is_refused(shares, fan, stranger, number):
    """6.1: balance and need are told; no number reaches into the neighbouring bits of the account."""
    with refused("ERC20InsufficientBalance", fan, 60, number):
        shares.transfer(stranger, number, {"from": fan})


def test_nobody_in_particular_receives_no_shares(shares, fan):
    """6.1: shares are destroyed by wind-down only."""
    with refused("ERC20InvalidReceiver", HOLDERS):
        shares.transfer(HOLDERS, 1, {"from": fan})
