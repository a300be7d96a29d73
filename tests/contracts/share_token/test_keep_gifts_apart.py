"""Currency that somebody sent lies beside the royalties until it is swept (3.5)."""

from tests.contracts.answers import plain


def test_a_gift_that_lies_there_changes_no_deposit(project, shares, fan, stranger, currency):
    """3.5, K1, K10: it is not counted with what the waterfall registers, nor is it in its way."""
    currency.mint(shares, 1_000_000, {"from": stranger})
    project.deposit(97_000)
    assert plain(shares.totals()) == (97_000, 97_000, 0)
    assert (shares.claimable(fan), shares.reserved()) == (60_000, 97_000)
