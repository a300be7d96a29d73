"""A holder allows somebody to move shares (6.1)."""

from tests.contracts.answers import happened, refused
from tests.contracts.terms import HOLDERS


def test_an_allowance_replaces_the_one_before(shares, fan, stranger):
    """6.1: event and value."""
    for number in (5, 3, 0):
        approval = shares.approve(stranger, number, {"from": fan})
        assert approval.return_value is True
        assert happened(approval, "Approval", shares) == [
            {"owner": fan, "spender": stranger, "value": number}
        ]
        assert shares.allowance(fan, stranger) == number


def test_nobody_in_particular_is_allowed_nothing(shares, fan):
    """6.1: a mistake, and told."""
    with refused("ERC20InvalidSpender", HOLDERS):
        shares.approve(HOLDERS, 1, {"from": fan})
