"""With too little gas left to honour its allowance, a payment reverts instead of faking a failure (5.4)."""

import re

import pytest
from brownie.exceptions import VirtualMachineError

from tests.contracts import stages
from tests.contracts.answers import happened

GAS_NEEDED = 150_000 * 64 // 63 + 10_000


def outcome(call):
    """True when the payment was made, None when the call was refused, for want of gas one way or another."""
    try:
        transaction = call()
    except VirtualMachineError as refusal:
        text = refusal.revert_msg or ""
        told = re.fullmatch(r"Vault_TooLittleGas: (\d+), (\d+)", text)
        assert told or not text, text
        if told:
            assert int(told[1]) < int(told[2]) == GAS_NEEDED
        return "told" if told else None
    assert happened(transaction, "PaymentFailed") == happened(transaction, "RoyaltyPaymentFailed") == []
    return True


@pytest.mark.parametrize("action", ["refund", "payout"])
def test_gas_cannot_be_chosen_so_that_a_payment_seems_to_fail(proposed, fan, second_fan, stranger, action):
    """5.4, K4: at any gas limit the fan is paid, or nothing happens."""
    if action == "refund":
        stages.fail(proposed, fan, second_fan)
        call, argument = proposed.campaign.refund, fan
    else:
        stages.succeed(proposed, fan, second_fan)
        proposed.deposit(97_000_000)
        call, argument = proposed.shares.payout, [fan]
    before = proposed.currency.balanceOf(fan)
    outcomes = []
    for gas in range(40_000, 400_000, 8_000):
        outcomes.append(outcome(lambda gas=gas: call(argument, {"from": stranger, "gas_limit": gas})))
        if outcomes[-1] is True:
            break
        assert proposed.currency.balanceOf(fan) == before
    assert outcomes[-1] is True
    assert "told" in outcomes
    assert proposed.currency.balanceOf(fan) > before
