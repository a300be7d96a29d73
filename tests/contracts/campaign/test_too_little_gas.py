"""Whoever chooses the gas of a call cannot make a payment seem to fail (3.4, 5.4)."""

import pytest
from brownie.exceptions import VirtualMachineError

from tests.contracts.answers import happened
from tests.contracts.project import wait_until

STEP = 10_000
MOST = 600_000


@pytest.fixture(scope="module")
def pledged(project, fan, second_fan, patron, stranger):
    """The fan and the one for whom the stranger paid can revoke; the patron gave."""
    project.contribute(fan, 60)
    project.fund(stranger, 20 * project.price)
    project.campaign.contributeFor(second_fan, 20, {"from": stranger})
    project.give(patron, 500)
    return project


def end(project, is_cancelled):
    if is_cancelled:
        project.campaign.cancel({"from": project.producer})
    else:
        wait_until(project.terms.campaign.closes_at)


ACTIONS = {
    "revoke": (None, [], "fan"),
    "finalize": (False, [], "treasury"),
    "refund": (True, ["second_fan"], "stranger"),
    "refundMany": (True, [["fan", "second_fan"]], "stranger"),
    "refundGift": (True, ["patron"], "patron"),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_with_too_little_gas_nothing_happens(pledged, request, fan, currency, action):
    """3.4, 5.4, K4: refused at every limit until there is enough for every payment; then all are paid."""
    is_cancelled, arguments, payee = ACTIONS[action]
    if is_cancelled is not None:
        end(pledged, is_cancelled)
    named = {name: request.getfixturevalue(name) for name in ("fan", "second_fan", "patron")}
    arguments = [
        [named[each] for each in argument] if isinstance(argument, list) else named[argument]
        for argument in arguments
    ]
    held, payee = currency.balanceOf(pledged.campaign), request.getfixturevalue(payee)
    answers = set()
    for gas in range(60_000, MOST, STEP):
        try:
            call = getattr(pledged.campaign, action)(*arguments, {"from": fan, "gas_limit": gas})
        except VirtualMachineError as refusal:
            answers.add((refusal.revert_msg or "").split(":")[0])
            assert currency.balanceOf(pledged.campaign) == held
        else:
            break
    assert "Vault_TooLittleGas" in answers
    assert answers <= {"Vault_TooLittleGas", ""}
    assert happened(call, "PaymentFailed") == []
    assert payee in [event["payee"] for event in happened(call, "Paid", pledged.campaign)]
