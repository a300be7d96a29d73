"""All or nothing: at the end anyone finalises, as success or as failure (3.4)."""

import pytest
from brownie import GasBurningHook, RamblingHook, RevertingHook

from tests.contracts import stages
from tests.contracts.answers import happened, refused
from tests.contracts.currencies import every_currency, only_currency
from tests.contracts.project import at_second, propose, wait_until


@every_currency
def test_a_goal_that_is_met_pays_fee_and_proceeds(
    project, fan, second_fan, producer, treasury, stranger, currency
):
    """2.2, 3.4: the fee is due on success, on the money raised, rounded down; the rest is the producer's."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    wait_until(project.terms.campaign.closes_at)
    raised = 97 * project.price
    fee = raised * 500 // 10_000
    end = project.campaign.finalize({"from": stranger})
    assert happened(end, "Succeeded") == [
        {"shares": 97, "raised": raised, "fee": fee, "proceeds": raised - fee},
    ]
    assert happened(end, "TransfersOpened", project.shares) == [{"supply": 97}]
    assert happened(end, "Paid", project.campaign) == [
        {"payee": treasury, "to": treasury, "amount": fee},
        {"payee": producer, "to": producer, "amount": raised - fee},
    ]
    assert (currency.balanceOf(treasury), currency.balanceOf(producer)) == (fee, raised - fee)
    assert currency.balanceOf(project.campaign) == project.campaign.reserved() == 0
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


def test_nobody_finalises_before_the_closing_even_when_all_is_sold(project, fan, second_fan, stranger):
    """3.4, K6: what was filled in one block cannot be distributed in it."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 40)
    closes_at = project.terms.campaign.closes_at
    at_second(closes_at - 1)
    with refused("Campaign_NotClosedYet", closes_at):
        project.campaign.finalize({"from": stranger})
    at_second(closes_at)
    assert happened(project.campaign.finalize({"from": stranger}), "Succeeded") != []


def test_without_a_fee_the_producer_gets_all(
    factory, platform, producer, later_terms, fan, second_fan, treasury
):
    """2.2: a payment of nothing is not tried."""
    factory.setFee(0, {"from": platform})
    free = propose(factory, platform, producer, later_terms, nonce=9)
    stages.fund(free, fan, second_fan)
    end = free.close()
    assert [event["payee"] for event in happened(end, "Paid")] == [producer]
    assert free.currency.balanceOf(producer) == 97 * free.price


@only_currency("BlockingCurrency")
def test_a_payee_that_cannot_be_paid_is_owed(project, fan, second_fan, producer, treasury, currency):
    """5.4, K4: nobody blocks the end of a campaign."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    currency.setBlocked(producer, True, {"from": fan})
    end = project.close()
    proceeds = happened(end, "Succeeded")[0]["proceeds"]
    assert happened(end, "PaymentFailed", project.campaign) == [{"payee": producer, "amount": proceeds}]
    assert [event["payee"] for event in happened(end, "Paid")] == [treasury]
    assert project.campaign.owedTo(producer) == project.campaign.reserved() == proceeds
    assert currency.balanceOf(project.campaign) == proceeds


@only_currency("HookedCurrency")
@pytest.mark.parametrize(
    "hostile", [RevertingHook, GasBurningHook, RamblingHook], ids=lambda each: each._name
)
def test_a_hostile_payee_is_owed(project, fan, second_fan, producer, treasury, currency, hostile):
    """5.4, K4: reverting, burning gas or answering at length stops nobody."""
    project.contribute(fan, 60)
    project.contribute(second_fan, 37)
    for payee in (treasury, producer):
        currency.setHook(hostile.deploy({"from": payee}), {"from": payee})
    end = project.close()
    assert [event["payee"] for event in happened(end, "PaymentFailed")] == [treasury, producer]
    assert project.campaign.reserved() == currency.balanceOf(project.campaign) == 97 * project.price
    assert project.shares.transfersOpen()
