"""Before success shares cannot move (6.1)."""

import pytest

from tests.contracts import stages
from tests.contracts.answers import happened, refused


@pytest.fixture(scope="module")
def project(proposed, fan, second_fan):
    stages.fund(proposed, fan, second_fan)
    return proposed


@pytest.mark.parametrize("number", [0, 1, 60])
def test_shares_cannot_move_before_success(shares, fan, stranger, number):
    """6.1: neither by their holder nor by whom it allowed to."""
    assert not shares.transfersOpen()
    shares.approve(stranger, 60, {"from": fan})
    with refused("ShareToken_TransfersClosed"):
        shares.transfer(stranger, number, {"from": fan})
    with refused("ShareToken_TransfersClosed"):
        shares.transferFrom(fan, stranger, number, {"from": stranger})
    assert (shares.balanceOf(fan), shares.allowance(fan, stranger)) == (60, 60)


def test_success_opens_them_with_the_supply(project, shares, fan, stranger):
    """6.1: which is told, and fixed."""
    closed = project.close()
    assert happened(closed, "TransfersOpened", shares) == [{"supply": 97}]
    assert shares.transfersOpen()
    shares.transfer(stranger, 60, {"from": fan})
    assert shares.balanceOf(stranger) == 60


def test_they_stay_closed_without_success(project, shares, fan, stranger, producer):
    """6.1, 3.4: whoever is refunded has nothing to sell."""
    project.campaign.cancel({"from": producer})
    with refused("ShareToken_TransfersClosed"):
        shares.transfer(stranger, 1, {"from": fan})


def test_gifts_and_releases_find_no_holder_before_success(shares, currency, stranger):
    """5.3, K6: nobody buys what has come in already."""
    currency.mint(shares, 1_000, {"from": stranger})
    with refused("ShareToken_TransfersClosed"):
        shares.sweep(currency, {"from": stranger})
    with refused("ShareToken_UnknownTranche", 1):
        shares.release(1, {"from": stranger})
    with refused("ShareToken_NothingToClaim", stranger):
        shares.claim({"from": stranger})
