"""All or nothing: at the end anyone finalises, as success or as failure (3.4)."""

import pytest
from brownie import GasBurningHook, RamblingHook, RevertingHook

from tests.contracts import stages
from tests.contracts.answers import happened, plain, refused
from tests.contracts.currencies import every_currency, only_currency
from tests.contracts.project import at_second, propose, wait_until
from tests.contracts.terms import DAY


@every_currency
def test_a_goal_that_is_met_pays_the_fee_and_fills_the_pot(
    project, fan, second_fan, producer, treasury, stranger, currency
):
    """2.2, 3.4, 4.1, K19: the fee is due on the money raised, rounded down; milestones get the rest."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    wait_until(project.terms.campaign.closes_at)
    raised = 97 * project.price
    fee = raised * 500 // 10_000
    end = project.campaign.finalize({"from": stranger})
    assert happened(end, "Succeeded") == [
        {"shares": 97, "raised": raised, "fee": fee, "pot": raised - fee},
    ]
    assert happened(end, "TransfersOpened", project.shares) == [{"supply": 97}]
    assert happened(end, "Paid", project.campaign) == [{"payee": treasury, "to": treasury, "amount": fee}]
    assert (currency.balanceOf(treasury), currency.balanceOf(producer)) == (fee, 0)
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == raised - fee
    assert plain(project.campaign.pot()) == (raised - fee, raised - fee)
    assert project.campaign.status() == stages.SUCCEEDED
    assert project.campaign.raised() == raised


def test_a_goal_that_is_missed_by_one_share_fails(project, fan, second_fan, stranger, currency):
    """3.4: all or nothing, nobody is paid."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 19)
    wait_until(project.terms.campaign.closes_at)
    end = project.campaign.finalize({"from": stranger})
    raised = 79 * project.price
    assert happened(end, "Failed", project.campaign) == [{"shares": 79, "raised": raised}]
    assert happened(end, "Paid") == []
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == raised
    assert project.campaign.status() == stages.FAILED
    assert not project.shares.transfersOpen()


def test_a_goal_that_is_met_to_the_unit_succeeds(project, fan, second_fan):
    """3.4: reached is reached."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 20)
    assert happened(project.close(), "Failed") == []
    assert project.campaign.status() == stages.SUCCEEDED


@pytest.mark.parametrize(("least", "end"), [(6, stages.FAILED), (5, stages.SUCCEEDED)])
def test_the_least_number_of_shares_decides_too(factory, platform, producer, later_terms, fan, least, end):
    """3.3: success also needs the least number of shares, though the goal is met."""
    lines = [later_terms.financiers[0]._replace(amount=later_terms.campaign.budget)]
    easy = propose(factory, platform, producer, later_terms.change(goal=1, least=least, financiers=lines))
    easy.open()
    easy.contribute(fan, 5)
    easy.close()
    assert easy.campaign.status() == end


def test_nobody_finalises_before_the_closing_while_shares_are_left(project, fan, second_fan, stranger):
    """3.4: not even when the goal is met and everything firm."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 39)
    closes_at = project.terms.campaign.closes_at
    at_second(closes_at - 1)
    with refused("Campaign_NotClosedYet", closes_at):
        project.campaign.finalize({"from": stranger})
    at_second(closes_at)
    assert happened(project.campaign.finalize({"from": stranger}), "Succeeded") != []


def test_a_cap_that_was_filled_in_one_block_is_not_distributed_in_it(project, fan, second_fan, stranger):
    """3.2, K6: early close needs the cap firm, to the second."""
    project.contribute(fan, 60)
    firm_at = project.contribute(second_fan, 40).timestamp + 4 * DAY
    with refused("Campaign_ReflectionRunning", firm_at):
        project.campaign.finalize({"from": stranger})
    at_second(firm_at - 1)
    with refused("Campaign_ReflectionRunning", firm_at):
        project.campaign.finalize({"from": stranger})
    at_second(firm_at)
    assert happened(project.campaign.finalize({"from": stranger}), "Succeeded") != []
    assert firm_at < project.terms.campaign.closes_at


def test_a_cap_that_is_taken_back_is_no_early_close(project, fan, second_fan, stranger):
    """3.2, K6: what a flash loan filled is open again."""
    project.contribute(fan, 60)
    firm_at = project.contribute(second_fan, 40).timestamp + 4 * DAY
    project.campaign.revoke({"from": second_fan})
    wait_until(firm_at)
    with refused("Campaign_NotClosedYet", project.terms.campaign.closes_at):
        project.campaign.finalize({"from": stranger})


def test_the_end_waits_for_the_last_window(project, fan, second_fan, stranger):
    """3.2: only firm shares count, to the second."""
    closes_at = project.terms.campaign.closes_at
    project.contribute(fan, 60)
    wait_until(closes_at - 60)
    firm_at = project.contribute(second_fan, 20).timestamp + 4 * DAY
    at_second(firm_at - 1)
    with refused("Campaign_ReflectionRunning", firm_at):
        project.campaign.finalize({"from": stranger})
    at_second(firm_at)
    assert happened(project.campaign.finalize({"from": stranger}), "Succeeded")[0]["shares"] == 80


def test_what_was_taken_back_does_not_count(project, fan, second_fan, stranger):
    """3.2, 3.4: the goal was reached for a while, before the closing."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 20)
    project.campaign.revoke({"from": second_fan})
    project.close()
    assert project.campaign.status() == stages.FAILED


def test_without_a_fee_nobody_is_paid(factory, platform, producer, later_terms, fan, second_fan):
    """2.2: a payment of nothing is not tried, and the pot is everything."""
    factory.setFee(0, {"from": platform})
    free = propose(factory, platform, producer, later_terms, nonce=9)
    stages.fund(free, fan, second_fan)
    end = free.close()
    assert happened(end, "Paid") == []
    assert happened(end, "Succeeded")[0]["pot"] == 97 * free.price


def test_the_fee_is_the_one_of_the_proposal(project, factory, platform, fan, second_fan, treasury):
    """2.2: frozen in the terms; the treasury is the one of the end."""
    factory.setFee(1_000, {"from": platform})
    raised = 97 * project.price
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    factory.setTreasury(platform, {"from": platform})
    project.close()
    assert project.currency.balanceOf(platform) == raised * 500 // 10_000
    assert project.currency.balanceOf(treasury) == 0


@only_currency("BlockingCurrency")
def test_a_treasury_that_cannot_be_paid_is_owed(project, fan, second_fan, treasury, currency):
    """5.4, K4: nobody blocks the end of a campaign."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    currency.setBlocked(treasury, True, {"from": fan})
    end = project.close()
    fee = happened(end, "Succeeded")[0]["fee"]
    assert happened(end, "PaymentFailed", project.campaign) == [{"payee": treasury, "amount": fee}]
    assert project.campaign.owedTo(treasury) == fee
    assert project.campaign.reserved() == currency.balanceOf(project.campaign) == 97 * project.price


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    "hostile", [RevertingHook, GasBurningHook, RamblingHook], ids=lambda each: each._name
)
def test_a_hostile_treasury_is_owed(project, fan, second_fan, treasury, currency, hostile):
    """5.4, K4: reverting, burning gas or answering at length stops nobody."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    currency.setHook(hostile.deploy({"from": treasury}), {"from": treasury})
    end = project.close()
    assert [event["payee"] for event in happened(end, "PaymentFailed")] == [treasury]
    assert project.campaign.reserved() == currency.balanceOf(project.campaign) == 97 * project.price
    assert project.shares.transfersOpen()
