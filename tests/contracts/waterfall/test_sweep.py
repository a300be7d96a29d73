"""Gifts to the waterfall are no receipts: they change no deposit, and go to the holders (3.5)."""

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import deploy_currency, every_currency, only_currency
from tests.contracts.project import propose
from tests.contracts.waterfall.outcome import shared


@every_currency
def test_a_gift_changes_no_deposit(project, stranger, fan, currency):
    """3.5, K1, K2, K10: no sum reads a balance; what was swept is earned by the holders."""
    currency.mint(project.waterfall, 970, {"from": stranger})
    assert shared(project.deposit(1_003)) == ([50, 317, 382, 254], 0)
    assert (currency.balanceOf(project.waterfall), project.waterfall.reserved()) == (970, 0)
    swept = project.waterfall.sweep(currency, {"from": stranger})
    assert happened(swept, "Swept", project.waterfall) == [
        {"token": currency, "to": project.shares, "amount": 970}
    ]
    before = project.shares.claimable(fan)
    assert before == 382 * 60 // 97
    project.shares.sweep(currency, {"from": stranger})
    assert project.shares.claimable(fan) == (382 + 970) * 60 // 97


@only_currency("BlockingCurrency")
def test_what_is_owed_is_no_surplus(project, stranger, financier, currency):
    """3.5, K1: a gift is swept, a debt is not."""
    currency.setBlocked(financier, True, {"from": financier})
    project.deposit(1_003)
    with refused("Vault_NothingToSweep", currency):
        project.waterfall.sweep(currency, {"from": stranger})
    currency.mint(project.waterfall, 5, {"from": stranger})
    project.waterfall.sweep(currency, {"from": stranger})
    assert currency.balanceOf(project.waterfall) == project.waterfall.owedTo(financier) == 317


def test_a_gift_waits_until_there_are_holders(
    factory, platform, producer, later_terms, fan, second_fan, stranger, treasury, currency
):
    """3.5: nothing goes where nobody could earn it, while other tokens can go; after success it is theirs."""
    young = propose(factory, platform, producer, later_terms)
    waterfall, token = young.waterfall, deploy_currency("18-decimals", stranger)
    currency.mint(waterfall, 970, {"from": stranger})
    token.mint(waterfall, 5, {"from": stranger})
    waterfall.sweep(token, {"from": stranger})
    assert token.balanceOf(treasury) == 5
    with refused("Waterfall_ProjectNotSuccessful"):
        waterfall.sweep(currency, {"from": stranger})
    stages.fund(young, fan, second_fan)
    with refused("Waterfall_ProjectNotSuccessful"):
        waterfall.sweep(currency, {"from": stranger})
    assert currency.balanceOf(waterfall) == 970
    young.close()
    waterfall.sweep(currency, {"from": stranger})
    young.shares.sweep(currency, {"from": stranger})
    assert young.shares.claimable(fan) == 600
