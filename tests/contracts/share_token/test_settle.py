"""What was earned is settled when shares move, at the same cost however many hold them (5.3)."""

from brownie import accounts

from tests.contracts.currencies import every_currency


@every_currency
def test_thirteen_tiny_settlements_erase_nothing(project, shares, fan, second_fan, currency):
    """5.3, 5.5, K3, K13: one unit at a time, settled each time, brings what thirteen at once would."""
    for number in range(13):
        project.deposit(1, number)
        shares.transfer(second_fan, 0, {"from": fan})
        shares.transfer(fan, 0, {"from": second_fan})
    assert (shares.claimable(fan), shares.claimable(second_fan)) == (13 * 60 // 97, 13 * 37 // 97)
    assert shares.claim({"from": fan}).return_value == 8
    assert currency.balanceOf(shares) == 5


def test_a_deposit_costs_the_same_for_two_holders_and_for_forty(project, shares, fan, second_fan):
    """5.3: cumulative per share; nobody is looped over."""
    project.deposit(97_000, 1)
    few = project.deposit(97_000, 2).gas_used
    for holder in accounts[20:58]:
        shares.transfer(holder, 1, {"from": fan})
    assert project.deposit(97_000, 3).gas_used == few
    assert shares.claimable(accounts[57]) == 1_000
