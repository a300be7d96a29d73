"""A deposit with too little gas pays everybody or does nothing (5.4)."""

import re

from brownie.exceptions import VirtualMachineError

from tests.contracts.answers import happened
from tests.contracts.project import statement

GAS_NEEDED = 150_000 * 64 // 63 + 10_000


def test_gas_cannot_be_chosen_so_that_a_payee_is_not_paid(project, producer, currency, financier):
    """5.4, K4: at any gas limit; where a payment would be starved, the error says what is missing."""
    currency.mint(producer, 1_003, {"from": producer})
    currency.approve(project.waterfall, 1_003, {"from": producer})
    before = currency.balanceOf(financier)
    told = 0
    for gas in range(300_000, 900_000, 12_000):
        try:
            deposit = project.waterfall.deposit(statement(1_003), {"from": producer, "gas_limit": gas})
            break
        except VirtualMachineError as refusal:
            text = refusal.revert_msg or ""
            short = re.fullmatch(r"Vault_TooLittleGas: (\d+), (\d+)", text)
            assert short or not text, text
            if short:
                told += 1
                assert int(short[1]) < int(short[2]) == GAS_NEEDED
            assert currency.balanceOf(financier) == before
    assert told
    assert happened(deposit, "PaymentFailed") == []
    assert currency.balanceOf(financier) - before == 317
