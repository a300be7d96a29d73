"""A fan thinks again: every pledge has its own window in which it is taken back in full (3.2)."""

import pytest
from brownie import ReenteringHook, chain, web3

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import every_currency, only_currency
from tests.contracts.project import at_second, wait_until
from tests.contracts.terms import DAY


@every_currency
def test_a_fan_takes_everything_back_by_one_call(project, fan, second_fan, currency):
    """3.2, K19: all windows that run, in full, without a reason and without a cost."""
    project.contribute(second_fan, 5)
    project.contribute(fan, 7, tier=1)
    project.contribute(fan, 3)
    revocation = project.campaign.revoke({"from": fan})
    amount = 10 * project.price
    assert happened(revocation, "Revoked", project.campaign) == [
        {"fan": fan, "payer": fan, "shares": 10, "amount": amount}
    ]
    assert happened(revocation, "TierFreed", project.campaign) == [{"fan": fan, "tier": 1}]
    assert happened(revocation, "Paid", project.campaign) == [{"payee": fan, "to": fan, "amount": amount}]
    assert [event["value"] for event in happened(revocation, "Transfer", project.shares)] == [10]
    assert currency.balanceOf(fan) == amount
    assert project.shares.balanceOf(fan) == 0
    assert plain(project.campaign.pledgeOf(fan)) == (0, 0, 0)
    left = 5 * project.price
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == left
    assert (project.campaign.raised(), project.campaign.sharesLeft()) == (left, 95)


def test_the_last_second_counts(project, fan):
    """3.2: four days to the second."""
    firm_at = project.contribute(fan, 7).timestamp + 4 * DAY
    at_second(firm_at - 1)
    project.campaign.revoke({"from": fan})
    assert project.shares.balanceOf(fan) == 0


def test_from_its_end_on_a_pledge_is_firm(project, fan):
    """3.2: `firmAt` is the first second in which it cannot be taken back."""
    firm_at = project.contribute(fan, 7).timestamp + 4 * DAY
    assert plain(project.campaign.pledgeOf(fan)) == (7, firm_at, 0)
    at_second(firm_at)
    with refused("Campaign_NothingToRevoke", fan):
        project.campaign.revoke({"from": fan})
    assert plain(project.campaign.pledgeOf(fan)) == (0, firm_at, 0)
    assert project.shares.balanceOf(fan) == 7


def test_only_what_is_in_reflection_goes_back(project, fan):
    """3.2: each pledge has its own window."""
    wait_until(project.contribute(fan, 7).timestamp + 2 * DAY)
    later = project.contribute(fan, 3).timestamp
    wait_until(later + 2 * DAY)
    assert plain(project.campaign.pledgeOf(fan)) == (3, later + 4 * DAY, 0)
    revocation = project.campaign.revoke({"from": fan})
    assert [event["shares"] for event in happened(revocation, "Revoked")] == [3]
    assert project.shares.balanceOf(fan) == 7
    assert project.currency.balanceOf(fan) == 3 * project.price


def test_a_third_window_waits_for_the_end_of_the_first(project, fan):
    """3.2: at most two run per fan; the error says until when."""
    first = project.contribute(fan, 2).timestamp + 4 * DAY
    wait_until(first - 2 * DAY)
    second = project.contribute(fan, 3).timestamp + 4 * DAY
    with refused("Campaign_TwoWindowsRunning", first):
        project.contribute(fan, 4)
    project.fund(fan, 9 * project.price)
    at_second(first - 1)
    with refused("Campaign_TwoWindowsRunning", first):
        project.campaign.contribute(4, 0, {"from": fan})
    at_second(first)
    third = project.campaign.contribute(4, 0, {"from": fan}).timestamp + 4 * DAY
    assert plain(project.campaign.pledgeOf(fan)) == (7, third, 0)
    with refused("Campaign_TwoWindowsRunning", second):
        project.campaign.contribute(5, 0, {"from": fan})
    project.campaign.revoke({"from": fan})
    assert project.shares.balanceOf(fan) == 2


def test_two_windows_are_one_fans_affair(project, fan, second_fan):
    """3.2: others are not kept waiting."""
    for shares in (2, 3):
        project.contribute(fan, shares)
    assert project.contribute(second_fan, 2).status == 1


def test_who_has_revoked_can_come_back_at_once(project, fan):
    """3.2: the windows are free again."""
    for shares in (2, 3):
        project.contribute(fan, shares)
    project.campaign.revoke({"from": fan})
    for shares in (4, 5):
        project.contribute(fan, shares)
    assert project.shares.balanceOf(fan) == 9


def test_a_second_revocation_is_refused(project, fan):
    """3.2: nothing is paid back twice."""
    project.contribute(fan, 2)
    project.campaign.revoke({"from": fan})
    with refused("Campaign_NothingToRevoke", fan):
        project.campaign.revoke({"from": fan})


