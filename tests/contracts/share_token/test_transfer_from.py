"""Who was allowed to may move shares, up to what was allowed (6.1)."""

from tests.contracts.answers import happened, refused

FOREVER = 2**256 - 1


def test_an_allowance_is_used_up(shares, fan, second_fan, stranger):
    """6.1: and then refused, with what is left of it."""
    shares.approve(stranger, 10, {"from": fan})
    transfer = shares.transferFrom(fan, second_fan, 6, {"from": stranger})
    assert transfer.return_value is True
    assert happened(transfer, "Transfer", shares) == [{"from": fan, "to": second_fan, "value": 6}]
    assert shares.allowance(fan, stranger) == 4
    with refused("ERC20InsufficientAllowance", stranger, 4, 5):
        shares.transferFrom(fan, second_fan, 5, {"from": stranger})


def test_an_endless_allowance_stays(shares, fan, second_fan, stranger):
    """6.1: the usual meaning of the highest number."""
    shares.approve(stranger, FOREVER, {"from": fan})
    shares.transferFrom(fan, second_fan, 6, {"from": stranger})
    assert shares.allowance(fan, stranger) == FOREVER


def test_without_allowance_nothing_moves(shares, fan, stranger, producer, platform):
    """6.1: neither producer nor platform can take a share."""
    for somebody in (stranger, producer, platform):
        with refused("ERC20InsufficientAllowance", somebody, 0, 1):
            shares.transferFrom(fan, somebody, 1, {"from": somebody})


def test_an_allowance_is_no_balance(shares, fan, stranger):
    """6.1: more allowed than held."""
    shares.approve(stranger, 100, {"from": fan})
    with refused("ERC20InsufficientBalance", fan, 60, 61):
        shares.transferFrom(fan, stranger, 61, {"from": stranger})
    assert shares.allowance(fan, stranger) == 100
