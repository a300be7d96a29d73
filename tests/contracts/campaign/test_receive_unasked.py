"""What reaches the campaign without a call of its own changes nothing (3.5)."""

from brownie import web3

from tests.contracts import stages
from tests.contracts.answers import refused
from tests.contracts.currencies import every_currency


@every_currency
def test_a_transfer_counts_neither_toward_the_goal_nor_for_a_refund(
    project, fan, stranger, treasury, currency
):
    """3.5, K10, K19: the campaign fails beside a fortune, refunds what was paid, and ends empty."""
    project.contribute(fan, 60)
    currency.mint(stranger, 100 * project.price, {"from": stranger})
    currency.transfer(project.campaign, 100 * project.price, {"from": stranger})
    assert (project.campaign.raised(), project.campaign.reserved()) == (60 * project.price,) * 2
    project.close()
    assert project.campaign.status() == stages.FAILED
    project.campaign.refund(fan, {"from": stranger})
    assert currency.balanceOf(fan) == 60 * project.price
    project.campaign.sweep(currency, {"from": stranger})
    assert currency.balanceOf(treasury) == 100 * project.price
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 0


def test_a_transfer_is_no_success_fee_and_no_pot(project, fan, second_fan, stranger, treasury, currency):
    """2.2, 3.5, K1: what nobody contributed is neither shared with the platform nor released."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    currency.mint(project.campaign, 123, {"from": stranger})
    project.close()
    fee = 97 * project.price * 500 // 10_000
    assert currency.balanceOf(treasury) == fee
    assert project.campaign.pot()["whole"] == 97 * project.price - fee


def test_what_fans_are_refunded_after_a_cancellation_is_no_surplus(project, fan, stranger, currency):
    """3.4, 3.5: nobody sweeps it."""
    project.contribute(fan, 7)
    project.campaign.cancel({"from": project.producer})
    with refused("Vault_NothingToSweep", currency):
        project.campaign.sweep(currency, {"from": stranger})


def test_forced_ether_changes_nothing(project, fan, stranger, currency):
    """K10: nothing reads a balance of ether, from the pledge to the refund."""
    web3.provider.make_request("anvil_setBalance", [project.campaign.address, hex(10**18)])
    project.contribute(fan, 60)
    project.close()
    project.campaign.refund(fan, {"from": stranger})
    assert currency.balanceOf(fan) == 60 * project.price
    assert currency.balanceOf(project.campaign) == 0


def test_ether_that_is_sent_is_refused(project, fan):
    """3.5: a project has one currency; ether with a call would be lost."""
    project.fund(fan, 2 * project.price)
    data = project.campaign.contribute.encode_input(2, 0)
    call = {"from": str(fan), "to": project.campaign.address, "data": data, "gas": hex(10**6)}
    assert "result" in web3.provider.make_request("eth_call", [call, "latest"])
    for sent in ({**call, "value": "0x1"}, {**call, "value": "0x1", "data": "0x"}):
        assert "error" in web3.provider.make_request("eth_call", [sent, "latest"])