def test_each_payer_gets_its_own_money_back(project, fan, patron):
    """3.1, 3.2: a present and an own pledge in the same call."""
    project.fund(patron, 7 * project.price)
    project.campaign.contributeFor(fan, 7, {"from": patron})
    project.contribute(fan, 3)
    revocation = project.campaign.revoke({"from": fan})
    assert happened(revocation, "Revoked", project.campaign) == [
        {"fan": fan, "payer": fan, "shares": 3, "amount": 3 * project.price},
        {"fan": fan, "payer": patron, "shares": 7, "amount": 7 * project.price},
    ]
    assert project.currency.balanceOf(fan) == 3 * project.price
    assert project.currency.balanceOf(patron) == 7 * project.price


def test_a_firm_present_stays_with_its_payer_in_the_books(project, fan, patron):
    """3.1, 3.4: revoking a later pledge leaves it; a failure pays it back."""
    project.fund(patron, 7 * project.price)
    wait_until(project.campaign.contributeFor(fan, 7, {"from": patron}).timestamp + 4 * DAY)
    project.contribute(fan, 3)
    project.campaign.revoke({"from": fan})
    assert plain(project.campaign.payerOf(fan)) == plain((patron, 7))
    project.close()
    project.campaign.refund(fan, {"from": fan})
    assert project.currency.balanceOf(patron) == 7 * project.price


def test_after_the_closing_too(project, fan):
    """3.2: the window of a late pledge runs on, until somebody finalises."""
    closes_at = project.terms.campaign.closes_at
    wait_until(closes_at - 60)
    project.contribute(fan, 7)
    wait_until(closes_at + 4 * DAY - 120)
    project.campaign.revoke({"from": fan})
    assert project.currency.balanceOf(fan) == 7 * project.price


def test_a_pause_of_the_platform_neither_stops_it_nor_gives_it_more_time(project, factory, platform, fan):
    """2.2, 3.2: windows run on, to the same second."""
    firm_at = project.contribute(fan, 7).timestamp + 4 * DAY
    factory.pauseContributions({"from": platform})
    assert plain(project.campaign.pledgeOf(fan)) == (7, firm_at, 0)
    at_second(firm_at - 1)
    project.campaign.revoke({"from": fan})
    assert project.currency.balanceOf(fan) == 7 * project.price


def test_a_campaign_that_has_ended_is_refunded_instead(project, fan):
    """3.4: after a cancellation nothing is in reflection any more."""
    project.contribute(fan, 7)
    project.campaign.cancel({"from": project.producer})
    with refused("Campaign_WrongStatus", stages.CANCELLED):
        project.campaign.revoke({"from": fan})


@only_currency("BlockingCurrency")
def test_a_payer_that_cannot_be_paid_stops_no_fan(project, fan, patron, currency):
    """3.1, 5.4, K4: it stays owed."""
    project.fund(patron, 7 * project.price)
    project.campaign.contributeFor(fan, 7, {"from": patron})
    currency.setBlocked(patron, True, {"from": patron})
    revocation = project.campaign.revoke({"from": fan})
    amount = 7 * project.price
    assert happened(revocation, "PaymentFailed") == [{"payee": patron, "amount": amount}]
    assert project.campaign.owedTo(patron) == project.campaign.reserved() == amount
    currency.setBlocked(patron, False, {"from": patron})
    project.campaign.withdraw(patron, {"from": fan})
    assert currency.balanceOf(patron) == amount
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 0


@only_currency("HookedCurrency")
@pytest.mark.parametrize("verb", ["revoke", "finalize", "contribute", "give"])
def test_who_comes_back_in_the_middle_of_it_finds_the_door_closed(project, fan, second_fan, currency, verb):
    """3.2, K2: booked before it is paid, and nothing else meanwhile."""
    project.contribute(second_fan, 5)
    project.contribute(fan, 7)
    hook = ReenteringHook.deploy({"from": fan})
    arguments = {"contribute": [2, 0], "give": [1]}.get(verb, [])
    hook.prepare(project.campaign, getattr(project.campaign, verb).encode_input(*arguments), {"from": fan})
    currency.setHook(hook, {"from": fan})
    project.campaign.revoke({"from": fan})
    assert bytes(hook.answer()) == web3.keccak(text="ReentrancyGuardReentrantCall()")[:4]
    assert currency.balanceOf(fan) == 7 * project.price
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 5 * project.price


def test_the_last_reflection_is_the_newest_of_all(project, fan, second_fan):
    """3.2: also when the pledge it began with was taken back."""
    project.contribute(fan, 2)
    wait_until(chain[-1].timestamp + DAY)
    newest = project.contribute(second_fan, 2).timestamp + 4 * DAY
    project.campaign.revoke({"from": second_fan})
    assert project.campaign.lastFirmAt() == newest
