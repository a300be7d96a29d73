"""After a wind-down, holders burn shares for their part of the rest, in any currency (4.3, K5, K19)."""

from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import every_currency
from tests.contracts.terms import HOLDERS

pytestmark = every_currency


def test_a_holder_leaves_with_a_part_of_its_shares(ended, fan, second_fan, currency):
    """4.3: the refund per share is that of the wind-down, whatever others did before."""
    film, per_share = ended.project, ended.per_share
    film.campaign.exit(37, {"from": second_fan})
    leaving = film.campaign.exit(23, {"from": fan})
    assert happened(leaving, "Exited", film.campaign) == [
        {"holder": fan, "shares": 23, "amount": 23 * per_share}
    ]
    assert happened(leaving, "Transfer", film.shares) == [{"from": fan, "to": HOLDERS, "value": 23}]
    assert happened(leaving, "Paid", film.campaign) == [{"payee": fan, "to": fan, "amount": 23 * per_share}]
    assert [currency.balanceOf(each) for each in (fan, second_fan)] == [23 * per_share, 37 * per_share]
    assert [film.shares.balanceOf(fan), film.shares.totalSupply()] == [37, 37]
    assert film.campaign.reserved() == ended.unspent - ended.dust - 60 * per_share


def test_everything_comes_back_to_who_brought_it(
    ended, fan, second_fan, patron, financier, second_financier, stranger, currency, producer, treasury
):
    """4.3, K3, K5: each its part, never more; what rounding leaves goes to the holders; nothing remains."""
    film, per_share = ended.project, ended.per_share
    given, escrowed = film.campaign.giftOf(patron), film.terms.financiers[0].amount
    film.campaign.returnLine(0, {"from": stranger})
    film.campaign.exit(60, {"from": fan})
    film.campaign.refundGift(patron, {"from": stranger})
    film.campaign.exit(37, {"from": second_fan})
    back = [currency.balanceOf(each) for each in (fan, second_fan, patron, financier)]
    assert back == [60 * per_share, 37 * per_share, ended.part(given), ended.part(escrowed)]
    brought = [60 * film.price, 37 * film.price, given, escrowed]
    assert all(got <= paid for got, paid in zip(back, brought, strict=True))
    assert sum(back) == ended.unspent - ended.dust
    assert currency.balanceOf(second_financier) == film.campaign.reserved() == 0
    assert currency.balanceOf(film.campaign) == ended.dust > 0
    film.campaign.sweep(currency, {"from": stranger})
    assert [currency.balanceOf(each) for each in (film.campaign, film.shares)] == [0, ended.dust]
    film.shares.sweep(currency, {"from": stranger})
    assert film.shares.claimable(fan) + film.shares.claimable(second_fan) in (ended.dust - 1, ended.dust)
    released = film.campaign.pot()["whole"] - ended.unspent
    assert currency.balanceOf(producer) == released


def test_who_bought_shares_leaves_with_them(ended, fan, second_fan, stranger, currency):
    """4.3: the refund is against shares, not for who was a fan once; more than one holds is refused."""
    film = ended.project
    film.shares.transfer(stranger, 60, {"from": fan})
    with refused("ERC20InsufficientBalance", second_fan, 37, 38):
        film.campaign.exit(38, {"from": second_fan})
    film.campaign.exit(60, {"from": stranger})
    assert currency.balanceOf(stranger) == 60 * ended.per_share
    with refused("ERC20InsufficientBalance", fan, 0, 1):
        film.campaign.exit(1, {"from": fan})
    assert plain(film.campaign.pot())[1] == ended.unspent - ended.dust - 60 * ended.per_share
