"""Who cannot leave, who cannot be paid, and who tries to leave twice (4.3, K2, K4)."""

import pytest
from brownie import GasBurningHook, RamblingHook, ReenteringHook, RevertingHook, web3

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import only_currency
from tests.contracts.project import propose

REENTRANT_CALL = web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        (stages.fund, stages.RAISING),
        (stages.succeed, stages.SUCCEEDED),
        (stages.fail, stages.FAILED),
        (stages.cancel, stages.CANCELLED),
    ],
    ids=["raising", "succeeded", "failed", "cancelled"],
)
def test_nobody_leaves_what_was_not_wound_down(
    factory, platform, producer, later_terms, fan, second_fan, stage, status
):
    """4.3: before success there are revocations and refunds; after it, the market."""
    young = propose(factory, platform, producer, later_terms)
    stage(young, fan, second_fan)
    with refused("Campaign_WrongStatus", status):
        young.campaign.exit(1, {"from": fan})


def test_nothing_is_no_part(ended, fan, stranger):
    """4.3: no event without shares; who holds none can burn none."""
    with refused("Campaign_NoShares"):
        ended.project.campaign.exit(0, {"from": fan})
    with refused("ERC20InsufficientBalance", stranger, 0, 1):
        ended.project.campaign.exit(1, {"from": stranger})


@pytest.mark.parametrize("shares", [61, 98, 2**48 + 1, 2**240 + 1, 2**256 - 1])
def test_more_than_one_holds_is_refused(ended, fan, shares):
    """4.3, K5: the error says what one holds.

    No number reaches into the neighbouring bits of the account or of the supply.
    """
    with refused("ERC20InsufficientBalance", fan, 60, shares):
        ended.project.campaign.exit(shares, {"from": fan})
    assert plain(ended.project.shares.balanceOf(fan)) == 60
    assert ended.project.shares.totalSupply() == 97


def test_a_second_exit_finds_nothing(ended, fan):
    """K5: what was burned is gone."""
    ended.project.campaign.exit(40, {"from": fan})
    with refused("ERC20InsufficientBalance", fan, 20, 40):
        ended.project.campaign.exit(40, {"from": fan})


@only_currency("BlockingCurrency")
def test_a_blocked_holder_leaves_and_is_paid_later(ended, fan, second_fan, stranger, currency):
    """5.4, K4: its shares are burned, its money waits, and the others leave."""
    film, amount = ended.project, 60 * ended.per_share
    currency.setBlocked(fan, True, {"from": fan})
    leaving = film.campaign.exit(60, {"from": fan})
    assert happened(leaving, "PaymentFailed", film.campaign) == [{"payee": fan, "amount": amount}]
    film.campaign.exit(37, {"from": second_fan})
    film.campaign.sweep(currency, {"from": stranger})
    assert film.campaign.owedTo(fan) == amount
    currency.setBlocked(fan, False, {"from": fan})
    film.campaign.withdraw(fan, {"from": stranger})
    assert currency.balanceOf(fan) == amount


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    "hostile", [RevertingHook, GasBurningHook, RamblingHook], ids=lambda each: each._name
)
def test_a_hostile_holder_stops_nobody(ended, fan, second_fan, currency, hostile):
    """K4: owed to the one, paid to the other."""
    film = ended.project
    currency.setHook(hostile.deploy({"from": fan}), {"from": fan})
    film.campaign.exit(60, {"from": fan})
    film.campaign.exit(37, {"from": second_fan})
    assert film.campaign.owedTo(fan) == 60 * ended.per_share
    assert currency.balanceOf(second_fan) == 37 * ended.per_share


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("exit", [1]),
        ("returnLine", [0]),
        ("refundGift", ["patron"]),
        ("withdraw", ["fan"]),
        ("withdrawTo", ["fan"]),
        ("sweep", ["currency"]),
    ],
)
def test_nobody_comes_back_in_the_middle_of_an_exit(ended, fan, patron, currency, verb, arguments):
    """K2: not to leave twice, nor to sweep what is on its way."""
    film, named = ended.project, {"fan": fan, "patron": patron, "currency": currency}
    hook = ReenteringHook.deploy({"from": fan})
    call = getattr(film.campaign, verb).encode_input(*[named.get(each, each) for each in arguments])
    hook.prepare(film.campaign, call, {"from": fan})
    currency.setHook(hook, {"from": fan})
    film.campaign.exit(20, {"from": fan})
    assert hook.wasCalled()
    assert not hook.succeeded()
    assert plain(hook.answer()) == bytes(REENTRANT_CALL)
    assert [film.shares.balanceOf(fan), currency.balanceOf(fan)] == [40, 20 * ended.per_share]
